import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { AskedRequest } from './faults.ts';
import { sendText } from './http-answers.ts';

/** What the server does with a request that brings no timeout of its own (apiserver RequestTimeout). */
const requestTimeoutMs = 60_000;

/** Measured on 1.36: a Status without kind and apiVersion, and not served as JSON. */
const allottedTimeout =
	'{"metadata":{},"status":"Failure","message":"Timeout: request did not complete within the allotted timeout","reason":"Timeout","details":{},"code":504}\n';

/** What /readyz says meanwhile. */
export const notReady =
	'[+]ping ok\n[+]log ok\n[-]etcd failed: reason withheld\n[-]etcd-readiness failed: reason withheld\nreadyz check failed\n';

/** Storage that answers nobody for a while. */
export class StorageStall {
	private readonly waiting = new Set<() => void>();

	/** Everybody who still waits is answered. */
	lift(): void {
		for (const answer of [...this.waiting]) answer();
	}

	/** Whether the storage answered within this time. */
	answers(clock: Clock, withinMs: number): Promise<boolean> {
		return new Promise((resolve) => {
			const finish = (answered: boolean): void => {
				cancel();
				this.waiting.delete(answer);
				resolve(answered);
			};
			const answer = (): void => finish(true);
			const cancel = clock.after(withinMs, () => finish(false));
			this.waiting.add(answer);
		});
	}
}

/** `?timeout=8s`; other units are not asked for. */
const timeoutOf = (query: URLSearchParams): number => {
	const seconds = /^(\d+)s$/.exec(query.get('timeout') ?? '')?.[1];
	return seconds === undefined ? requestTimeoutMs : Math.min(requestTimeoutMs, Number(seconds) * 1_000);
};

/** Watches, and lists at version 0, are served from the server's memory. */
const needsStorage = ({ verb, query }: AskedRequest): boolean =>
	verb !== 'watch' && !(verb === 'list' && query.get('resourceVersion') === '0');

/**
 * Resolves to true when the request may be answered. At its timeout a LIST loses its connection without an answer, and
 * anything else is 504, as a 1.36 does whose etcd is stopped.
 */
export const storageAnswers = async (
	stall: StorageStall | undefined,
	asked: AskedRequest,
	request: IncomingMessage,
	response: ServerResponse,
	clock: Clock,
): Promise<boolean> => {
	if (stall === undefined || !needsStorage(asked)) return true;
	if (await stall.answers(clock, timeoutOf(asked.query))) return true;
	if (asked.verb === 'list') request.socket.destroy();
	else sendText(response, 504, allottedTimeout, clock.now());
	return false;
};
