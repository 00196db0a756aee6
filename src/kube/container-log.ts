import { ApiFailure } from '../base/api-error.ts';
import { foreignAnswer } from './api-errors.ts';
import type { ContainerLog, LogEnd, LogRequest } from './connection.ts';
import { resourcePath, withQuery } from './paths.ts';
import type { Transport } from './transport.ts';

/** A log of one container, to its end or for as long as it is followed. */
export function readLog(transport: Transport, request: LogRequest, requestTimeoutMs: number | undefined): Promise<LogEnd> {
	const { log, streamId, signal, onOpen, onBytes } = request;
	return transport.perform<LogEnd>(
		{
			method: 'GET',
			path: logPath(log),
			verb: 'log',
			streamId,
			// Errors are JSON whatever is accepted, and a server that heeds it must not refuse the log.
			accept: 'text/plain, */*',
			signal,
			kind: 'stream',
			...(log.follow === true ? {} : { totalMs: requestTimeoutMs }),
		},
		async ({ status, contentType, serverDate, body }) => {
			if (/\bhtml\b/i.test(contentType)) throw new ApiFailure(foreignAnswer({ status, contentType, body: '' }));
			if (status === 204) return 'unscheduled';
			onOpen?.(serverDate);
			for await (const chunks of body) await onBytes(chunks);
			return 'ended';
		},
	);
}

function logPath(log: ContainerLog): string {
	const { namespace, pod, container, follow, previous, timestamps, sinceTime, sinceSeconds, tailLines, limitBytes } = log;
	const query = new URLSearchParams({ container });
	const set = (name: string, value: string | number | undefined): void => {
		if (value !== undefined) query.set(name, String(value));
	};
	if (follow === true) query.set('follow', 'true');
	if (previous === true) query.set('previous', 'true');
	if (timestamps === true) query.set('timestamps', 'true');
	set('sinceTime', sinceTime);
	set('sinceSeconds', sinceSeconds);
	set('tailLines', tailLines);
	set('limitBytes', limitBytes);
	const pods = resourcePath({ group: '', version: 'v1', resource: 'pods' }, namespace);
	return withQuery(`${pods}/${encodeURIComponent(pod)}/log`, query);
}
