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
	private readonly onWait: () => void;

	/** `onWait` is called whenever a request begins to wait, or ends to. */
	constructor(onWait: () => void) {
		this.onWait = onWait;
	}

	/** How many requests wait. */
	get count(): number {
		return this.waiting.size;
	}

	/** Everybody who still waits is answered. */
	lift(): void {
		for (const answer of [...this.waiting]) answer();
	}

	/** Whether the storage answered within this time; neither when the client has gone. */
	outcome(clock: Clock, withinMs: number, response: ServerResponse): Promise<'answered' | 'late' | 'gone'> {
		return new Promise((resolve) => {
			const finish = (outcome: 'answered' | 'late' | 'gone'): void => {
				cancel();
				response.off('close', gone);
				this.waiting.delete(answer);
				resolve(outcome);
				this.onWait();
			};
			const answer = (): void => finish('answered');
			const gone = (): void => finish('gone');
			const cancel = clock.after(withinMs, () => finish('late'));
			response.once('close', gone);
			this.waiting.add(answer);
			this.onWait();
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
	const outcome = await stall.outcome(clock, timeoutOf(asked.query), response);
	if (outcome !== 'late') return outcome === 'answered';
	if (asked.verb === 'list') request.socket.destroy();
	else sendText(response, 504, allottedTimeout, clock.now());
	return false;
};
