/** The same lines as Ink draws them by itself: one Text a line, incremental rendering. Nothing but this bench uses it. */
import { Writable } from 'node:stream';
import { Box, render, Text } from 'ink';
import { createElement, memo, type ReactElement } from 'react';

/** Where a renderer under test writes: counts what comes. */
export class CountingTerminal extends Writable {
	readonly isTTY = true;
	readonly columns: number;
	readonly rows: number;
	bytes = 0;
	writes = 0;
	/** All of it, where somebody wants to read it. */
	kept: string[] | undefined;

	constructor(columns: number, rows: number) {
		super({ decodeStrings: false });
		this.columns = columns;
		this.rows = rows;
	}

	override _write(text: string, _encoding: string, done: () => void): void {
		this.bytes += Buffer.byteLength(text);
		this.writes += 1;
		this.kept?.push(text);
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
export function plainInk(terminal: CountingTerminal): { draw(lines: readonly string[]): void; stop(): void } {
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
