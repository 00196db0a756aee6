import type { AddressInfo, Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export const loopback = '127.0.0.1';

/**
 * Below the ports that systems give to outgoing connections (Linux from 32768 on, others from 49152): one of those may take a port
 * that is given up for an outage, and hold it for as long as it lives.
 */
const lowestPort = 20_000;
const highestPort = 32_767;
const mostTries = 50;

/** Listens on loopback; 0: any free port. Resolves with the port, rejects with Node's error when it cannot be had. */
export const listen = (server: Server, port: number): Promise<number> =>
	new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, loopback, () => {
			server.removeListener('error', reject);
			resolve((server.address() as AddressInfo).port);
		});
	});

const againEveryMs = 250;
const againForMs = 30_000;

/** On a port that was given up: somebody else may have it for a moment. Rejects with Node's error when they keep it for half a minute. */
export async function listenAgain(server: Server, port: number): Promise<number> {
	for (let waitedMs = 0; ; waitedMs += againEveryMs) {
		try {
			return await listen(server, port);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || waitedMs >= againForMs) throw error;
			await wait(againEveryMs);
		}
	}
}

/** On a free port of our own choice, which can be given up and taken again. */
export async function listenAnywhere(server: Server): Promise<number> {
	for (let attempt = 1; attempt <= mostTries; attempt++) {
		const port = lowestPort + Math.floor(Math.random() * (highestPort - lowestPort + 1));
		try {
			return await listen(server, port);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		}
	}
	return listen(server, 0);
}
