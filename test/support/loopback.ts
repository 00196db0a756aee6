import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

/** One end of a connection, as it is known to the other one. */
interface End {
	readonly socket: Socket;
	/** `LOCAL-REMOTE` */
	readonly name: string;
	/** What the other end is called. */
	readonly peer: string;
}

const ends = new Map<string, End>();

function know(socket: Socket): void {
	const { localPort, remotePort } = socket;
	if (localPort === undefined || remotePort === undefined || socket.destroyed) return;
	const end = { socket, name: `${localPort}-${remotePort}`, peer: `${remotePort}-${localPort}` };
	ends.set(end.name, end);
	// Kept until the other end has heard of it, which a port that is used again must not be taken for.
	socket.once('close', () => {
		const other = ends.get(end.peer);
		if (other === undefined || other.socket.destroyed) for (const name of [end.name, end.peer]) ends.delete(name);
	});
}

subscribe('net.client.socket', (message) => {
	const { socket } = message as { readonly socket: Socket };
	socket.once('connect', () => know(socket));
});
subscribe('net.server.socket', (message) => know((message as { readonly socket: Socket }).socket));

/** Sent by one end and not yet read by the other: bytes, or the news that there will be no more. */
function isUnheard({ socket: from, peer }: End): boolean {
	const to = ends.get(peer)?.socket;
	// Files of tests share this thread: what one of them left open, with nobody at the other end who reads, is no news for the next.
	if (to === undefined || to.destroyed || to.readableEnded || to.readableFlowing !== true) return false;
	return from.destroyed || from.writableFinished || from.bytesWritten > to.bytesRead;
}

/** What has been sent between sockets of this thread and was not read yet, a line each. Sockets of TLS are not looked at. */
const unheard = (): readonly string[] =>
	[...ends.values()]
		.filter(isUnheard)
		.map(({ name, socket }) => `${name}: ${socket.destroyed ? 'closed' : `${socket.bytesWritten} bytes`}`);

/** Whether something is to be done in the next turn of the event loop: a reading that lets others have their turn. */
const isUnderWay = (): boolean => process.getActiveResourcesInfo().includes('Immediate');

/** Far longer than loopback ever takes. */
const DEADLINE_MS = 25_000;

/**
 * Resolves when everything that was sent on loopback has been read and worked on. The kernel hands it over when it has the time: how
 * many turns of the event loop that are nobody knows.
 */
export async function allHeard(): Promise<void> {
	const began = performance.now();
	// Two turns: one to read what is there, one for what reads no more than once a turn.
	for (let still = 0; still < 2; ) {
		await turn();
		still = isUnderWay() || unheard().length > 0 ? 0 : still + 1;
		if (performance.now() - began > DEADLINE_MS) throw new Error(`Waited in vain for what was sent to be read:\n${unheard().join('\n')}`);
	}
}
