import { humanDuration } from './age.ts';
import type { ApiError } from './api-error.ts';
import { safeText } from './safe-text.ts';

/** What was being done when it went wrong. */
export interface About {
	/** What could not be had: `pods in namespace shop`. */
	readonly what: string;
	/** `https://host:port` */
	readonly server?: string;
	/** The context, so that whoever has several knows which one. */
	readonly context?: string;
	/** false: a resource of the whole cluster, which no namespace holds. */
	readonly namespaced?: boolean;
	/** What the command line said instead of the kubeconfig: there is no use in correcting the file then. */
	readonly given?: readonly GivenFlag[];
}

/** A flag that stands in for what a kubeconfig says. */
export type GivenFlag = '--server' | '--token';

interface Cause {
	/** For a pane: two to five words. */
	readonly short: string;
	/** What to do next, as the end of a sentence. */
	readonly next: string;
	/** The same where the address came from --server. */
	readonly nextGiven?: string;
}

const refused: Cause = {
	short: 'connection refused',
	next: 'check that the server is up and that the address in the kubeconfig is right',
	nextGiven: 'check that the server is up and that the address given with --server is right',
};
const certificateOf =
	'set certificate-authority in the kubeconfig to the CA that signed it, or use --insecure-skip-tls-verify if you trust the network';
const clientCertificate = 'renew the client certificate in the kubeconfig';

/** Node's and OpenSSL's codes (node doc/api/errors.md, tls.md). */
const network: Readonly<Record<string, Cause>> = {
	ECONNREFUSED: refused,
	ECONNRESET: { short: 'connection reset', next: 'check for a proxy or a load balancer on the way, and try again' },
	ECONNABORTED: { short: 'connection cut', next: 'try again' },
	EPIPE: { short: 'connection cut', next: 'try again' },
	ETIMEDOUT: { short: 'timed out', next: 'check the network, a VPN or a firewall on the way' },
	ESOCKETTIMEDOUT: { short: 'timed out', next: 'try again, or with a longer --request-timeout where there is one' },
	STALLED: { short: 'stalled: lists are not answered', next: 'look at the log of the API server, and at its etcd' },
	EHOSTUNREACH: { short: 'no route to the host', next: 'check the network and the VPN' },
	ENETUNREACH: { short: 'network unreachable', next: 'check the network and the VPN' },
	ENETDOWN: { short: 'network down', next: 'check the network' },
	ENOTFOUND: {
		short: 'no such host',
		next: 'check the server address in the kubeconfig, the DNS and the VPN',
		nextGiven: 'check the address given with --server, the DNS and the VPN',
	},
	EAI_AGAIN: { short: 'name lookup failed', next: 'check the DNS and the VPN' },
	CERT_HAS_EXPIRED: { short: 'certificate expired', next: "have the server's certificate renewed, and check this machine's clock" },
	CERT_NOT_YET_VALID: { short: 'certificate not valid yet', next: "check this machine's clock" },
	CERT_REVOKED: { short: 'certificate revoked', next: "have the server's certificate renewed" },
	DEPTH_ZERO_SELF_SIGNED_CERT: { short: 'self-signed certificate', next: certificateOf },
	SELF_SIGNED_CERT_IN_CHAIN: { short: 'unknown CA', next: certificateOf },
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: { short: 'unknown CA', next: certificateOf },
	UNABLE_TO_GET_ISSUER_CERT: { short: 'unknown CA', next: certificateOf },
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { short: 'unknown CA', next: certificateOf },
	CERT_SIGNATURE_FAILURE: { short: 'certificate of another CA', next: certificateOf },
	ERR_TLS_CERT_ALTNAME_INVALID: {
		short: 'certificate for another name',
		next: 'use the name that it is for as server, or set tls-server-name in the kubeconfig',
		nextGiven: 'give --server the name that it is for',
	},
	ERR_SSL_WRONG_VERSION_NUMBER: { short: 'no TLS on this port', next: 'check the port, or use http:// if the server has no TLS' },
	ERR_SSL_PACKET_LENGTH_TOO_LONG: { short: 'no TLS on this port', next: 'check the port, or use http:// if the server has no TLS' },
	ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: { short: 'client certificate wanted', next: clientCertificate },
	ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: { short: 'client certificate refused', next: clientCertificate },
	ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: { short: 'client certificate expired', next: clientCertificate },
	ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: { short: 'client certificate refused', next: clientCertificate },
};

/** OpenSSL's alerts come with and without its `SSL_` in the middle, depending on where in the handshake they arrive. */
const networkCause = (code: string): Cause | undefined => network[code] ?? network[code.replace('ERR_SSL_SSL_', 'ERR_SSL_')];

const statusWords: Readonly<Record<number, string>> = {
	400: 'bad request',
	405: 'method not allowed',
	406: 'not acceptable',
	409: 'conflict',
	413: 'request too large',
	415: 'unsupported media type',
	422: 'unprocessable request',
	500: 'internal error',
	502: 'bad gateway',
	503: 'unavailable',
	504: 'gateway timeout',
};

const statusText = (status: number, otherwise: string): string => `${status} ${statusWords[status] ?? otherwise}`;

const longestShort = 60;
const longestWords = 400;

/** The words of a server or a system, made safe, in one line and of a bounded length, without the full stop that ends them. */
function words(message: string, otherwise = 'no reason given', longest = longestWords): string {
	const safe = safeText(message)
		.trim()
		.replace(/[.\s]+$/, '');
	if (safe === '') return otherwise;
	if (safe.length <= longest) return safe;
	// What was cut through the middle of a pair is not a character any more.
	return `${safe
		.slice(0, longest - 1)
		.replace(/[\ud800-\udbff]$/, '')
		.trimEnd()}…`;
}

/** The server refuses credentials and gives no reason (`Unauthorized`), as kube-apiserver always does. */
export const isOnlyRefused = ({ message }: Extract<ApiError, { kind: 'unauthorized' }>): boolean =>
	/^(unauthorized)?$/i.test(message.trim());

/** What Go's servers answer to a request without TLS (net/http server.go, `Client sent an HTTP request to an HTTPS server.`). */
const wantsHttps = ({ status, message }: Extract<ApiError, { kind: 'bad-request' }>): boolean =>
	status === 400 && /^Client sent an HTTP request to an HTTPS server/.test(message);

/** The cause in two to five words, for a pane: `connection refused`, `timed out`, `410 Expired`, `429 too many requests`. */
export function shortCause(error: ApiError): string {
	switch (error.kind) {
		case 'expired':
			return '410 Expired';
		case 'forbidden':
			return '403 forbidden';
		case 'unauthorized':
			// Of credentials that could not even be had, the message says whose fault that is; the server's own says nothing.
			return isOnlyRefused(error) ? '401 unauthorized' : words(error.message, '401 unauthorized', longestShort);
		case 'not-found':
			return '404 not found';
		case 'throttled':
			return '429 too many requests';
		case 'too-new':
			return '504 version not reached yet';
		case 'unsupported':
			return statusText(error.status, 'unsupported');
		case 'bad-request':
			return wantsHttps(error) ? 'the server speaks https, not http' : statusText(error.status, 'bad request');
		case 'server':
			return statusText(error.status, 'server error');
		case 'network':
			if (error.code === 'PROXY') return words(`proxy: ${withoutProxy(error.message)}`, error.code, longestShort);
			return networkCause(error.code)?.short ?? words(error.message, error.code, longestShort);
		case 'protocol':
			return words(error.message, 'not the Kubernetes API', longestShort);
		case 'aborted':
			return 'cancelled';
	}
}

/** The same, and the server's own words where it failed and gave some: `500 internal error: no preferred addresses found`. */
export function causeInFull(error: ApiError): string {
	const short = shortCause(error);
	if (error.kind !== 'server' || /^(HTTP \d+)?$/.test(error.message.trim())) return short;
	return `${short}: ${words(error.message)}`;
}

/** One sentence for a person: what could not be had, why, and what to do next. It never holds a credential or a stack. */
export function sentence(error: ApiError, about: About): string {
	const [cause, next] = explain(error, about);
	const context = about.context === undefined ? '' : ` (context ${safeText(about.context)})`;
	return `Cannot read ${safeText(about.what)}${context}: ${cause}; ${next}.`;
}

function explain(error: ApiError, about: About): readonly [cause: string, next: string] {
	const server = about.server === undefined ? 'the server' : safeText(about.server);
	const isGiven = about.given?.includes('--server') === true;
	switch (error.kind) {
		case 'forbidden':
			return forbidden(error, about.namespaced ?? true);
		case 'unauthorized':
			return [
				error.isUnasked === true ? words(error.message) : `${server} does not accept these credentials (${words(error.message)})`,
				loginStep(error, about),
			];
		case 'expired':
			return ['the version or page that was asked for is too old (410 Expired)', 'list again from the start'];
		case 'not-found':
			return [
				`${server} has no such thing (404: ${words(error.message)})`,
				'check its name and its API group, and that its API is installed',
			];
		case 'throttled':
			return [
				`${server} is being asked too much (429: ${words(error.message)})`,
				`try again in ${humanDuration(Math.ceil(error.retryAfterMs / 1000))}`,
			];
		case 'too-new':
			return [
				`${server} has not reached the version that was asked for (${words(error.message)})`,
				`try again in ${humanDuration(Math.ceil(error.retryAfterMs / 1000))}`,
			];
		case 'unsupported':
			return [`${server} does not offer this (HTTP ${error.status}: ${words(error.message)})`, 'use another resource, or a newer server'];
		case 'bad-request':
			if (wantsHttps(error))
				return [
					`${server} speaks https, and was asked with http`,
					`write https:// in ${isGiven ? 'what --server gives' : "the kubeconfig's server"}`,
				];
			return [
				`${server} refuses the request (HTTP ${error.status}: ${words(error.message)})`,
				'correct the selector or name and try again',
			];
		case 'server':
			return [
				`${server} failed (HTTP ${error.status}: ${words(error.message)})`,
				error.retryAfterMs === undefined
					? 'try again, and look at the log of the API server if it stays so'
					: `try again in ${humanDuration(Math.ceil(error.retryAfterMs / 1000))}`,
			];
		case 'network': {
			const known = networkCause(error.code);
			if (error.code === 'PROXY')
				return [words(error.message), 'check the proxy-url of the cluster, or HTTPS_PROXY and NO_PROXY, and the proxy itself'];
			if (known === undefined) return [words(withoutServer(error.message, about.server), error.code), 'check the network and the server'];
			const next = isGiven ? (known.nextGiven ?? known.next) : known.next;
			// Which names a certificate is for stands only in the error's own words.
			if (error.code === 'ERR_TLS_CERT_ALTNAME_INVALID')
				return [`${server}: ${words(withoutServer(error.message, about.server), known.short)}`, next];
			return [`${server}: ${known.short}`, next];
		}
		case 'protocol':
			return [
				words(error.message, `${server} did not answer as the Kubernetes API`),
				`check the ${isGiven ? 'address given with --server' : 'server address in the kubeconfig'}, and for a proxy or a login page on the way`,
			];
		case 'aborted':
			return ['it was cancelled', 'try again'];
	}
}

function loginStep({ command, next }: Extract<ApiError, { kind: 'unauthorized' }>, about: About): string {
	if (next !== undefined) return safeText(next);
	if (command !== undefined) return `run: ${safeText(command)}`;
	return about.given?.includes('--token') === true
		? 'give another token with --token, or none, to use what the kubeconfig has'
		: 'log in again with what the kubeconfig uses for this user, or use another context';
}

/** The right that is missing, for a pane: `list pods in the whole cluster`; where the server does not say which one, the cause as `shortCause` has it. */
export function missingRight(error: ApiError): string {
	const right = error.kind === 'forbidden' ? rightOf(error) : undefined;
	return right ?? shortCause(error);
}

/** undefined: the server does not say which one. */
function rightOf({ verb, resource, scope }: Extract<ApiError, { kind: 'forbidden' }>): string | undefined {
	if (verb === undefined || resource === undefined) return undefined;
	const where = scope === undefined ? '' : ` in ${safeText(scope)}`;
	return `${safeText(verb)} ${safeText(resource)}${where}`;
}

function forbidden(error: Extract<ApiError, { kind: 'forbidden' }>, namespaced: boolean): readonly [cause: string, next: string] {
	const right = rightOf(error);
	const { verb, resource, scope } = error;
	const as = error.as === undefined ? undefined : safeText(error.as);
	if (right === undefined) {
		const who = as === undefined ? '' : ` to ${as}, as whom you act`;
		return [`the server forbids it${who} (403: ${words(error.message)})`, 'ask the administrator of the cluster for the right'];
	}
	if (verb === 'impersonate') {
		const needed = `impersonate ${safeText(resource ?? '')}`;
		return [
			`you may not act as ${as ?? 'somebody else'} (403: ${needed})`,
			`ask the administrator of the cluster for the right to ${needed}, or act as yourself: without --as, or \`as\` in the kubeconfig`,
		];
	}
	const elsewhere = !namespaced || scope === undefined || scope.startsWith('namespace ') ? '' : ', or read one namespace with -n';
	const ask = `ask the administrator of the cluster for the right to ${right}`;
	return as === undefined
		? [`you may not ${right} (403)`, `${ask}${elsewhere}`]
		: [`${as}, as whom you act, may not ${right} (403)`, `${ask} for ${as}${elsewhere}`];
}

/** What the kube layer tells of a proxy begins with which one: `the proxy http://proxy:3128 (HTTPS_PROXY): connection refused`. */
const withoutProxy = (message: string): string => message.replace(/^the proxy \S+ \([\w-]+\): /, '');

/** The kube layer puts the server before the cause; the sentence has said it already. */
const withoutServer = (message: string, server: string | undefined): string =>
	server !== undefined && message.startsWith(`${server}: `) ? message.slice(server.length + 2) : message;
