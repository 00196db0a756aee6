import { screenText } from '../base/safe-text.ts';
import type { LogSource, LogStream } from '../sessions/types.ts';
import { type ColourName, type Span, span } from '../terminal/styled-line.ts';
import { fitText, textWidth } from '../terminal/width.ts';

/** Told apart without red and yellow, which are levels. */
const colours: readonly ColourName[] = ['cyan', 'green', 'magenta', 'blue'];

const mostOfALine = 0.3;

/** More pods than this come and go in a log that is open for days. */
const mostSeen = 500;

/** Whose lines a log may show: those that are read, and those that left and whose lines are still there. */
export class SeenSources {
	readonly #seen = new Map<string, LogSource>();

	/** In the order in which they joined. */
	get all(): readonly LogSource[] {
		return [...this.#seen.values()];
	}

	/** True: some of them are new. */
	add(streams: readonly LogStream[]): boolean {
		const before = this.#seen.size;
		for (const { source } of streams) this.#seen.set(`${source.pod}/${source.container}`, source);
		const isNews = this.#seen.size > before;
		if (this.#seen.size > mostSeen) this.#forgetOldest(streams);
		return isNews;
	}

	#forgetOldest(streams: readonly LogStream[]): void {
		const present = new Set(streams.map(({ source }) => `${source.pod}/${source.container}`));
		for (const name of this.#seen.keys()) {
			if (this.#seen.size <= mostSeen) return;
			if (!present.has(name)) this.#seen.delete(name);
		}
	}
}

/** What all names begin with, up to a dash: the name of their workload. */
function commonStart(names: readonly string[]): number {
	const [first = '', ...others] = names;
	let end = first.length;
	for (const name of others) {
		let same = 0;
		while (same < end && name[same] === first[same]) same += 1;
		end = same;
	}
	return first.lastIndexOf('-', end - 1) + 1;
}

/**
 * What is written before the lines of each source, as wide as the widest: of pods what their names differ in, of containers
 * their names where there are several. Undefined: all lines are of one source.
 */
export function logLabels(sources: readonly LogSource[], width: number, ellipsis: string): ((source: LogSource) => Span) | undefined {
	const pods = [...new Set(sources.map(({ pod }) => pod))];
	const containers = new Set(sources.map(({ container }) => container));
	if (pods.length < 2 && containers.size < 2) return undefined;
	const start = pods.length < 2 ? 0 : commonStart(pods);
	const words = ({ pod, container }: LogSource): string =>
		screenText([...(pods.length < 2 ? [] : [pod.slice(start)]), ...(containers.size < 2 ? [] : [container])].join('/'));
	const widest = Math.max(...sources.map((source) => textWidth(words(source))));
	const columns = Math.min(widest, Math.max(4, Math.floor(width * mostOfALine)));
	return (source) => {
		const place = pods.length < 2 ? [...containers].indexOf(source.container) : pods.indexOf(source.pod);
		const colour = colours[Math.max(0, place) % colours.length];
		return span(fitText(words(source), columns, 'left', ellipsis), colour === undefined ? {} : { colour });
	};
}
