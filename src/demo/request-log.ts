/** One request that the server was asked, for tests that count what a client spends. */
export interface LoggedRequest {
	readonly method: string;
	/** Path and query as sent. */
	readonly path: string;
	/** get, list, watch…; '' for paths that are no resource. */
	readonly verb: string;
	/** `pods`; '' for paths that are no resource. */
	readonly resource: string;
	readonly group: string;
	readonly namespace: string | undefined;
	/** Name of the user; '' when the token is nobody's. */
	readonly user: string;
	/** The client's port: the same for requests on one connection. */
	readonly connection: number;
	/** On the server's clock, epoch milliseconds. */
	readonly startedAt: number;
	/** Accepted, and never to be answered. */
	hangs: boolean;
	/** 0 until an answer was begun, and for good when there was none. */
	status: number;
	/** When the answer ended or the connection did. */
	endedAt: number | undefined;
}

const kept = 10_000;

/** The newest requests, oldest first. */
export class RequestLog {
	private entries: LoggedRequest[] = [];

	add(entry: LoggedRequest): LoggedRequest {
		this.entries.push(entry);
		if (this.entries.length > kept * 1.25) this.entries = this.entries.slice(-kept);
		return entry;
	}

	all(): readonly LoggedRequest[] {
		return this.entries;
	}
}
