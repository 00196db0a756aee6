import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { nearestNames } from '../base/nearest-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { type Settings, settings } from './settings.ts';

/** The file's part of the settings; nothing when there is no such file. Throws SentenceError (2) naming file, line and the nearest key. */
export function readConfigFile(path: string): Partial<Settings> {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		const { code = 'unknown' } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') return {};
		throw new SentenceError(`${path}: the config file cannot be read (${code}); make it readable, or move it away.`, 2);
	}
	return parseConfig(text, path);
}

export function parseConfig(text: string, path: string): Partial<Settings> {
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
	const lineOf = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
	const [problem] = document.errors;
	if (problem !== undefined) {
		const reason = problem.message.split('\n')[0] ?? 'not YAML';
		throw new SentenceError(
			`${path}:${lineOf(problem.pos[0])}: the config file is not YAML: ${reason.replace(/\.?$/, '')}; mend that line.`,
			2,
		);
	}
	if (document.contents === null) return {};
	if (!isMap(document.contents)) {
		throw new SentenceError(`${path}:1: the config file is no mapping; write keys such as "metricsInterval: 5s".`, 2);
	}
	const read: Partial<Settings>[] = [];
	for (const { key, value } of document.contents.items) {
		const name = isScalar(key) ? String(key.value) : '';
		const line = lineOf(isScalar(key) ? key.range?.[0] : 0);
		const setting = settings.find((each) => each.key === name);
		if (setting === undefined) throw unknownKey(name, `${path}:${line}`);
		if (value === null || !isScalar(value) || value.value === null) {
			throw new SentenceError(`${path}:${line}: ${name} has no plain value; write it like "${name}: …" on one line.`, 2);
		}
		// YAML 1.2 reads on and off as words; a number stays as it was written.
		read.push(setting.read(value.source ?? String(value.value), `${path}:${line}: ${name}`));
	}
	return Object.assign({}, ...read);
}

function unknownKey(name: string, place: string): SentenceError {
	const keys = settings.map(({ key }) => key);
	const [near] = nearestNames(name, keys, 1);
	const next = near === undefined ? `the keys are ${keys.join(', ')}` : `did you mean ${near}?`;
	return new SentenceError(`${place}: there is no config key "${name}"; ${next}${near === undefined ? '.' : ''}`, 2);
}
