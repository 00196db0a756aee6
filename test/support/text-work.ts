import { onTestFinished } from 'vitest';

/** Text that was looked at letter by letter, in units of UTF-16: what regular expressions replace in and what is cut into graphemes. */
export interface TextWork {
	/** Of what was done since the last time it was asked. */
	take(): number;
}

/** Counts, from now to the end of the test, how much text is made safe and measured: the work of it, which no busy machine changes. */
export function countTextWork(): TextWork {
	let units = 0;
	const segmenter = Intl.Segmenter.prototype;
	const expression = RegExp.prototype as { [Symbol.replace](text: string, instead: never): string };
	const { segment } = segmenter;
	const replace = expression[Symbol.replace];
	segmenter.segment = function count(text) {
		units += text.length;
		return segment.call(this, text);
	};
	expression[Symbol.replace] = function count(text, instead) {
		units += text.length;
		return replace.call(this, text, instead);
	};
	onTestFinished(() => {
		segmenter.segment = segment;
		expression[Symbol.replace] = replace;
	});
	return {
		take() {
			const taken = units;
			units = 0;
			return taken;
		},
	};
}
