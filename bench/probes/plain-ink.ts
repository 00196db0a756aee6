/** The same lines as Ink draws them by itself: one Text a line, incremental rendering. Nothing but this bench uses it. */
import { Writable } from 'node:stream';
import { Box, render, Text } from 'ink';
import { createElement, memo, type ReactElement } from 'react';

/** What Ink takes for a terminal. */
export type PlainTerminal = CountingTerminal | NodeJS.WriteStream;

/** Where a renderer under test writes: counts what comes. */
export class CountingTerminal extends Writable {
	readonly isTTY = true;
	readonly columns: number;
	readonly rows: number;
	bytes = 0;
	writes = 0;
	/** When the last bytes came. */
	lastAt = 0;

	constructor(columns: number, rows: number) {
		super({ decodeStrings: false });
		this.columns = columns;
		this.rows = rows;
	}

	override _write(text: string, _encoding: string, done: () => void): void {
		this.bytes += Buffer.byteLength(text);
		this.writes += 1;
		this.lastAt = performance.now();
		done();
	}
}

const PlainLine = memo(({ line }: { readonly line: string }): ReactElement => createElement(Text, { wrap: 'truncate-end' }, line || ' '));

const plainScreen = (lines: readonly string[]): ReactElement =>
	createElement(
		Box,
		{ flexDirection: 'column' },
		lines.map((line, place) => createElement(PlainLine, { key: place, line })),
	);

/** Draws whole screens of lines that have their SGR sequences. */
export function plainInk(terminal: PlainTerminal): { draw(lines: readonly string[]): void; stop(): void } {
	const ink = render(plainScreen([]), {
		stdout: terminal as unknown as NodeJS.WriteStream,
		patchConsole: false,
		incrementalRendering: true,
		interactive: true,
		maxFps: 1_000,
	});
	return {
		draw: (lines) => ink.rerender(plainScreen(lines)),
		stop: () => ink.unmount(),
	};
}
