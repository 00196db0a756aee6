import { safeJson, safeText } from '../base/safe-text.ts';
import { domains } from '../domains/registry.ts';
import { checkDiscovery } from './check-discovery.ts';
import { checkMetrics } from './check-metrics.ts';
import { checkNamespace } from './check-namespace.ts';
import { type Check, checkClock, checkConnection, checkDomain, checkLogin, type DiagTarget } from './diag-checks.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { OutputStream } from './output-stream.ts';
import { TableWriter } from './table-writer.ts';

export interface DiagPaths {
	readonly config: string;
	readonly state: string;
	readonly log: string;
	/** Where --journal writes; null: it was not asked for. */
	readonly journal: string | null;
	/** Which of these are not there: nothing was ever written or configured. */
	readonly missing: readonly ('config' | 'state' | 'log')[];
}

export interface DiagDocument {
	readonly context: string;
	readonly cluster: string;
	readonly user: string;
	readonly server: string;
	/** What is on the way to it, without credentials, and what named it; null: nothing. */
	readonly proxy: { readonly address: string; readonly from: string } | null;
	/** `unverified`: whoever is on the way can pass for the server; `none`: it is spoken to without. */
	readonly tls: 'verified' | 'unverified' | 'none';
	/** Null: all namespaces. */
	readonly namespace: string | null;
	readonly verdict: 'ok' | 'degraded' | 'denied' | 'unreachable' | 'failed';
	readonly checks: readonly Check[];
	readonly paths: DiagPaths;
}

/** Views that are tried at once: there are many, and half of the time of each is listening to its watch, which costs the server nothing. */
const atOnce = 8;

async function checkDomains(target: DiagTarget): Promise<readonly Check[]> {
	const checks: (readonly Check[])[] = [];
	const left = domains.entries();
	const next = async (): Promise<void> => {
		for (const [at, domain] of left) checks[at] = await checkDomain(target, domain);
	};
	await Promise.all(Array.from({ length: atOnce }, next));
	return checks.flat();
}

function tlsOf({ server, insecure }: DiagTarget['connection']): DiagDocument['tls'] {
	if (!server.startsWith('https:')) return 'none';
	return insecure ? 'unverified' : 'verified';
}

const unchecked = (check: Check['check']): Check => ({
	check,
	subject: '',
	result: 'unchecked',
	tookMs: null,
	sentence: 'Not checked, as nobody is logged in.',
});

/**
 * Tries everything that a session would do, in the order of the views; what fails does not stop the rest, unless the server is not
 * there at all, or nobody is logged in: then the rest is `unchecked`.
 */
export async function diagnose(target: DiagTarget, paths: DiagPaths): Promise<DiagDocument> {
	const { connection } = target;
	const checks: Check[] = [await checkConnection(target)];
	const isLoggedOut = (): boolean => checks.some(({ error }) => error?.kind === 'unauthorized');
	if (!isLoggedOut() && checks[0]?.error?.kind !== 'network') checks.push(await checkLogin(target));
	if (isLoggedOut()) {
		// What follows would say the same of each resource, and run a plugin that failed again.
		if (checks.length === 1) checks.push(unchecked('login'));
		if (connection.clockSkewMs() !== undefined) checks.push(checkClock(target));
		for (const check of ['list', 'watch', 'discovery', 'metrics'] as const) checks.push(unchecked(check));
	} else if (checks[0]?.error?.kind !== 'network') {
		checks.push(checkClock(target), ...(await checkNamespace(target)), ...(await checkDomains(target)), await checkDiscovery(target));
		for (const kind of ['nodes', 'pods'] as const) checks.push(await checkMetrics(target, kind));
	}
	return {
		context: connection.context,
		cluster: connection.cluster,
		user: connection.user,
		server: connection.server,
		proxy: connection.proxy ?? null,
		tls: tlsOf(connection),
		namespace: target.scope.namespace ?? null,
		verdict: verdictOf(checks),
		checks,
		paths,
	};
}

/** Unreachable and denied are said of the whole: nothing could be read. One domain that may not be read is a degradation. */
export function verdictOf(checks: readonly Check[]): DiagDocument['verdict'] {
	if (checks.every(({ result }) => result === 'ok' || result === 'unchecked')) return 'ok';
	const lists = checks.filter(({ check }) => check === 'list');
	if (lists.some(({ result }) => result === 'ok')) return 'degraded';
	const [first] = [...lists, ...checks].filter(({ result }) => result === 'failed');
	const code = first?.error === undefined ? exitCodes.failed : exitCodeOf(first.error);
	if (code === exitCodes.denied) return 'denied';
	return code === exitCodes.unreachable ? 'unreachable' : 'failed';
}

export const diagExitCode: Readonly<Record<DiagDocument['verdict'], number>> = {
	ok: exitCodes.ok,
	degraded: exitCodes.degraded,
	denied: exitCodes.denied,
	unreachable: exitCodes.unreachable,
	failed: exitCodes.failed,
};

const closing: Readonly<Record<DiagDocument['verdict'], string>> = {
	ok: 'Everything works.',
	degraded: 'It works, but for what is named above.',
	denied: 'Nothing may be read with these credentials.',
	unreachable: 'The server cannot be reached.',
	failed: 'Nothing could be read.',
};

/** Names are a kubeconfig's, which somebody else may have written. */
const safeCells = (cells: readonly string[]): readonly string[] => cells.map(safeText);

/** Writes the document as JSON, or as a table with a sentence a line. */
export async function printDiag(document: DiagDocument, format: 'table' | 'json', out: OutputStream): Promise<void> {
	out.write(format === 'json' ? `${safeJson(document, '\t')}\n` : tableText(document));
	await out.drained();
}

/** A server that was never shown anything has denied nothing. */
const closingOf = ({ verdict, checks }: DiagDocument): string =>
	checks.some(({ error }) => error?.kind === 'unauthorized' && error.isUnasked === true)
		? 'There are no credentials to show to the server, so it was not asked.'
		: closing[verdict];

function tableText(document: DiagDocument): string {
	const { context, cluster, user, server, proxy, tls, checks, paths } = document;
	const path = (name: 'config' | 'state' | 'log') => `${paths[name]}${paths.missing.includes(name) ? ' (not there)' : ''}`;
	const head = [
		['Context', context],
		['Cluster', cluster],
		['User', user],
		['Server', server],
		...(proxy === null ? [] : [['Proxy', `${proxy.address} (${proxy.from})`]]),
		...(tls === 'unverified' ? [['TLS', 'unverified (insecure-skip-tls-verify): whoever is on the way can pass for the server']] : []),
		['Config', path('config')],
		['State', path('state')],
		['Log', path('log')],
		['Journal', paths.journal ?? 'not written (--journal FILE)'],
	];
	const rows = checks.map(({ check, subject, result, sentence }) => [check, subject === '' ? '-' : subject, result, sentence]);
	return [
		new TableWriter().layOut(head.map(safeCells)),
		'\n',
		new TableWriter().layOut([['CHECK', 'SUBJECT', 'RESULT', 'DETAIL'], ...rows.map(safeCells)]),
		`\n${closingOf(document)}\n`,
	].join('');
}
