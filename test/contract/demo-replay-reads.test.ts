import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { bodyOf, recording } from '../support/recorded-http.ts';
import { replayed } from '../support/replay.ts';
import { replayedStream } from '../support/replay-stream.ts';
import { writesNotReplayed } from '../support/replays/not-replayed.ts';
import { logPods, reads, readsNotReplayed, sameFrame } from '../support/replays/reads.ts';
import { watches } from '../support/replays/watches.ts';
import { writes } from '../support/replays/writes.ts';
import { ask } from '../support/wire.ts';

const token = 'admin-token';

describe('a read is answered as kube-apiserver 1.36.3 answered it', () => {
	test.each(Object.keys(reads))('%s', async (name) => {
		await replayed(name, reads[name] ?? {});
	});
});

describe('a watch tells what it told on kube-apiserver 1.36.3', () => {
	test.each(Object.keys(watches))('%s', async (name) => {
		await replayedStream(name, watches[name] ?? {});
	});
});

describe('a log is framed as kube-apiserver 1.36.3 framed it', () => {
	test.each(['log-200', 'log-timestamps-200', 'log-accept-json', 'log-gzip'])('%s', async (name) => {
		const { request } = recording(name);
		const server = await demoServer({ populated: false, clock: new FakeClock() });
		logPods(server);
		const answer = await ask(server.url, { path: request.path, token, headers: request.headers });
		sameFrame(name, answer);
		const lines = answer.text.split('\n');
		expect(lines.at(-1)).toBe('');
		if (request.path.includes('tailLines=3')) expect(lines).toHaveLength(4);
		const stamped = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /;
		expect(stamped.test(lines[0] ?? '')).toBe(stamped.test(recording(name).response.body ?? ''));
	});

	test('log-follow', async () => {
		const { request } = recording('log-follow');
		const clock = new FakeClock();
		const server = await demoServer({ populated: false, clock });
		logPods(server);
		const following = ask(server.url, { path: request.path, token, headers: request.headers });
		while (server.openLogs().length === 0) await new Promise((resolve) => setImmediate(resolve));
		await clock.advance(2_415);
		server.faults.endLogs();
		sameFrame('log-follow', await following);
	});
});

describe('gzip is where kube-apiserver 1.36.3 had it', () => {
	test.each(['gzip-large-list', 'gzip-small-list', 'gzip-watch', 'gzip-watchlist'])('%s', async (name) => {
		const { request } = recording(name);
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const pods = server.world.list('pods', 'shop');
		server.world.load(
			'pods',
			pods.map((pod) => ({ ...pod, metadata: { ...pod.metadata, namespace: 'lab' } })),
		);
		const path = request.path.replace('resourceVersion=2235', `resourceVersion=${server.world.store.version}`);
		const asking = ask(server.url, { path, token, headers: request.headers });
		if (path.includes('watch')) {
			while (server.openWatches().length === 0) await new Promise((resolve) => setImmediate(resolve));
			await clock.advance(1_000);
		}
		const answer = await asking;
		sameFrame(name, answer);
		const plain = name === 'gzip-large-list' ? gunzipSync(answer.bytes).toString('utf8') : answer.text;
		for (const line of plain.split('\n').filter((part) => part !== '')) JSON.parse(line);
	});
});

test('discovery-apis-aggregated: what the demo serves, it describes in the same words', async () => {
	interface Described {
		readonly resource: string;
	}
	interface Aggregated {
		readonly items: readonly {
			readonly metadata: { readonly name: string };
			readonly versions: readonly { readonly version: string; readonly resources?: readonly Described[] }[];
		}[];
	}
	const recorded = recording('discovery-apis-aggregated');
	const server = await demoServer({ populated: false, clock: new FakeClock() });
	const answer = await ask(server.url, { path: recorded.request.path, token, headers: recorded.request.headers });
	sameFrame('discovery-apis-aggregated', { ...answer, headers: { ...answer.headers, ...lengthless(recorded.response.headers) } });
	const described = ({ items }: Aggregated) =>
		new Map(
			items.flatMap(({ metadata, versions }) =>
				versions.flatMap(({ version, resources = [] }) =>
					resources.map((entry): [string, Described] => [`${entry.resource}.${version}.${metadata.name}`, entry]),
				),
			),
		);
	const theirs = described(JSON.parse(bodyOf(recorded)) as Aggregated);
	const ours = described(answer.json as Aggregated);
	const shared = [...ours.keys()].filter((key) => theirs.has(key));
	expect(shared.length).toBeGreaterThan(15);
	for (const key of shared) {
		const told = (entry: Described | undefined) => ({ ...entry, verbs: undefined, subresources: undefined });
		expect([key, told(ours.get(key))]).toEqual([key, told(theirs.get(key))]);
	}
});

const lengthless = (headers: Readonly<Record<string, string>>) => ({
	'content-length': headers['content-length'],
	'transfer-encoding': headers['transfer-encoding'],
});

test('every recorded read is replayed, here or in demo-recordings.test.ts, or has a reason not to be', () => {
	const files = ['demo-recordings.test.ts', 'demo-replay-reads.test.ts'];
	const sources = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n');
	const known = { ...reads, ...watches, ...readsNotReplayed, ...writes, ...writesNotReplayed };
	const left = readdirSync(new URL('../fixtures/http', import.meta.url))
		.map((file) => file.replace('.http.json', ''))
		.filter((name) => recording(name).request.method === 'GET' && !/^(exec|portforward)-/.test(name))
		.filter((name) => !(name in known) && !sources.includes(`'${name}'`) && !sources.includes(`'${name}:`));
	expect(left).toEqual([]);
});
