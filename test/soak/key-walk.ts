import { between, pick, type Random } from '../../src/demo/random.ts';

/** One thing that a user does. */
export type WalkStep =
	| { readonly at: number; readonly keys: string }
	| { readonly at: number; readonly columns: number; readonly rows: number };

/** As terminals write it that tell it from the beginning of another key: a busy program reads what follows at once with it, and ESC `:` is Alt. */
export const esc = '\u001b[27u';
const namespaces = ['shop', 'payments', 'default', 'kube-system', 'batch', 'nowhere'];
const words = ['cart', 'run', '!kube', 'status:crash', '/^c.*-/', 'restarts:>1', 'age:<10m', '-l app=cart', 'a|b', '((', '"x y'];

/** Short enough that keys come while faults happen, long enough that most of them find what they are for. */
const pauseMs = [60, 700] as const;

/**
 * A way through the program: views, namespaces and contexts, filters, orders, logs, diagnostics, marks, sizes. It never leaves: no `q`,
 * no ctrl-c, and nothing is entered in a command bar that was not typed here.
 */
export function walk(random: Random, ms: number, views: readonly string[]): readonly WalkStep[] {
	const steps: WalkStep[] = [];
	let at = 0;
	const later = (): boolean => {
		at += between(random, ...pauseMs);
		return at < ms;
	};
	while (later()) {
		for (const [index, keys] of thing(random, views).entries()) {
			if (index > 0 && !later()) break;
			steps.push(typeof keys === 'string' ? { at, keys } : { at, ...keys });
		}
	}
	return steps;
}

type Keys = string | { readonly columns: number; readonly rows: number };

function thing(random: Random, views: readonly string[]): readonly Keys[] {
	const go = (line: string): readonly Keys[] => [`:${line}\r`, esc];
	const dice = random();
	if (dice < 0.2) return go(`${pick(random, views)}${pick(random, ['', ' -A', ` ${pick(random, namespaces)}`])}`);
	if (dice < 0.26) return [pick(random, ['\t', '\u001b[Z', '-', '[', ']'])];
	if (dice < 0.32) return [pick(random, ['0', 'n', '1', '2'])];
	if (dice < 0.42) return ['/', ...pick(random, words).split(/(?=[a-z(])/), pick(random, ['\r', esc])];
	if (dice < 0.54) return logs(random);
	if (dice < 0.6) return ['!', pick(random, ['j', '\r', '\u001b[B']), 'j', esc, esc];
	if (dice < 0.63) return ['|'];
	if (dice < 0.66) return ['?', '\u001b[6~', esc];
	if (dice < 0.72) return [pick(random, ['\r', 'v', 'o', '\u000f']), 'j', esc];
	if (dice < 0.8) return [pick(random, ['A', 'S', 'R', 'T', 'C', 'E', 'L', 'O', '\u001b[1;2D', '\u001b[1;2C'])];
	if (dice < 0.84) return [pick(random, ['\u001a', '\u0017'])];
	if (dice < 0.87) return [pick(random, ['\u0012', '\u000c'])];
	if (dice < 0.9) return [' ', 'j', ' ', 'c'];
	if (dice < 0.93) return [{ columns: between(random, 40, 220), rows: between(random, 10, 60) }];
	if (dice < 0.95) return go(`ctx ${pick(random, ['demo-viewer', 'demo-shop', 'demo-nowatch', 'demo-admin'])}`);
	// Pasted, with what a terminal would take for commands in it.
	if (dice < 0.96) return ['/', '\u001b[200~x\u001b[31m\u202ey\u001b[201~', esc];
	return ['jjjj', pick(random, ['G', 'g', '\u001b[6~', '\u001b[5~', '\u001b[C', '\u001b[D'])];
}

function logs(random: Random): readonly Keys[] {
	const inside = ['w', 't', 'x', '0', '1', 'a', 'p', 'g', 'G', '\u001b[5~', '\u0012', '&', 's'];
	return ['l', ...Array.from({ length: between(random, 1, 5) }, () => pick(random, inside)), '/', 'err', '\r', 'n', esc, esc];
}
