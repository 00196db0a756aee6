import { execFileSync, spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { runKyacht } from '../support/run-kyacht.ts';

const kubeconfig = process.env.KYACHT_TEST_KUBECONFIG;
if (kubeconfig === undefined) throw new Error('KYACHT_TEST_KUBECONFIG names no kubeconfig: set it to that of a cluster to check against.');

const kubectl = (...args: readonly string[]): readonly string[] =>
	execFileSync('kubectl', ['--kubeconfig', kubeconfig, ...args], {
		encoding: 'utf8',
		maxBuffer: 256 * 1024 * 1024,
		stdio: ['ignore', 'pipe', 'ignore'],
	})
		.trimEnd()
		.split('\n');

/** What the server warns of; that it has nothing is no warning. */
const warningsIn = (stderr: string): string => stderr.replace(/^No resources found\n$/m, '');

/** What kubectl is warned of where it asks the same. */
const warningsFor = (...args: readonly string[]): string =>
	warningsIn(spawnSync('kubectl', ['--kubeconfig', kubeconfig, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 }).stderr);

const kyacht = async (warned: string, ...args: readonly string[]): Promise<readonly string[]> => {
	const { stdout, stderr, exitCode } = await runKyacht([...args, '--kubeconfig', kubeconfig]);
	expect({ exitCode, stderr: stderr.replace(/^No resources found\.\n$/m, '') }).toEqual({ exitCode: 0, stderr: warned });
	return stdout.trimEnd().split('\n');
};

const DURATION = /\b(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?<=\d[ydhms])\b/g;
const UNITS: Readonly<Record<string, number>> = { y: 365 * 86_400, d: 86_400, h: 3_600, m: 60, s: 1 };

const seconds = (text: string): number =>
	[...text.matchAll(/(\d+)([ydhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? 's'] ?? 0), 0);

/** A line without what the clock changes, and what it changes. Widths differ with the ages, so runs of spaces are one. */
function parted(line: string): { readonly words: string; readonly ages: readonly number[] } {
	const ages: number[] = [];
	const words = line.replace(DURATION, (age) => {
		ages.push(seconds(age));
		return '<age>';
	});
	return { words: words.replace(/ +/g, ' ').trimEnd(), ages };
}

/** Nothing but ages may differ from what kubectl printed just before and just after, and they lie between the two. */
function expectBetween(before: readonly string[], ours: readonly string[], after: readonly string[]): void {
	const sides = [before, ours, after].map((lines) => lines.map(parted));
	const [first, middle, last] = sides;
	if (first === undefined || middle === undefined || last === undefined) throw new Error('three tables are compared');
	expect(middle.map(({ words }) => words)).toEqual(first.map(({ words }) => words));
	for (const [row, { words, ages }] of middle.entries()) {
		for (const [index, age] of ages.entries()) {
			const [low, high] = [first[row]?.ages[index] ?? Number.NaN, last[row]?.ages[index] ?? Number.NaN];
			expect(age, words).toBeGreaterThanOrEqual(low);
			expect(age, words).toBeLessThanOrEqual(high);
		}
	}
}

/**
 * What was asked for more than a second after `endedAt`. A Date header holds whole seconds, and kyacht counts ages to a moment late
 * in its second (src/base/age.ts): a time with a fraction, as events have, may come out older than the server, asked again within
 * that same second, would print it.
 */
function wellAfter(endedAt: number, ask: () => readonly string[]): readonly string[] {
	for (;;) {
		const began = Date.now();
		const lines = ask();
		if (began - endedAt > 1_000) return lines;
	}
}

/** What the server makes up anew for each question is in no order (componentstatuses): its lines are compared in the order of their words. */
const inOrder = (lines: readonly string[]): readonly string[] => [
	...lines.slice(0, 1),
	...lines.slice(1).toSorted((a, b) => (parted(a).words < parted(b).words ? -1 : 1)),
];

/** Everything that the server lists, by its full name, whether it is in a namespace or not. */
const resources = (['true', 'false'] as const).flatMap((namespaced) =>
	kubectl('api-resources', '--verbs=list', `--namespaced=${namespaced}`, '-o', 'name')
		.filter((name) => name !== '')
		.map((name) => ({ name, scope: namespaced === 'true' ? ['-A'] : [] })),
);
/** What differs between the two formats is in the columns, which are the same code for all. */
const bothWays = new Set(['pods', 'nodes', 'namespaces', 'events']);

describe('what kyacht prints of a real cluster', () => {
	for (const { name, scope } of resources) {
		for (const format of bothWays.has(name) ? (['table', 'wide'] as const) : (['wide'] as const)) {
			test(`equals kubectl’s ${name} as ${format}, every cell`, async () => {
				const asked = [name, ...scope];
				const warned = warningsFor('get', ...asked);
				const theirs = () => inOrder(kubectl('get', ...asked, ...(format === 'wide' ? ['-o', 'wide'] : [])));
				// A busy cluster may change between the three: then they are asked again.
				for (let attempt = 1; ; attempt += 1) {
					const before = theirs();
					const ours = inOrder(await kyacht(warned, ...asked, '-o', format));
					const after = wellAfter(Date.now(), theirs);
					const changed = before.map((line) => parted(line).words).join('\n') !== after.map((line) => parted(line).words).join('\n');
					if (changed && attempt < 5) continue;
					expectBetween(before, ours, after);
					return;
				}
			});
		}

		test(`are the objects of kubectl’s ${name} as json`, async () => {
			const warned = warningsFor('get', name, ...scope);
			const { rows } = JSON.parse((await kyacht(warned, name, ...scope, '-o', 'json')).join('\n')) as {
				readonly rows: readonly { readonly namespace: string | null; readonly name: string }[];
			};
			const theirs = kubectl('get', name, ...scope, '-o', 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}');
			const ours = rows.map(({ namespace, name: own }) => `${namespace ?? ''}/${own}`);
			expect(new Set(ours)).toEqual(new Set(theirs.filter((line) => line !== '')));
		});
	}
});
