import type { ApiError } from '../base/api-error.ts';
import { safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { findDomain } from '../domains/registry.ts';
import type { Connection } from '../kube/connection.ts';
import type { LogContainer } from '../sessions/log-pod.ts';
import { waitingFor } from '../sessions/next-step.ts';
import type { LogTarget } from '../sessions/types.ts';
import { exitCodes, failureOf } from './exit-codes.ts';

export interface AboutLog {
	readonly connection: Connection;
	readonly namespace: string;
	readonly target: LogTarget;
	/** `the log of cart-1/app` */
	readonly what: string;
}

const failed = (sentence: string): SentenceError => new SentenceError(sentence, exitCodes.failed);

/** Why a log cannot be read, with what to do about it: what helps with a list does not help with a log. */
export function logFailure(error: ApiError, { connection, namespace, target, what }: AboutLog): SentenceError {
	if (error.kind === 'not-found' && target.kind !== 'selector' && error.message.includes(`"${target.name}" not found`)) {
		return failed(`${notFound(target, namespace)}.`);
	}
	if (error.kind === 'bad-request') {
		const waits = waitingFor(error.message);
		if (waits !== undefined) return failed(`Cannot read ${safeText(what)} yet: it is waiting to start (${waits}); -f waits for it.`);
		if (error.message.startsWith('previous terminated container'))
			return failed(`Cannot read ${safeText(what)}: ${safeText(error.message)}; it was not restarted, so leave out -p.`);
	}
	const { server, context, given } = connection;
	return failureOf(error, { what, server, context, given });
}

/** kubectl's words for an object that is not there, and where to look. */
function notFound(target: Exclude<LogTarget, { kind: 'selector' }>, namespace: string): string {
	const resource = target.kind === 'pod' ? 'pods' : target.gvr.resource;
	const found = `${resource} "${safeText(target.name)}" not found in namespace ${safeText(namespace)}`;
	return findDomain(resource) === undefined
		? `${found}; check its name, or give another namespace with -n`
		: `${found}; kyacht ${resource} -n ${safeText(namespace)} lists those there are`;
}

/** That -c names none of these. */
export function noSuchContainer(name: string, whose: string, containers: readonly Pick<LogContainer, 'name'>[]): SentenceError {
	const names = [...new Set(containers.map((each) => safeText(each.name)))].join(', ');
	return failed(`There is no container ${safeText(name)} in ${safeText(whose)}; name one of these with -c: ${names}.`);
}
