import { Writable } from 'node:stream';

/** DEC private modes being set or reset, and nothing else: what Ink writes besides frames. */
const modes = /^(?:\x1b\[\?\d+[hl])+$/;
const cursorModes = /\x1b\[\?25[hl]/g;

export interface InkStreamOptions {
	/** Takes each frame, whole. */
	readonly draw: (frame: string) => void;
	/** Takes the modes that Ink sets, but not those of the cursor, which is placed elsewhere. */
	readonly write: (modes: string) => void;
	readonly size: () => { readonly columns: number; readonly rows: number };
}

/** What Ink takes for stdout. It is to be run with `debug`, in which it writes each frame whole. */
export function inkStream({ draw, write, size }: InkStreamOptions): NodeJS.WriteStream {
	const stream = new Writable({
		decodeStrings: false,
		write(text: string, _encoding, done) {
			if (modes.test(text)) {
				const others = text.replace(cursorModes, '');
				if (others !== '') write(others);
			} else if (text !== '') draw(text);
			done();
		},
	});
	// What Ink reads of a terminal's stream; the rest of it is for programs that place their own cursor.
	return Object.defineProperties(stream, {
		isTTY: { value: true },
		columns: { get: () => size().columns },
		rows: { get: () => size().rows },
	}) as unknown as NodeJS.WriteStream;
}
