import type { Connection } from '../kube/connection.ts';

export interface DatedConnection {
	readonly connection: Connection;
	/** The server's Date (epoch ms, whole seconds) of the last page of this stream's list; undefined: it sent none. */
	dateOf(streamId: string): number | undefined;
}

/**
 * A connection that remembers when, on the server's clock, each list was answered. The ages of `-o table` count to that
 * moment: it is what the server itself would have counted to, and a clock that runs on would be seconds off after a long list.
 */
export function withListDates(connection: Connection): DatedConnection {
	const dates = new Map<string, number>();
	const dated: Connection = {
		context: connection.context,
		cluster: connection.cluster,
		user: connection.user,
		server: connection.server,
		namespace: connection.namespace,
		given: connection.given,
		insecure: connection.insecure,
		proxy: connection.proxy,
		clockSkewMs: () => connection.clockSkewMs(),
		get: (request) => connection.get(request),
		log: (request) => connection.log(request),
		unanswered: () => connection.unanswered(),
		onRequest: (listener) => connection.onRequest(listener),
		onWarning: (listener) => connection.onWarning(listener),
		onAccepted: (listener) => connection.onAccepted(listener),
		forgetRefusals: () => connection.forgetRefusals(),
		credentialOutput: () => connection.credentialOutput(),
		loginWait: () => connection.loginWait(),
		close: () => connection.close(),
		listerWatcher(target) {
			const source = connection.listerWatcher(target);
			return {
				async list(request) {
					const page = await source.list(request);
					if (page.serverDate !== undefined && request.purpose !== 'probe') dates.set(target.streamId, page.serverDate);
					return page;
				},
				watch: (request) => source.watch(request),
			};
		},
	};
	return { connection: dated, dateOf: (streamId) => dates.get(streamId) };
}
