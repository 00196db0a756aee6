import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { failedStatus } from './kube-status.ts';

const TLS = new URL('../fixtures/tls/', import.meta.url);

/** A PEM file of test/fixtures/tls. */
const pem = (name: string): string => readFileSync(new URL(name, TLS), 'utf8');
export const pemPath = (name: string): string => new URL(name, TLS).pathname;

interface Heard {
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	/** The common name of the client certificate; undefined: none. */
	readonly client: string | undefined;
	/** One number a socket, from 1. */
	readonly socket: number;
}

export interface KubeServer {
	readonly url: string;
	readonly port: number;
	readonly heard: readonly Heard[];
	/** Sockets accepted so far. */
	readonly sockets: number;
}

export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

export const json = (response: ServerResponse, status: number, body: unknown): void => {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

export const emptyList: Handle = (_, response) => json(response, 200, { kind: 'PodList', metadata: { resourceVersion: '1' }, items: [] });

export const refusesLogin: Handle = (_, response) => json(response, 401, failedStatus(401, 'Unauthorized', 'Unauthorized'));

/** A server that answers as it is told, with or without TLS, and remembers what it heard. Closed at the end of the test. */
export async function kubeServer(handle: Handle, certificate?: 'server' | 'named' | 'expired'): Promise<KubeServer> {
	const heard: Heard[] = [];
	const numbers = new WeakMap<object, number>();
	let sockets = 0;
	const listener: Handle = (request, response) => {
		const peer =
			'getPeerCertificate' in request.socket ? (request.socket as { getPeerCertificate(): { subject?: { CN?: string } } }) : undefined;
		heard.push({
			path: request.url ?? '',
			headers: request.headers,
			client: peer?.getPeerCertificate().subject?.CN,
			socket: numbers.get(request.socket) ?? 0,
		});
		handle(request, response);
	};
	const tls = { key: certificate && pem(`${certificate}.key`), cert: certificate && pem(`${certificate}.crt`), ca: pem('ca.crt') };
	const server: Server =
		certificate === undefined
			? createServer(listener)
			: createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener);
	server.on(certificate === undefined ? 'connection' : 'secureConnection', (socket: object) => {
		sockets += 1;
		numbers.set(socket, sockets);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	const { port } = server.address() as AddressInfo;
	return {
		url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
		port,
		heard,
		get sockets() {
			return sockets;
		},
	};
}
