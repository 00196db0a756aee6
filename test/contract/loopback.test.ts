import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { listenAnywhere } from '../../src/demo/listen.ts';
import { allHeard } from '../support/loopback.ts';

const open: (Server | Socket)[] = [];

afterEach(() => {
	for (const each of open.splice(0)) 'destroy' in each ? each.destroy() : each.close();
});

async function connected(): Promise<readonly [Socket, Socket]> {
	const server = createServer();
	const port = await listenAnywhere(server);
	const accepted = once(server, 'connection') as Promise<[Socket]>;
	const client = connect(port, '127.0.0.1');
	open.push(server, client);
	const [other] = await accepted;
	open.push(other);
	return [client, other];
}

it('what was sent is waited for until it was read', async () => {
	const [client, other] = await connected();
	let read = '';
	other.on('data', (chunk: Buffer) => {
		read += chunk.toString();
	});
	client.write('news');
	await allHeard();
	expect(read).toBe('news');
});

it('what was sent to somebody who does not read keeps nobody waiting, nor does its end', async () => {
	const [client] = await connected();
	client.end('unread');
	await once(client, 'finish');
	await allHeard();
	client.destroy();
	await allHeard();
});
