import type { Domain } from '../domains/types.ts';
import { DerivedRows, type DerivedSource } from '../stores/derived-rows.ts';
import type { ObserverErrorHandler } from '../stores/row-store.ts';
import type { Engine } from './types.ts';

/** Step by step: the first is derived of what was read, each other of the one before; the last has the domain's rows. */
export function derivedRowsOf(
	engine: Pick<Engine, 'serverNow' | 'wakeAt'>,
	domain: Pick<Domain, 'derived'>,
	sources: readonly DerivedSource[],
	onError: ObserverErrorHandler,
): readonly DerivedRows[] {
	const clock = { now: () => engine.serverNow(), wakeAt: (at: number, call: () => void) => engine.wakeAt(at, call) };
	const steps: DerivedRows[] = [];
	for (const derivation of domain.derived ?? []) {
		const last = steps.at(-1);
		steps.push(new DerivedRows(last === undefined ? sources : [{ kind: '', rows: last }], derivation, clock, onError));
	}
	return steps;
}
