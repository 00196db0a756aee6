let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for characters. The segmenter is made when it is first needed: that alone takes 20 ms of CPU. */
export function graphemesIn(text: string): Intl.Segments {
	segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	return segmenter.segment(text);
}
