import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/** Whose tokens stand in which file, and the refresh-token that was used up. */
interface Place {
	readonly file: string;
	/** Of the user entry. */
	readonly name: string;
	readonly known: string;
}

interface NewTokens {
	readonly idToken: string;
	readonly refreshToken: string;
}

/**
 * Puts renewed OIDC tokens where the old ones stand in a kubeconfig, every other byte left as it is. As kubectl does it: under a
 * lock file beside it (client-go tools/clientcmd/config.go, lockFile), in place, so that owner, mode and links stay. Returns why it
 * could not be done.
 */
export async function saveTokens(place: Place, tokens: NewTokens): Promise<string | undefined> {
	const lock = `${place.file}.lock`;
	let held: FileHandle | undefined;
	try {
		held = await open(lock, 'wx', 0o600);
		return await rewrite(place, tokens);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === undefined) throw error;
		return code === 'EEXIST' ? `${lock} is there` : code;
	} finally {
		if (held !== undefined) {
			await held.close();
			await rm(lock, { force: true });
		}
	}
}

async function rewrite(place: Place, tokens: NewTokens): Promise<string | undefined> {
	const file = await open(place.file, constants.O_RDWR);
	try {
		const text = replaced(await file.readFile('utf8'), place, tokens);
		if (text === undefined) return 'the user entry has changed meanwhile';
		const bytes = Buffer.from(text);
		// Never empty in between: whoever reads at this moment must not find no clusters.
		await file.write(bytes, 0, bytes.length, 0);
		await file.truncate(bytes.length);
		return undefined;
	} finally {
		await file.close();
	}
}

/** The text with the new tokens; undefined when the used one does not stand there any more. */
function replaced(text: string, { name, known }: Place, { idToken, refreshToken }: NewTokens): string | undefined {
	const document = parseDocument(text, { uniqueKeys: false });
	const users: unknown = document.get('users', true);
	const entry = isSeq(users) ? users.items.find((item) => isMap(item) && item.get('name') === name) : undefined;
	if (!isMap(entry)) return undefined;
	const scalar = (key: string): Node | undefined => {
		const node: unknown = entry.getIn(['user', 'auth-provider', 'config', key], true);
		return isScalar(node) && typeof node.value === 'string' ? node : undefined;
	};
	const old = scalar('refresh-token');
	if (!isScalar(old) || old.value !== known) return undefined;
	const changes = [{ node: old, token: refreshToken }];
	const oldId = scalar('id-token');
	if (isScalar(oldId)) changes.push({ node: oldId, token: idToken });
	// From the end, so that the places before stay where they are.
	changes.sort((a, b) => (b.node.range?.[0] ?? 0) - (a.node.range?.[0] ?? 0));
	let next = text;
	for (const { node, token } of changes) {
		const [start, end] = node.range ?? [0, 0];
		const newline = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED' ? '\n' : '';
		next = `${next.slice(0, start)}${JSON.stringify(token)}${newline}${next.slice(end)}`;
	}
	return next;
}
