import { describe, expect, test } from 'vitest';
import type { StreamStatus } from '../../../src/sync/types.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

/** The smallest screen that everything is held to. */
async function smallScreen(status: Partial<StreamStatus>): Promise<ShownSession> {
	const shown = showSession({ namespace: 'shop', size: { columns: 40, rows: 10 } });
	const stream = shown.context.stream('pods', 'shop');
	stream.status = { ...stream.status, rows: 'none', level: 'degraded', ...status };
	await shown.settle();
	return shown;
}

const said = ({ lines }: ShownSession): string => lines().slice(4, -1).join(' ').replace(/\s+/g, ' ').trim();

describe('on a screen of 40 × 10', () => {
	test('a code to type elsewhere is whole, before the command that printed it, and what is cut is seen to be', async () => {
		const shown = await smallScreen({ live: true, reason: 'awaiting first delivery' });
		const code = 'open https://login.example.com/device code ABCD-EFGH';
		const since = shown.clock.now();
		shown.context.printed = `${code}\n`;
		shown.context.waiting = { command: `sh -c 'echo ${code} >&2; sleep 1000'`, since, until: since + 300_000 };
		await shown.clock.advance(5_000);
		expect(said(shown)).toMatch(new RegExp(`^The login of this context says: ${code} Waiting for .*…$`));
	});

	test('what cannot be said whole ends in an ellipsis, and what can be done stays', async () => {
		const detail = 'a webhook said no, and said so in a sentence that is much longer than a small screen is high';
		const shown = await smallScreen({ live: false, reason: 'permissions', detail });
		expect(said(shown)).toMatch(/^Forbidden: you may not read pods in .*… .*<:pods NAME> another namespace <ctrl-r> ask again$/);
	});
});
