import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recording } from '../support/recorded-http.ts';
import { replayed } from '../support/replay.ts';
import { writesNotReplayed } from '../support/replays/not-replayed.ts';
import { writes } from '../support/replays/writes.ts';

describe('a write is answered as kube-apiserver 1.36.3 answered it', () => {
	test.each(Object.keys(writes))('%s', async (name) => {
		await replayed(name, writes[name] ?? {});
	});

	test('every recorded write is replayed, here or beside the reads, or has a reason not to be', () => {
		const elsewhere = readFileSync(new URL('demo-recordings.test.ts', import.meta.url), 'utf8');
		const recorded = readdirSync(new URL('../fixtures/http', import.meta.url)).map((file) => file.replace('.http.json', ''));
		const isExec = (name: string): boolean => /^(exec|portforward)-/.test(name);
		const isRead = (name: string): boolean => recording(name).request.method === 'GET' && !(name in writes) && !(name in writesNotReplayed);
		const left = recorded.filter(
			(name) => !isRead(name) && !isExec(name) && !(name in writes) && !(name in writesNotReplayed) && !elsewhere.includes(`'${name}'`),
		);
		expect(left).toEqual([]);
	});
});
