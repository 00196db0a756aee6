import { expect } from 'vitest';
import { resourceNamed } from '../../src/demo/resources.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { demoServer } from './demo-server.ts';
import { FakeClock } from './fake-clock.ts';
import { type Recording, recording } from './recorded-http.ts';
import { labPods, reachVersion } from './replays/reads.ts';
import { openStream, until, type WireEvent } from './wire.ts';

/** What was done to the recorded server while the watch was open. */
export interface Deed {
	readonly atMs: number;
	readonly run: (server: DemoServer) => void;
}

/** How a recorded watch is asked of the demo server again. */
export interface StreamReplay {
	/** The objects before it; by default those of its initial events, under their versions. */
	readonly given?: (server: DemoServer) => void;
	/** By default what its events tell: each object is put or removed under its recorded version. */
	readonly meanwhile?: readonly Deed[];
	/** Changes an object in such a way that it leaves the selector, for DELETED events of objects that live on. */
	readonly leaving?: (object: KubeObject) => KubeObject;
	/** Added to the Date header, which has whole seconds, so that ages come out as they were. */
	readonly startMs?: number;
}

export type StreamReplays = Readonly<Record<string, StreamReplay>>;

interface TimedEvent extends WireEvent {
	readonly atMs: number;
}

/** The recorded lines, each at the time of the chunk that ended it. */
export const eventsOf = ({ response }: Recording): readonly TimedEvent[] => {
	const chunks = response.chunks ?? [{ atMs: 0, data: response.body ?? '' }];
	const events: TimedEvent[] = [];
	let rest = '';
	for (const { atMs, data } of chunks) {
		const lines = (rest + data).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) events.push({ ...(JSON.parse(line) as WireEvent), atMs });
	}
	return events;
};

const versionOf = ({ object }: WireEvent): number => Number(object.metadata.resourceVersion);
const isInitialEnd = ({ type, object }: WireEvent): boolean =>
	type === 'BOOKMARK' && JSON.stringify(object).includes('k8s.io/initial-events-end');

const stored = ({ kind: _kind, apiVersion: _apiVersion, ...object }: KubeObject & Record<string, unknown>): KubeObject =>
	object as KubeObject;

/** Bookmarks come when the server likes: how often one is repeated before the end is not compared. */
const withoutRepeats = (events: readonly WireEvent[]): readonly WireEvent[] =>
	events.filter((event, index) => {
		const before = events[index - 1];
		return event.type !== 'BOOKMARK' || before?.type !== 'BOOKMARK' || JSON.stringify(before.object) !== JSON.stringify(event.object);
	});

/** Of a Table's columns the demo has names and priorities, and no descriptions. */
const column = ({ name, priority }: { readonly name: string; readonly priority: number }) => ({ name, priority });

const bare = (events: readonly WireEvent[]): readonly WireEvent[] =>
	withoutRepeats(
		events.map(({ type, object }) => ({
			type,
			object: Array.isArray(object.columnDefinitions) ? { ...object, columnDefinitions: object.columnDefinitions.map(column) } : object,
		})),
	);

/** Opens the watch that was recorded, does to the server what was done then, and compares head, events and end. */
export const replayedStream = async (name: string, replay: StreamReplay): Promise<void> => {
	const recorded = recording(name);
	const { request, response } = recorded;
	const events = eventsOf(recorded);
	const clock = new FakeClock(Date.parse(response.headers.date ?? '') + (replay.startMs ?? 0));
	const server = await demoServer({ populated: false, clock });
	const { pathname, searchParams } = new URL(request.path, 'http://localhost');
	const resource = resourceNamed(pathname.split('/').at(-1) ?? '');
	const asked = Number(searchParams.get('resourceVersion') ?? '0');
	const isInitial = asked === 0 || searchParams.has('sendInitialEvents');
	const mark = events.findIndex(isInitialEnd);
	const initial = isInitial ? events.slice(0, mark < 0 ? events.length : mark) : [];
	if (replay.given !== undefined) replay.given(server);
	else {
		const known = new Set(initial.map(({ object }) => object.metadata.name));
		const others = resource.kind === 'Pod' ? labPods().filter(({ metadata }) => !known.has(metadata.name)) : [];
		server.world.load(resource.gvr.resource, [
			...(isInitial && !request.path.includes('Selector') ? [] : others),
			...initial.map(({ object }) => object),
		]);
		const startsAt = isInitial ? (mark < 0 ? 0 : versionOf(events[mark] as WireEvent)) : asked;
		if (startsAt < 99_999_999) reachVersion(server, startsAt);
	}
	const deeds =
		replay.meanwhile ?? derived(events.slice(isInitial ? (mark < 0 ? events.length : mark + 1) : 0), resource.gvr.resource, replay);
	const stream = await openStream(server.url, { path: request.path, token: 'admin-token', headers: request.headers });
	const head = (headers: Readonly<Record<string, unknown>>) =>
		['content-type', 'cache-control', 'transfer-encoding', 'content-encoding'].map((header) => [header, headers[header]]);
	expect([stream.status, head(stream.headers)]).toEqual([response.status, head(response.headers)]);
	let passed = 0;
	for (const { atMs, run } of deeds) {
		await clock.advance(Math.max(0, atMs - passed));
		passed = Math.max(passed, atMs);
		run(server);
	}
	const endedAt = response.endedAtMs ?? Number(searchParams.get('timeoutSeconds') ?? '0') * 1000;
	await clock.advance(Math.max(0, endedAt - passed));
	const expected = bare(events);
	if (response.endedBy?.startsWith('client') === true) await until(() => bare(stream.events()).length >= expected.length);
	else expect(await stream.ended).toBe('clean');
	expect(bare(stream.events())).toEqual(expected);
};

/** Each event made again by the change that it tells of, each bookmark by a version reached elsewhere. */
const derived = (events: readonly TimedEvent[], resource: string, { leaving }: StreamReplay): readonly Deed[] =>
	events.map((event, index) => ({
		atMs: event.type === 'BOOKMARK' ? (events[index - 1]?.atMs ?? 0) : event.atMs,
		run: (server) => {
			const version = versionOf(event);
			if (event.type === 'BOOKMARK') reachVersion(server, version);
			else change(server, resource, event.type, event.object as KubeObject, version, leaving);
		},
	}));

/** Puts or removes the object so that the change has that version. */
export const change = (
	server: DemoServer,
	resource: string,
	type: string,
	object: KubeObject,
	version: number,
	leaving?: (object: KubeObject) => KubeObject,
): void => {
	const { store } = server.world;
	reachVersion(server, version - 1);
	if (type !== 'DELETED') store.put(resourceNamed(resource), stored(object));
	else if (leaving !== undefined) store.put(resourceNamed(resource), leaving(stored(object)));
	else store.remove(resourceNamed(resource), object.metadata.namespace, object.metadata.name);
};
