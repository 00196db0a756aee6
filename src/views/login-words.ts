import { humanDuration } from '../base/age.ts';
import { screenText } from '../base/safe-text.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import type { OpenContext } from './app-services.ts';
import { bold, dim } from './theme.ts';

/** A plugin that is done sooner than this is nothing to speak of. */
const waitedMs = 1_000;

const seconds = (ms: number): string => humanDuration(Math.max(0, Math.round(ms / 1000)));

function waitOf(context: OpenContext, now: number) {
	const wait = context.loginWait();
	return wait === undefined || now - wait.since < waitedMs ? undefined : wait;
}

/** For one line: what a credential plugin printed last, else which one is waited for and how long; '' when none is. */
export function loginWords(context: OpenContext, now: number): string {
	const printed = context.credentialOutput().trim().split('\n').at(-1)?.trim() ?? '';
	if (printed !== '') return printed;
	const wait = waitOf(context, now);
	return wait === undefined ? '' : `waiting ${seconds(now - wait.since)} for ${wait.command}`;
}

/** For the pane: what the command that is waited for printed, then which one it is, how long it has taken and until when it may. */
export function loginLines(context: OpenContext, now: number): readonly Line[] {
	const wait = waitOf(context, now);
	const printed = context.credentialOutput().trimEnd();
	const lines: Line[] = [];
	if (printed !== '') {
		lines.push([span('The login of this context says:', dim)], ...printed.split('\n').map((line) => [span(screenText(line))]), []);
	}
	if (wait !== undefined) {
		const times = `, ${seconds(now - wait.since)} so far, ended in ${seconds(wait.until - now)} if it does not finish.`;
		lines.push([span('Waiting for the login of this context: '), span(screenText(wait.command), bold), span(times)], []);
	}
	return lines;
}
