import { describe, expect, test } from 'vitest';
import { replayed } from '../support/replay.ts';
import { writes } from '../support/replays/writes.ts';

describe('a write is answered as kube-apiserver 1.36.3 answered it', () => {
	test.each(Object.keys(writes))('%s', async (name) => {
		await replayed(name, writes[name] ?? {});
	});
});
