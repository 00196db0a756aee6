import { between, type Random, randomFor } from '../../src/demo/random.ts';
import type { FaultKind } from './fault-kinds.ts';
import { type WalkStep, walk } from './key-walk.ts';

export interface PlannedFault {
	/** ms after the round began. */
	readonly at: number;
	readonly kind: FaultKind;
	/** 0: it is over at once. */
	readonly forMs: number;
	/** What it chooses by. */
	readonly random: Random;
}

export interface RoundPlan {
	readonly number: number;
	/** How long it lasts, before the look: at least until all its faults are over. */
	readonly ms: number;
	/** In the order of time. */
	readonly faults: readonly PlannedFault[];
	readonly steps: readonly WalkStep[];
	/** The view that is looked at in the end. */
	readonly view: string;
}

const usualMs = [4_500, 7_000] as const;
/** From the end of the last fault. */
const afterwardsMs = 300;

/** What happens in a round: the same for the same seed and number, whatever happened before. */
export function planRound(seed: number, number: number, kinds: readonly FaultKind[], views: readonly string[]): RoundPlan {
	const random = randomFor(seed, 'round', number);
	const usual = between(random, ...usualMs);
	const count = random() < 0.5 ? 1 : random() < 0.6 ? 2 : 3;
	const faults = Array.from({ length: count }, (_, index): PlannedFault => {
		const kind = weighted(random, kinds);
		const at = between(random, 300, usual - 1_500);
		const forMs = 'strike' in kind ? 0 : between(random, ...kind.lastsMs);
		return { at, kind, forMs, random: randomFor(seed, 'fault', number, index) };
	}).sort((a, b) => a.at - b.at);
	const ms = Math.max(usual, ...faults.map(({ at, forMs }) => at + forMs + afterwardsMs));
	return { number, ms, faults, steps: walk(randomFor(seed, 'walk', number), ms, views), view: viewOf(seed, number, views) };
}

/** Dealt like cards: each comes once before one comes again. */
function viewOf(seed: number, number: number, views: readonly string[]): string {
	const random = randomFor(seed, 'views', Math.floor(number / views.length));
	const dealt = views.map((view) => ({ view, at: random() })).sort((one, other) => one.at - other.at);
	return dealt[number % views.length]?.view ?? 'pods';
}

function weighted(random: Random, kinds: readonly FaultKind[]): FaultKind {
	let left = random() * kinds.reduce((sum, { weight }) => sum + weight, 0);
	for (const kind of kinds) {
		left -= kind.weight;
		if (left < 0) return kind;
	}
	throw new Error('there are no faults to choose from');
}
