import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { ListPage } from '../../src/kube/lister-watcher.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { emptyList, kubeServer } from '../support/kube-server.ts';
import { connectTo, podsIn } from '../support/test-connection.ts';
import { Bell, until } from '../support/until.ts';

test('what a LIST took is counted from when it was sent, not from when it began to wait for its place', async () => {
	const clock = new FakeClock();
	const bell = new Bell();
	const asked: (() => void)[] = [];
	const server = await kubeServer((request, response: ServerResponse) => {
		asked.push(() => emptyList(request, response));
		bell.ring();
	});
	const toAnswer = (count: number) =>
		until(() => asked.length === count, { what: `${count} LISTs to answer`, subscribe: bell.hear, seen: () => String(asked.length) });
	const connection = connectTo(server.url, { clock });
	const list = (name: string): Promise<ListPage> =>
		connection.listerWatcher(podsIn(name)).list({ signal: new AbortController().signal, onObjects: () => undefined });
	const pages = ['a', 'b', 'c', 'd', 'late'].map(list);
	await toAnswer(4);
	await clock.advance(5_000);
	for (const answer of asked.splice(0)) answer();
	await Promise.all(pages.slice(0, 4));
	await toAnswer(1);
	await clock.advance(200);
	asked[0]?.();
	const took = (await Promise.all(pages)).map(({ tookMs }) => tookMs);
	expect(took).toEqual([5_000, 5_000, 5_000, 5_000, 200]);
});
