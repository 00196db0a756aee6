import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { pemPath } from './kube-server.ts';

/** What a proxy was asked for, in order. */
export interface ProxyServer {
	readonly port: number;
	/** `127.0.0.1:6443`, as the client wrote it. */
	readonly asked: readonly string[];
	/** `user:password` of each, '' for none. */
	readonly logins: readonly string[];
}

interface ProxyServerOptions {
	/** Whatever is asked for leads to this port of this machine. */
	readonly to: number;
	/** `user:password`: who has another one, or none, is refused. */
	readonly login?: string;
	/** It takes connections, and says nothing. */
	readonly isSilent?: boolean;
}

const basicOf = (header: string | undefined): string => Buffer.from((header ?? '').replace(/^Basic /, ''), 'base64').toString();

/** A proxy that makes tunnels (CONNECT), spoken to with or without TLS. Closed at the end of the test. */
export async function connectProxy({ to, login, isSilent }: ProxyServerOptions, certificate?: 'server'): Promise<ProxyServer> {
	const asked: string[] = [];
	const logins: string[] = [];
	const server: Server =
		certificate === undefined
			? createHttpServer()
			: createHttpsServer({ key: readFileSync(pemPath(`${certificate}.key`)), cert: readFileSync(pemPath(`${certificate}.crt`)) });
	server.on('connect', (request: IncomingMessage, client: Duplex) => {
		const given = basicOf(request.headers['proxy-authorization']);
		asked.push(request.url ?? '');
		logins.push(given);
		if (isSilent === true) return;
		if (login !== undefined && given !== login) client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
		else joined(client, to, () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
	});
	return { port: await listening(server), asked, logins };
}

/** A SOCKS 5 proxy (RFC 1928, RFC 1929). Closed at the end of the test. */
export async function socksProxy({ to, login, isSilent }: ProxyServerOptions): Promise<ProxyServer> {
	const asked: string[] = [];
	const logins: string[] = [];
	const server = createServer((client) => {
		if (isSilent === true) {
			client.on('data', () => asked.push('hello'));
			return;
		}
		const steps = [greeting, ...(login === undefined ? [] : [password]), request];
		client.on('data', function next(bytes: Buffer) {
			const step = steps.shift();
			if (step?.(bytes, client) === false) client.end();
			if (steps.length === 0) client.removeListener('data', next);
		});
		client.on('error', () => client.destroy());
	});
	const greeting = (bytes: Buffer, client: Socket): boolean => {
		const method = login === undefined ? 0 : 2;
		const offered = [...bytes.subarray(2)].includes(method);
		client.write(Buffer.from([5, offered ? method : 0xff]));
		return offered;
	};
	const password = (bytes: Buffer, client: Socket): boolean => {
		const length = bytes[1] ?? 0;
		const given = `${bytes.subarray(2, 2 + length)}:${bytes.subarray(3 + length)}`;
		logins.push(given);
		client.write(Buffer.from([1, given === login ? 0 : 1]));
		return given === login;
	};
	const request = (bytes: Buffer, client: Socket): boolean => {
		const address = bytes.subarray(4, -2);
		const hosts: Readonly<Record<number, () => string>> = {
			1: () => [...address].join('.'),
			3: () => `name ${address.subarray(1)}`,
			4: () => (address.toString('hex').match(/.{4}/g) ?? []).join(':'),
		};
		asked.push(`${hosts[bytes[3] ?? 0]?.() ?? 'nothing'}:${bytes.readUInt16BE(bytes.length - 2)}`);
		joined(client, to, () => client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])));
		return true;
	};
	return { port: await listening(server), asked, logins };
}

/** Where nobody listens, the client hears what a SOCKS proxy says then. */
export const refusedBySocks = async (code: number): Promise<number> => {
	const server = createServer((client) => {
		client.once('data', () => {
			client.once('data', () => client.end(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])));
			client.write(Buffer.from([5, 0]));
		});
	});
	return await listening(server);
};

function joined(client: Duplex, to: number, ready: () => void): void {
	const way = connect(to, '127.0.0.1', () => {
		ready();
		way.pipe(client).pipe(way);
	});
	for (const end of [way, client]) end.on('error', () => way.destroy());
	client.on('close', () => way.destroy());
}

async function listening(server: Server | ReturnType<typeof createServer>): Promise<number> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	});
	return (server.address() as AddressInfo).port;
}
