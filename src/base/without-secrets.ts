/** What a token, a key or a password looks like, wherever it stands: in the words of a server, of a proxy, of a credential plugin. */
const telling: readonly (readonly [pattern: RegExp, instead: string])[] = [
	// Of EKS: a signed URL in base64url.
	[/\bk8s-aws-v1\.[\w-]+/g, '…'],
	// What follows is no word of a sentence: it has a digit or a capital in it.
	[/\b([Bb]earer|BEARER|[Bb]asic|BASIC|[Nn]egotiate) {1,3}(?=[\w+/.~-]{0,40}?(?:\d|=|[a-z][A-Z]))[\w+/.=~-]{8,}/g, '$1 …'],
	[/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g, '…'],
	[
		/\b((?:access|refresh|id|auth|client|api|session)[_-]?(?:token|secret|key)|token|secret|passwd|password)(["']?\s?[=:]\s?["']?)[^\s"'&,;]{6,}/gi,
		'$1$2…',
	],
	// The user and the password of a URL.
	[/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,512}@/gi, '$1…@'],
];

/** Letters of base64url and dots: where a JSON Web Token may be. */
const dotted = /[\w.-]+/g;
/** A JSON Web Token begins with `{"` in base64url (RFC 7515, section 3). */
const tokenHead = /\beyJ[\w-]{8}/;

/** Its second part is there, its third may be missing. Part by part: one search for all of it would go back and forth over a long text. */
function withoutTokens(run: string): string {
	const parts = run.split('.');
	const kept: string[] = [];
	for (let at = 0; at < parts.length; at++) {
		const part = parts[at] ?? '';
		const begins = (parts[at + 1] ?? '') === '' ? -1 : part.search(tokenHead);
		kept.push(begins < 0 ? part : `${part.slice(0, begins)}…`);
		if (begins >= 0) at += 2;
	}
	return kept.join('.');
}

/** The text with every part that looks like a credential left out. Ordinary words come back as they are. */
export function withoutSecrets(text: string): string {
	return telling.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text.replace(dotted, withoutTokens));
}

/** The same, and without these, which are known. Of a short one it could not be told where it is meant. */
export function withoutKnownSecrets(text: string, known: readonly string[]): string {
	return withoutSecrets(known.reduce((left, secret) => (secret.length < 6 ? left : left.replaceAll(secret, '…')), text));
}
