import type { Clock } from '../base/clock.ts';
import type { Connection } from '../kube/connection.ts';
import { namespaceExists } from '../kube/namespace-exists.ts';

export interface NamespaceCheckOptions {
	readonly connection: Pick<Connection, 'get'>;
	readonly clock: Clock;
	/** An answer came. */
	readonly onChange: () => void;
	readonly onError: (error: unknown) => void;
}

/** A namespace that does not exist may be made: it is asked for again, but no sooner than this. */
const againMs = 60_000;
/** More than anybody walks through in a minute. */
const mostKnown = 50;

/** Tells whether a namespace exists, as far as the server said so. Asking starts the request, at most one a minute for each name. */
export function namespaceCheck({ connection, clock, onChange, onError }: NamespaceCheckOptions): (name: string) => boolean | undefined {
	const known = new Map<string, { readonly askedAt: number; exists: boolean | undefined }>();
	return (name) => {
		const before = known.get(name);
		if (before !== undefined && clock.now() - before.askedAt < againMs) return before.exists;
		const entry = { askedAt: clock.now(), exists: before?.exists };
		known.delete(name);
		known.set(name, entry);
		const [oldest] = known.keys();
		if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
		namespaceExists(connection, name).then((exists) => {
			const isNews = entry.exists !== exists;
			entry.exists = exists;
			if (isNews) onChange();
		}, onError);
		return entry.exists;
	};
}
