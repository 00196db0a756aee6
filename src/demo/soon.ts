import type { Simulation } from './simulation.ts';

/** Work that is done once for all changes of one kind that come close together: `settleMs` after the first of them. */
export function soonAfter(simulation: Simulation, settleMs: number): (key: string, work: () => void) => void {
	const waiting = new Set<string>();
	return (key, work) => {
		if (waiting.has(key)) return;
		waiting.add(key);
		simulation.after(settleMs, () => {
			waiting.delete(key);
			work();
		});
	};
}
