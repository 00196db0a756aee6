import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { safeJson } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { RequestEntry, WarningEntry } from '../kube/types.ts';
import type { SyncObserver, TransitionEntry } from '../sync/types.ts';

export type JournalDetail =
	/** What went wrong. */
	| 'error'
	/** Every transition, and what went wrong. */
	| 'info'
	/** Everything: what --journal writes. */
	| 'debug';

export interface JournalFile {
	readonly observer: SyncObserver;
	close(): void;
}

export interface JournalFileOptions {
	readonly path: string;
	readonly detail: JournalDetail;
	/** Past this many bytes the file is moved to `path.1`, and begun anew. Absent: it grows. */
	readonly rotateAtBytes?: number;
	/** The file is in a directory of our own, which is made where it is missing. Absent: a path that somebody typed must lead somewhere. */
	readonly makesDirectory?: boolean;
	/** Told at most once: the file cannot be written any more. Nothing is written after that. */
	readonly onError: (sentence: string) => void;
}

/** Secrets stay out, and so does what only makes lines long: a continue token is a key of the server's, and no news. */
const withoutTokens = (path: string): string => path.replace(/([?&]continue=)[^&]*/, '$1…');

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/**
 * Appends transitions and requests to a file, a JSON document a line. Each line is written at once and whole: what the
 * journal is for is the moment before a crash. Throws SentenceError when the file cannot be opened: 2 where its directory is not there, else 1.
 */
export function openJournalFile(options: JournalFileOptions): JournalFile {
	let file: { fd: number; bytes: number } | undefined = open(options);

	const write = (line: object) => {
		if (file === undefined) return;
		const text = `${safeJson(line)}\n`;
		try {
			if (options.rotateAtBytes !== undefined && file.bytes > options.rotateAtBytes) {
				closeSync(file.fd);
				renameSync(options.path, `${options.path}.1`);
				file = open(options);
			}
			file.bytes += writeSync(file.fd, text);
		} catch (error) {
			file = undefined;
			options.onError(`The journal ${options.path} cannot be written any more (${codeOf(error)}); what happens from now on is not in it.`);
		}
	};

	return {
		observer: {
			transition(entry: TransitionEntry) {
				if (options.detail !== 'error' || entry.error !== undefined) write({ type: 'transition', time: timeOf(entry.at), ...entry });
			},
			request(entry: RequestEntry) {
				if (options.detail !== 'debug' && (entry.error === undefined || entry.error.kind === 'aborted')) return;
				write({ type: 'request', time: timeOf(entry.at), ...entry, path: withoutTokens(entry.path) });
			},
			warned(entry: WarningEntry) {
				if (options.detail !== 'error') write({ type: 'warning', time: timeOf(entry.at), ...entry, path: withoutTokens(entry.path) });
			},
		},
		close() {
			if (file !== undefined) closeSync(file.fd);
			file = undefined;
		},
	};
}

const timeOf = (at: number): string => new Date(at).toISOString();

function open({ path, makesDirectory = false }: JournalFileOptions): { fd: number; bytes: number } {
	try {
		if (makesDirectory) mkdirSync(dirname(path), { recursive: true });
		const fd = openSync(path, 'a', 0o600);
		return { fd, bytes: statSync(path).size };
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			throw new SentenceError(
				`The journal ${path} cannot be opened: there is no directory ${dirname(path)}; make it, or name another file.`,
				2,
			);
		}
		throw new SentenceError(`The journal ${path} cannot be opened (${codeOf(error)}); name a file that can be written.`, 1);
	}
}
