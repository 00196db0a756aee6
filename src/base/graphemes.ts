/**
 * ASCII, escape sequences of colours in it, and what the screen itself is drawn with (`oneColumnEach` in terminal/width.ts): nothing of
 * it ever joins what stands beside it, so each unit of UTF-16 is a grapheme of its own.
 */
export const oneUnitEach = /^[\x1b\x20-\x7e\xb7\u2013\u2026\u2190-\u2193\u2500-\u25fc]*$/;

class Units implements Intl.Segments {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	containing(at = 0): Intl.SegmentData {
		const segment = this.#text[at];
		// As Intl.Segments has it, whose type does not say so.
		return (segment === undefined ? undefined : { segment, index: at, input: this.#text }) as Intl.SegmentData;
	}

	*[Symbol.iterator](): Generator<Intl.SegmentData, undefined, unknown> {
		const input = this.#text;
		for (let index = 0; index < input.length; index++) yield { segment: input[index] as string, index, input };
	}
}

let made: Intl.Segmenter | undefined;

/** What a reader takes for characters. The tables for it take 20 ms of CPU and 3 MB to load: they are, when a text needs them. */
export const segmenter: Pick<Intl.Segmenter, 'segment'> = {
	segment(text) {
		if (oneUnitEach.test(text)) return new Units(text);
		made ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
		return made.segment(text);
	},
};
