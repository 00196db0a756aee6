import { systemClock } from '../base/clock.ts';
import { safeJson, safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { DiffWish } from '../objects/diff-wish.ts';
import { countDifferences, diffRows, hunksOf, unifiedText } from '../objects/difference.ts';
import type { OpenContext } from '../views/app-services.ts';
import { readComparison } from '../views/read-comparison.ts';
import { exitCodes } from './exit-codes.ts';
import type { OutputStream } from './output-stream.ts';

export interface DiffRun {
	readonly wish: DiffWish;
	/** The context that the command line chose. */
	readonly context: OpenContext;
	/** Another one, by its name. Throws SentenceError. */
	readonly openNamed: (name: string) => OpenContext;
	/** Instead of those of the contexts. */
	readonly namespace: string | undefined;
	readonly noise: boolean;
	readonly format: 'text' | 'json';
	/** stdout is one that colours are wanted on. */
	readonly colour: boolean;
	readonly out: OutputStream;
}

/** As diff and kubectl diff have it. */
const equal = 0;
const different = 1;

/**
 * Prints how two objects differ, or one from what was applied last. Returns 0 where they are equal and 1 where they are not; throws
 * SentenceError, whose exit code is greater than that, when they cannot be compared.
 */
export async function runDiff(run: DiffRun): Promise<number> {
	try {
		return await compared(run);
	} catch (error) {
		if (error instanceof SentenceError && error.exitCode <= different) throw new SentenceError(error.message, exitCodes.usage);
		throw error;
	}
}

async function compared({ wish, context, openNamed, namespace, noise, format, colour, out }: DiffRun): Promise<number> {
	const opened = new Map([[context.name, context]]);
	const others: OpenContext[] = [];
	const contextOf = async (name = context.name): Promise<OpenContext> => {
		const known = opened.get(name);
		const at = known ?? openNamed(name);
		if (known === undefined) {
			opened.set(name, at);
			others.push(at);
		}
		return at;
	};
	try {
		const { signal } = new AbortController();
		const comparison = (await readComparison(wish, { contextOf, namespace, clock: systemClock, signal }))(noise);
		const rows = diffRows(comparison.left, comparison.right);
		const differences = countDifferences(rows);
		const [leftWords, rightWords] = comparison.names;
		if (format === 'json') {
			const hunks = hunksOf(rows);
			out.write(`${safeJson({ left: leftWords, right: rightWords, equal: differences === 0, differences, hunks })}\n`);
		} else if (differences > 0) out.write(`${painted(unifiedText(rows, leftWords, rightWords), colour)}\n`);
		await out.drained();
		return differences === 0 ? equal : different;
	} finally {
		await Promise.allSettled(others.map((each) => each.close()));
	}
}

/** Of a line: safe for a terminal and for files that go to one; tabs stay. */
const safeLine = (line: string): string => line.split('\t').map(safeText).join('\t');

const colours: readonly (readonly [begins: string, code: number])[] = [
	['---', 1],
	['+++', 1],
	['@@', 36],
	['-', 31],
	['+', 32],
];

function painted(text: string, colour: boolean): string {
	const lines = text.split('\n').map(safeLine);
	if (!colour) return lines.join('\n');
	return lines
		.map((line) => {
			const code = colours.find(([begins]) => line.startsWith(begins))?.[1];
			return code === undefined ? line : `\u001b[${code}m${line}\u001b[0m`;
		})
		.join('\n');
}
