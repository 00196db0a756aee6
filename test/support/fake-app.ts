/**
 * The interface over clusters that live in this process, for journeys in a real terminal. SIGUSR2 takes the next step of
 * KYACHT_TEST_STEPS: `down` (the server is gone), `up`, `more` (one more row), `crash` (an exception that nobody catches). Its pid goes to the file KYACHT_TEST_PID.
 */
import { writeFileSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { runApp } from '../../src/views/run-app.ts';
import { fakeServices, liveStatus, manyRows, shownRow } from './fake-services.ts';

const { env, stdin, stdout } = process;
const fake = fakeServices({ clock: systemClock, namespace: 'shop', contextNamespace: 'shop', stdin, stdout, env });
const created = Date.now() / 1000 - 5 * 86_400;
const stream = fake.context.stream('pods', 'shop');
stream.rows.appendPage(manyRows(Number(env.KYACHT_TEST_ROWS ?? '60'), () => ({ created })));
fake.context.stream('nodes').rows.appendPage([shownRow('worker-1', { namespace: '', created })]);

if (env.KYACHT_TEST_PID !== undefined) writeFileSync(env.KYACHT_TEST_PID, String(process.pid));

const steps = (env.KYACHT_TEST_STEPS ?? '').split(',');

const take = (step: string | undefined): void => {
	switch (step) {
		case 'down':
			stream.status = {
				...liveStatus(Date.now()),
				level: 'unhealthy',
				reason: 'disconnected',
				detail: 'connection refused',
				polling: { kind: 'retry', at: Date.now() + 60_000 },
				live: false,
			};
			break;
		case 'up':
			stream.status = liveStatus(Date.now());
			break;
		case 'more':
			stream.rows.upsert(shownRow('aaa-first', { created }));
			break;
		case 'crash':
			setImmediate(() => {
				throw new Error('the roof fell in');
			});
			break;
		default:
			throw new Error(`There is no step "${step}".`);
	}
	fake.context.notify();
};

process.on('SIGUSR2', () => take(steps.shift()));
process.exit(await runApp(fake.services));
