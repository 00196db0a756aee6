import { humanDuration } from '../base/age.ts';
import { type ApiError, ApiFailure } from '../base/api-error.ts';
import { sentence } from '../base/api-error-sentences.ts';
import type { Clock } from '../base/clock.ts';
import { counted } from '../base/counted.ts';
import { objectAt, textAt, textsAt } from '../base/json-parts.ts';
import { safeText } from '../base/safe-text.ts';
import { domains } from '../domains/registry.ts';
import type { Domain, ResourceSpec } from '../domains/types.ts';
import type { Connection } from '../kube/connection.ts';
import { jsonAnswer } from '../kube/json-answer.ts';
import { readServerVersion } from '../kube/server-version.ts';
import type { Scope } from '../kube/types.ts';

/** `unchecked`: it was not tried, as it cannot but fail, or there is nothing to try. */
export type CheckResult = 'ok' | 'degraded' | 'failed' | 'unchecked';

/** One thing that was tried, and what came of it. */
export interface Check {
	readonly check: 'connection' | 'login' | 'clock' | 'namespace' | 'list' | 'watch' | 'discovery' | 'metrics';
	/** The domain or the resource that was tried; '' for the server as a whole. */
	readonly subject: string;
	readonly result: CheckResult;
	/** What it took, in milliseconds; null: no answer. */
	readonly tookMs: number | null;
	readonly sentence: string;
	readonly error?: ApiError;
}

export interface DiagTarget {
	readonly connection: Connection;
	readonly clock: Clock;
	readonly scope: Scope;
	readonly signal: AbortSignal;
}

/** A watch that has no headers by then is what the engine too would no longer wait for. */
const watchHeadersMs = 5_000;
/** After its headers: long enough for an event of a busy cluster, short enough to wait for. */
const watchListenMs = 500;
const mostSkewMs = 5_000;

/** What the API answered; whatever else was thrown is thrown on. */
export const errorOf = (error: unknown): ApiError => {
	if (error instanceof ApiFailure) return error.error;
	throw error;
};

export const words = (connection: Connection, error: ApiError, what: string, namespaced = true): string =>
	sentence(error, { what, server: connection.server, namespaced, given: connection.given });

/** Does the server answer, and which version is it? */
export async function checkConnection({ connection, clock, signal }: DiagTarget): Promise<Check> {
	const startedAt = clock.now();
	try {
		const serverVersion = await readServerVersion(connection, signal);
		const tookMs = clock.now() - startedAt;
		return {
			check: 'connection',
			subject: '',
			result: 'ok',
			tookMs,
			sentence: `${connection.server} is Kubernetes ${safeText(serverVersion)} and answers in ${tookMs} ms.`,
		};
	} catch (thrown) {
		const error = errorOf(thrown);
		return { check: 'connection', subject: '', result: 'failed', tookMs: null, sentence: words(connection, error, 'the version'), error };
	}
}

const reviewPath = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

/** Who does the server think we are? A SelfSubjectReview, which servers have from 1.28 on. */
export async function checkLogin({ connection, clock, signal }: DiagTarget): Promise<Check> {
	const startedAt = clock.now();
	try {
		const { body } = await connection.get({
			path: reviewPath,
			method: 'POST',
			body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
			verb: 'other',
			signal,
		});
		const info = objectAt(jsonAnswer(body, reviewPath), 'status', 'userInfo');
		const groups = textsAt(info, 'groups');
		const member = groups.length === 0 ? '' : `, in ${groups.map(safeText).join(', ')}`;
		return {
			check: 'login',
			subject: '',
			result: 'ok',
			tookMs: clock.now() - startedAt,
			sentence: `You are ${safeText(textAt(info, 'username') || 'nobody by name')}${member}.`,
		};
	} catch (thrown) {
		const error = errorOf(thrown);
		const tookMs = clock.now() - startedAt;
		if (error.kind === 'not-found') {
			return {
				check: 'login',
				subject: '',
				result: 'ok',
				tookMs,
				sentence: 'This server is older than 1.28 and does not say who you are.',
			};
		}
		return { check: 'login', subject: '', result: 'failed', tookMs, sentence: words(connection, error, 'who you are'), error };
	}
}

/** Ages are counted on the server's clock; a skew that people would wonder about is said. */
export function checkClock({ connection }: DiagTarget): Check {
	const skew = connection.clockSkewMs();
	if (skew === undefined) {
		return {
			check: 'clock',
			subject: '',
			result: 'degraded',
			tookMs: null,
			sentence: 'The server sends no Date, so ages count on this clock.',
		};
	}
	const apart = humanDuration(Math.abs(skew) / 1000);
	return Math.abs(skew) > mostSkewMs
		? {
				check: 'clock',
				subject: '',
				result: 'degraded',
				tookMs: null,
				sentence: `The server's clock is ${apart} ${skew > 0 ? 'ahead of' : 'behind'} this one; ages count on the server's; set this clock.`,
			}
		: { check: 'clock', subject: '', result: 'ok', tookMs: null, sentence: `The clocks agree within ${mostSkewMs / 1000} s.` };
}

/** May it be listed, and may it be watched? Tried, not asked about: an access review is an opinion. */
export async function checkDomain(target: DiagTarget, domain: Domain): Promise<readonly Check[]> {
	const checks: Check[] = [];
	for (const { role, resource } of domain.reads) {
		// What is joined in is a domain of its own elsewhere, and so is what a merged domain puts together.
		if (role === 'rows' && whose(resource) === domain) checks.push(...(await checkResource(target, domain, resource)));
	}
	return checks;
}

/** The domain under which a resource is checked: the one that shows it alone, else the first that shows it. */
function whose(resource: ResourceSpec): Domain | undefined {
	// What is read otherwise elsewhere, as Helm's Secrets are, is the same resource to the server.
	const isSame = ({ gvr }: ResourceSpec): boolean => gvr.group === resource.gvr.group && gvr.resource === resource.gvr.resource;
	const shows = domains.filter(({ reads }) => reads.some((read) => read.role === 'rows' && isSame(read.resource)));
	return shows.find(({ reads }) => reads.filter(({ role }) => role === 'rows').length === 1) ?? shows[0];
}

async function checkResource(
	{ connection, clock, scope, signal }: DiagTarget,
	domain: Domain,
	resource: ResourceSpec,
): Promise<readonly Check[]> {
	const { namespace } = scope;
	const own: Scope = resource.namespaced && namespace !== undefined ? { namespace } : {};
	const place = own.namespace === undefined ? (resource.namespaced ? ' in all namespaces' : '') : ` in namespace ${own.namespace}`;
	const what = `${resource.gvr.resource}${place}`;
	const source = connection.listerWatcher({
		gvr: resource.gvr,
		scope: own,
		mask: {},
		...(resource.form === undefined ? {} : { form: resource.form }),
		streamId: `diag ${what}`,
		priority: () => 'visible',
	});
	const startedAt = clock.now();
	let resourceVersion: string;
	try {
		const page = await source.list({ limit: 1, signal, onObjects: () => undefined });
		resourceVersion = page.resourceVersion;
	} catch (thrown) {
		const error = errorOf(thrown);
		if (error.kind === 'not-found') return [notServed(domain, resource)];
		return [
			{
				check: 'list',
				subject: domain.name,
				result: 'failed',
				tookMs: clock.now() - startedAt,
				sentence: words(connection, error, what, resource.namespaced),
				error,
			},
		];
	}
	const listed: Check = {
		check: 'list',
		subject: domain.name,
		result: 'ok',
		tookMs: clock.now() - startedAt,
		sentence: `You may list ${what}.`,
	};
	if (resource.polled !== undefined) return [listed];
	return [
		listed,
		await checkWatch({ connection, clock, scope, signal }, domain, { what, namespaced: resource.namespaced }, source, resourceVersion),
	];
}

/** What a server does not have is no fault of it: older ones lack kinds, and not everything is installed everywhere. */
const notServed = ({ name }: Domain, { gvr }: ResourceSpec): Check => ({
	check: 'list',
	subject: name,
	result: 'unchecked',
	tookMs: null,
	sentence: `This server has no ${gvr.resource} of ${gvr.group === '' ? gvr.version : `${gvr.group}/${gvr.version}`}.`,
});

async function checkWatch(
	{ connection, clock, signal }: DiagTarget,
	domain: Domain,
	{ what, namespaced }: { readonly what: string; readonly namespaced: boolean },
	source: ReturnType<Connection['listerWatcher']>,
	resourceVersion: string,
): Promise<Check> {
	const ended = new AbortController();
	const startedAt = clock.now();
	let openedMs: number | undefined;
	let events = 0;
	let timer = setTimeout(() => ended.abort(), watchHeadersMs);
	try {
		await source.watch({
			resourceVersion,
			timeoutSeconds: 10,
			signal: AbortSignal.any([signal, ended.signal]),
			onOpen: () => {
				openedMs = clock.now() - startedAt;
				clearTimeout(timer);
				timer = setTimeout(() => ended.abort(), watchListenMs);
			},
			onEvents: (batch) => {
				events += batch.length;
			},
		});
	} catch (thrown) {
		const error = errorOf(thrown);
		signal.throwIfAborted();
		if (error.kind !== 'aborted') {
			const polled = `${words(connection, error, `changes of ${what}`, namespaced).replace(/\.$/, '')}; until then they are polled.`;
			return { check: 'watch', subject: domain.name, result: 'degraded', tookMs: clock.now() - startedAt, sentence: polled, error };
		}
	} finally {
		clearTimeout(timer);
	}
	if (openedMs === undefined) {
		const sentenceOfSilence = `A watch of ${what} got no answer within ${watchHeadersMs / 1000} s; a proxy on the way may hold it back, and they are polled.`;
		return { check: 'watch', subject: domain.name, result: 'degraded', tookMs: null, sentence: sentenceOfSilence };
	}
	const delivered = events === 0 ? 'silent so far' : `${counted(events, 'event')} at once`;
	return {
		check: 'watch',
		subject: domain.name,
		result: 'ok',
		tookMs: openedMs,
		sentence: `A watch of ${what} opens in ${openedMs} ms (${delivered}).`,
	};
}
