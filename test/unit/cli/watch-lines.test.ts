import { expect, test } from 'vitest';
import { jsonLines } from '../../../src/cli/watch-lines.ts';
import type { DomainFeed, StreamStatus } from '../../../src/sync/types.ts';

test('the times of JSON lines never go backwards, though the clock of a server that came back seems to', () => {
	const feed = { scope: {}, leases: [], domain: {} } as unknown as DomainFeed;
	const status: StreamStatus = {
		mode: 'watch',
		level: 'unhealthy',
		reason: 'disconnected',
		detail: 'connection refused',
		polling: { kind: 'paused' },
		live: false,
		rows: 'complete',
	};
	let now = 730_566;
	const written: string[] = [];
	const lines = jsonLines(feed, (text) => written.push(text), { now: () => now, of: (at) => at });
	lines.live();
	now = 731_172;
	lines.stale(status);
	now = 730_923;
	lines.synced([]);
	now = 732_000;
	lines.live();
	expect(written.map((line) => (JSON.parse(line) as { at: number }).at)).toEqual([730.566, 731.172, 731.172, 732]);
});
