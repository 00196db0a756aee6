import type { LogSource } from '../../src/sessions/types.ts';
import type { FakeLogSession } from './fake-log-session.ts';
import { shownRow } from './fake-services.ts';
import { type ShownSession, showSession } from './session-screen.ts';

/** A session with a log over its list, whose lines the test writes. */

export const cart: LogSource = { pod: 'cart-7c9', container: 'app' };
export const other: LogSource = { pod: 'cart-d4f', container: 'app' };
export const at = (seconds: number): string => `2026-11-22T01:00:${String(seconds).padStart(2, '0')}.000000000Z`;

type Options = NonNullable<Parameters<typeof showSession>[0]>;

export function shownPods(options: Options = {}): ShownSession {
	return showSession({
		namespace: 'shop',
		contextNamespace: 'shop',
		before: (fake) => fake.context.stream('pods', 'shop').rows.appendPage([shownRow('cart-7c9'), shownRow('pay-1')]),
		...options,
	});
}

interface OpenLog {
	readonly shown: ShownSession;
	readonly log: () => FakeLogSession;
}

export function openLog(options: Options = {}): OpenLog {
	const shown = shownPods(options);
	shown.press('l');
	return {
		shown,
		log: () => {
			const log = shown.context.logs.at(-1);
			if (log === undefined) throw new Error('No log was opened.');
			return log;
		},
	};
}

export async function withLines(count: number, options: Options = {}): Promise<OpenLog> {
	const open = openLog(options);
	for (let line = 0; line < count; line += 1) open.log().line(cart, `line ${line}`);
	await open.shown.settle();
	return open;
}

/** The lines of the log, without what is blank behind them. */
export const body = ({ lines }: ShownSession): readonly string[] =>
	lines()
		.slice(3, -1)
		.map((line) => line.trimEnd());
