import type { LogRequest } from '../sessions/types.ts';
import type { LogFlags } from './logs-flags.ts';

/** kubectl's, with a selector. */
const TAIL_WITH_SELECTOR = 10;

/** What is asked for of each log. A duration is rounded to whole seconds, which are what the server takes. */
export function logLimits(flags: LogFlags, selector: string | undefined): Pick<LogRequest, 'tailLines' | 'sinceSeconds' | 'sinceTime'> {
	const tail = flags.tail ?? (selector === undefined ? -1 : TAIL_WITH_SELECTOR);
	return {
		...(tail < 0 ? {} : { tailLines: tail }),
		...(flags.since === undefined || flags.since === 0 ? {} : { sinceSeconds: Math.max(1, Math.round(flags.since / 1000)) }),
		...(flags.sinceTime === undefined ? {} : { sinceTime: flags.sinceTime }),
	};
}
