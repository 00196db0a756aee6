import type { Paths } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import { type JournalFile, openJournalFile } from '../diagnostics/journal-file.ts';
import type { Options } from './options.ts';

/** A log is for the day on which something was odd; the one before it is kept. */
const logBytes = 5 * 1024 * 1024;

/** The files that this run writes: that of --journal, and the log. Throws SentenceError when one cannot be opened. */
export function openJournals(
	options: Options,
	settings: Settings,
	paths: Paths,
	onError: (sentence: string) => void,
): readonly JournalFile[] {
	const files: JournalFile[] = [];
	if (options.journal !== undefined) files.push(openJournalFile({ path: options.journal, detail: 'debug', onError }));
	if (settings.logLevel !== 'off') {
		files.push(openJournalFile({ path: paths.log, detail: settings.logLevel, rotateAtBytes: logBytes, makesDirectory: true, onError }));
	}
	return files;
}
