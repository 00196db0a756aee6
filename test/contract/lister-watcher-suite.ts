import { afterEach, describe, expect, it } from 'vitest';
import { ApiFailure } from '../../src/base/api-error.ts';
import type { ListerWatcher, ListPage, WatchRequest } from '../../src/kube/lister-watcher.ts';
import type { KubeObject, WatchEvent } from '../../src/kube/types.ts';

/** One resource of one server, with a way to change its objects. Names are the caller's; other objects may be there too. */
export interface ListerWatcherHarness {
	readonly listerWatcher: ListerWatcher;
	/** Creates an object of this name and returns its resourceVersion. */
	create(name: string): Promise<string>;
	/** Changes it in some way and returns its new resourceVersion. */
	update(name: string): Promise<string>;
	remove(name: string): Promise<void>;
	/** Makes every version handed out so far too old. Absent where that cannot be had. */
	expire?(): Promise<void>;
	/** Has a bookmark sent to open watches. Absent where only time brings one. */
	bookmark?(): Promise<void>;
	/** Has every open watch end cleanly. Absent: the watch is given a timeout of one second. */
	endWatches?(): Promise<void>;
	close(): Promise<void>;
}

const signal = (): AbortSignal => new AbortController().signal;

async function listAll(source: ListerWatcher, limit?: number): Promise<{ objects: KubeObject[]; pages: ListPage[] }> {
	const objects: KubeObject[] = [];
	const pages: ListPage[] = [];
	let continueToken: string | undefined;
	do {
		const page = await source.list({
			...(limit === undefined ? {} : { limit }),
			...(continueToken === undefined ? {} : { continueToken }),
			signal: signal(),
			onObjects: (some) => objects.push(...some),
		});
		pages.push(page);
		continueToken = page.continueToken;
	} while (continueToken !== undefined);
	return { objects, pages };
}

/** A watch that is under way: what it delivered so far, and promises for its headers, for a condition and for its end. */
class RunningWatch {
	readonly events: WatchEvent[] = [];
	readonly opened: Promise<void>;
	readonly ended: Promise<unknown>;
	emptyDeliveries = 0;
	beforeOpen = 0;
	private readonly controller = new AbortController();
	private readonly waiters = new Set<() => void>();
	private isOpen: boolean = false;

	constructor(source: ListerWatcher, resourceVersion: string, options: Partial<WatchRequest> = {}) {
		let open: () => void = () => undefined;
		this.opened = new Promise((resolve) => {
			open = resolve;
		});
		const running = source.watch({
			resourceVersion,
			timeoutSeconds: 300,
			signal: this.controller.signal,
			onOpen: () => {
				this.isOpen = true;
				open();
			},
			onEvents: (events) => {
				if (!this.isOpen) this.beforeOpen += 1;
				if (events.length === 0) this.emptyDeliveries += 1;
				this.events.push(...events);
				for (const check of [...this.waiters]) check();
			},
			...options,
		});
		this.ended = running.then(
			() => undefined,
			(error: unknown) => error,
		);
	}

	until(condition: (events: readonly WatchEvent[]) => boolean): Promise<void> {
		return new Promise((resolve) => {
			const check = (): void => {
				if (!condition(this.events)) return;
				this.waiters.delete(check);
				resolve();
			};
			this.waiters.add(check);
			check();
		});
	}

	abort(): Promise<unknown> {
		this.controller.abort();
		return this.ended;
	}

	/** `added a`, `modified b`…, of the objects whose name has this prefix. */
	told(prefix: string): string[] {
		return this.events.flatMap((event) =>
			event.type !== 'bookmark' && event.object.metadata.name.startsWith(prefix) ? [`${event.type} ${event.object.metadata.name}`] : [],
		);
	}
}

const kindOf = (error: unknown): string => (error instanceof ApiFailure ? error.error.kind : `not an ApiFailure: ${String(error)}`);
const namesOf = (objects: readonly KubeObject[], prefix: string): string[] =>
	objects
		.map((object) => object.metadata.name)
		.filter((name) => name.startsWith(prefix))
		.sort();

/** What the sync engine relies on. Run against every ListerWatcher there is. */
export function listerWatcherContract(name: string, makeHarness: () => Promise<ListerWatcherHarness>): void {
	describe(`the list/watch contract, ${name}`, () => {
		let harness: ListerWatcherHarness | undefined;
		const start = async (): Promise<ListerWatcherHarness> => {
			harness = await makeHarness();
			return harness;
		};
		afterEach(async () => {
			await harness?.close();
			harness = undefined;
		});

		it('lists every object once, with name, uid and resourceVersion, before it resolves', async () => {
			const it = await start();
			await it.create('contract-a');
			await it.create('contract-b');
			const { objects, pages } = await listAll(it.listerWatcher);
			expect(namesOf(objects, 'contract-')).toEqual(['contract-a', 'contract-b']);
			expect(new Set(objects.map((object) => object.metadata.uid)).size).toBe(objects.length);
			for (const object of objects) expect(object.metadata.resourceVersion).not.toBe('');
			expect(pages.at(-1)?.resourceVersion).not.toBe('');
		});

		it('pages a list: every page is at the version of page 1, and together they are the list as it was then', async () => {
			const it = await start();
			for (const letter of ['a', 'b', 'c', 'd', 'e']) await it.create(`contract-${letter}`);
			const source = it.listerWatcher;
			const objects: KubeObject[] = [];
			const collect = (some: readonly KubeObject[]): void => {
				objects.push(...some);
			};
			const first = await source.list({ limit: 2, signal: signal(), onObjects: collect });
			expect(objects.length).toBe(2);
			await it.create('contract-a-late');
			const versions = [first.resourceVersion];
			let token = first.continueToken;
			while (token !== undefined) {
				const page = await source.list({ limit: 2, continueToken: token, signal: signal(), onObjects: collect });
				versions.push(page.resourceVersion);
				token = page.continueToken;
			}
			expect(new Set(versions)).toEqual(new Set([first.resourceVersion]));
			expect(namesOf(objects, 'contract-')).toEqual(['a', 'b', 'c', 'd', 'e'].map((letter) => `contract-${letter}`));
		});

		it('watches strictly after a version, in order, nothing missed and nothing twice', async () => {
			const it = await start();
			await it.create('contract-old');
			const { pages } = await listAll(it.listerWatcher);
			await it.create('contract-a');
			const watch = new RunningWatch(it.listerWatcher, pages[0]?.resourceVersion ?? '');
			await watch.opened;
			await it.update('contract-a');
			await it.create('contract-b');
			await it.remove('contract-a');
			await watch.until((events) => events.some((event) => event.type === 'deleted' && event.object.metadata.name === 'contract-a'));
			const told = watch.told('contract-');
			// A server may touch an object between two of our changes, so repeated `modified` count once.
			expect(told.filter((line, index) => line !== told[index - 1])).toEqual([
				'added contract-a',
				'modified contract-a',
				'added contract-b',
				'deleted contract-a',
			]);
			expect(watch.beforeOpen).toBe(0);
			expect(watch.emptyDeliveries).toBe(0);
			await watch.abort();
		});

		it('resumes from the version of the last event without missing or repeating one', async () => {
			const it = await start();
			const { pages } = await listAll(it.listerWatcher);
			const first = new RunningWatch(it.listerWatcher, pages[0]?.resourceVersion ?? '');
			await first.opened;
			await it.create('contract-a');
			await first.until((events) => events.some((event) => event.type === 'added' && event.object.metadata.name === 'contract-a'));
			const last = first.events.at(-1);
			const version = last?.type === 'bookmark' ? last.resourceVersion : last?.object.metadata.resourceVersion;
			await first.abort();
			await it.create('contract-b');
			const second = new RunningWatch(it.listerWatcher, version ?? '');
			await second.until((events) => events.some((event) => event.type === 'added' && event.object.metadata.name === 'contract-b'));
			expect(second.told('contract-').filter((line) => line.startsWith('added'))).toEqual(['added contract-b']);
			await second.abort();
		});

		it('delivers the version that a change was told to have', async () => {
			const it = await start();
			const { pages } = await listAll(it.listerWatcher);
			const watch = new RunningWatch(it.listerWatcher, pages[0]?.resourceVersion ?? '');
			await watch.opened;
			const version = await it.create('contract-a');
			await watch.until((events) => events.some((event) => event.type !== 'bookmark' && event.object.metadata.resourceVersion === version));
			await watch.abort();
		});

		it('ends a watch that is aborted with kind aborted, and delivers nothing after', async () => {
			const it = await start();
			const { pages } = await listAll(it.listerWatcher);
			const watch = new RunningWatch(it.listerWatcher, pages[0]?.resourceVersion ?? '');
			await watch.opened;
			expect(kindOf(await watch.abort())).toBe('aborted');
			const before = watch.events.length;
			await it.create('contract-a');
			await listAll(it.listerWatcher);
			expect(watch.events.length).toBe(before);
		});

		it('refuses to begin what is aborted already', async () => {
			const it = await start();
			const gone = AbortSignal.abort();
			const nothing = (): void => undefined;
			const source = it.listerWatcher;
			expect(kindOf(await source.list({ signal: gone, onObjects: nothing }).catch((error: unknown) => error))).toBe('aborted');
			const watch = { resourceVersion: '1', timeoutSeconds: 300, signal: gone, onOpen: nothing, onEvents: nothing };
			expect(kindOf(await source.watch(watch).catch((error: unknown) => error))).toBe('aborted');
		});

		it('resolves when the server ends a watch cleanly', async () => {
			const it = await start();
			const { pages } = await listAll(it.listerWatcher);
			const timeoutSeconds = it.endWatches === undefined ? 1 : 300;
			const watch = new RunningWatch(it.listerWatcher, pages[0]?.resourceVersion ?? '', { timeoutSeconds });
			await watch.opened;
			await it.endWatches?.();
			expect(await watch.ended).toBeUndefined();
		});

		it('brings bookmarks with a version and no object', async (context) => {
			const it = await start();
			if (it.bookmark === undefined) return context.skip();
			const { pages } = await listAll(it.listerWatcher);
			const watch = new RunningWatch(it.listerWatcher, pages[0]?.resourceVersion ?? '');
			await watch.opened;
			const version = await it.create('contract-a');
			await watch.until((events) => events.length > 0);
			await it.bookmark();
			await watch.until((events) => events.at(-1)?.type === 'bookmark');
			expect(watch.events.at(-1)).toEqual({ type: 'bookmark', resourceVersion: version, initialEventsEnd: false });
			await watch.abort();
		});

		it('throws kind expired for a version and for a continue token that the server has forgotten', async (context) => {
			const it = await start();
			if (it.expire === undefined) return context.skip();
			for (const letter of ['a', 'b', 'c']) await it.create(`contract-${letter}`);
			const first = await it.listerWatcher.list({ limit: 1, signal: signal(), onObjects: () => undefined });
			await it.update('contract-a');
			await it.expire();
			const watch = new RunningWatch(it.listerWatcher, first.resourceVersion);
			expect(kindOf(await watch.ended)).toBe('expired');
			expect(watch.events).toEqual([]);
			const next = it.listerWatcher.list({
				limit: 1,
				continueToken: first.continueToken ?? '',
				signal: signal(),
				onObjects: () => undefined,
			});
			expect(kindOf(await next.catch((error: unknown) => error))).toBe('expired');
		});
	});
}
