import type { Connection } from '../kube/connection.ts';

/** What a server warns of goes to stderr in kubectl's words, each once however often it is asked. Returns the way to stop. */
export function tellWarnings(connection: Pick<Connection, 'onWarning'>, tell: (line: string) => void): () => void {
	const told = new Set<string>();
	return connection.onWarning(({ text }) => {
		if (told.has(text)) return;
		told.add(text);
		tell(`Warning: ${text}`);
	});
}
