import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { jobControl } from '../../../src/terminal/job-control.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A process that notes what happens to it; `stops` says whether there is a shell that stops it. */
function program() {
	const source = new EventEmitter();
	const clock = new FakeClock();
	const happened: string[] = [];
	const job = jobControl({
		source,
		clock,
		stopJob: () => happened.push(source.listenerCount('SIGTSTP') === 0 ? 'stopped' : 'stop was caught'),
		leave: async () => void happened.push('left'),
		back: () => happened.push('back'),
	});
	return { source, clock, happened, job };
}

test.each(['from outside', 'from inside'])('a stop %s gives the terminal back first, and going on takes it again, once', async (from) => {
	const { source, clock, happened, job } = program();
	for (let round = 0; round < 2; round++) {
		if (from === 'from outside') source.emit('SIGTSTP');
		else job.suspend();
		job.suspend();
		await clock.advance(0);
		expect(happened).toEqual(['left', 'stopped']);
		source.emit('SIGCONT');
		await clock.advance(1_000);
		expect(happened.splice(0)).toEqual(['left', 'stopped', 'back']);
	}
});

test('where no shell controls jobs, the screen comes back by itself', async () => {
	const { clock, happened, job } = program();
	job.suspend();
	await clock.advance(1_000);
	expect(happened).toEqual(['left', 'stopped', 'back']);
});

test('who was stopped by SIGSTOP takes the terminal back although nobody gave it away', () => {
	const { source, happened } = program();
	source.emit('SIGCONT');
	expect(happened).toEqual(['back']);
});

test('once it is over, no signal does anything', async () => {
	const { source, clock, happened, job } = program();
	job.stop();
	source.emit('SIGTSTP');
	source.emit('SIGCONT');
	job.suspend();
	await clock.advance(1_000);
	expect(happened).toEqual([]);
});
