import { expect, test } from 'vitest';
import { logStatus } from '../../../src/sessions/log-state.ts';
import { worstLog } from '../../../src/sessions/worst-log.ts';
import { logWords } from '../../../src/views/log-words.ts';

const now = 1_000_000;
const open = logStatus({ state: { kind: 'open' }, deliveredAt: now }, now);
const waiting = logStatus({ state: { kind: 'waiting', words: 'waiting: PodInitializing' }, deliveredAt: undefined }, now);
const cut = logStatus(
	{ state: { kind: 'backing-off', until: now, error: { kind: 'server', status: 500, message: 'x' } }, deliveredAt: now },
	now,
);

test('a container that has not started yet does not make the logs of the others less live', () => {
	const status = worstLog([waiting, open, open]);
	expect(status).toMatchObject({ level: 'healthy', reason: 'delivering', live: true, detail: '1 of 3 waiting' });
	expect(logWords(status, now).parts).toEqual(['live', '1 of 3 waiting']);
});

test('all waiting is waiting, and what is broken comes before what waits', () => {
	expect(worstLog([waiting, waiting])).toEqual(waiting);
	expect(worstLog([waiting, open, cut])).toEqual(cut);
	expect(worstLog([open, open])).toEqual(open);
});
