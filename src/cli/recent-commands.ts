import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RecentCommands } from '../views/app-services.ts';

/** A file longer than this is written anew with the newest lines; more than it is never read. */
const mostBytes = 16 * 1024;
const mostLines = 100;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/**
 * Lines of the command bar in a file that only its owner may read, one a line, the newest last. Several programs may append
 * to it at once. A file that is not there is an empty one; one that cannot be read or written is told of once.
 */
export function recentCommandsIn(path: string): RecentCommands {
	let trouble: string | undefined;
	let told = false;
	const cannot = (doing: string, error: unknown): void => {
		trouble ??= `The lines of the command bar cannot be ${doing} ${path} (${codeOf(error)}); they are forgotten at the end.`;
	};
	const tell = (): string | undefined => {
		if (told || trouble === undefined) return undefined;
		told = true;
		return trouble;
	};
	return {
		read() {
			try {
				return [...new Set(linesOf(tailOf(path)).toReversed())].slice(0, mostLines);
			} catch (error) {
				if (codeOf(error) !== 'ENOENT') cannot('read from', error);
				return [];
			}
		},
		keep(line) {
			if (trouble !== undefined) return tell();
			try {
				mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
				appendFileSync(path, `${line.replace(/\p{Cc}/gu, ' ')}\n`, { mode: 0o600 });
				shorten(path);
			} catch (error) {
				cannot('kept in', error);
			}
			return tell();
		},
	};
}

/** Whoever else wrote into the file: a line with control characters is none of ours. */
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '' && !/\p{Cc}/u.test(line));

/** The end of a file, from the first whole line on. */
function tailOf(path: string): string {
	const file = openSync(path, 'r');
	try {
		const { size } = fstatSync(file);
		const bytes = Buffer.alloc(Math.min(size, mostBytes));
		const read = readSync(file, bytes, 0, bytes.length, Math.max(0, size - bytes.length));
		const text = bytes.toString('utf8', 0, read);
		return size > bytes.length ? text.slice(text.indexOf('\n') + 1) : text;
	} finally {
		closeSync(file);
	}
}

function shorten(path: string): void {
	const file = openSync(path, 'r');
	const { size } = fstatSync(file);
	closeSync(file);
	if (size <= mostBytes) return;
	const newest = [...new Set(linesOf(tailOf(path)).toReversed())].slice(0, mostLines).toReversed();
	// Renamed into its place, so that whoever reads meanwhile finds the old lines or the new ones.
	const beside = `${path}.${process.pid}`;
	writeFileSync(beside, `${newest.join('\n')}\n`, { mode: 0o600 });
	renameSync(beside, path);
}
