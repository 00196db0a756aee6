import { screenText } from '../base/safe-text.ts';
import type { CommandId } from '../keys/binding.ts';
import type { LogRequest, LogSession } from '../sessions/types.ts';
import type { StreamStatus } from '../sync/types.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import { doubted } from './doubted-log.ts';
import { type LogFilter, logFilter, noLogFilter } from './log-filter.ts';
import { logLabels, SeenSources } from './log-labels.ts';
import { type LineFacts, type LogLook, lineWords } from './log-lines.ts';
import { containersWords, inRange, logRanges, nextContainers, targetWords } from './log-target.ts';
import { logWords, noLineYet } from './log-words.ts';
import { OpenLog, type ShownLog } from './open-log.ts';
import { emptySource } from './row-source.ts';
import type { DrawnPane, ScreenFacts } from './screen-facts.ts';
import { dim } from './theme.ts';
import { titleLine } from './title-line.ts';

export interface LogPaneOptions {
	readonly open: (request: LogRequest) => LogSession;
	/** Lines came, or a status is another. */
	readonly changed: () => void;
}

/** What the pane does by itself; everything else about it is in the state of the interface. */
export type LogCommand = Extract<CommandId, `log-${string}`> | 'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom';

/** On a narrower terminal a namespace that the header names makes room for the name. */
const namespaceFrom = 100;

/** What is put on the clipboard at most. */
const mostCopied = 5_000;

/** A log that is open, over the list from which it was opened. */
export class LogPane {
	readonly #options: LogPaneOptions;
	#log: OpenLog;
	#filter: LogFilter = noLogFilter;
	#typed = '';
	#matchesOnly = true;
	#fields = false;
	#facts: LineFacts | undefined;
	readonly #sources = new SeenSources();

	constructor(request: LogRequest, options: LogPaneOptions) {
		this.#options = options;
		this.#log = this.#open(request);
	}

	get request(): LogRequest {
		return this.#log.request;
	}

	get session(): LogSession {
		return this.#log.session;
	}

	/** How far what is shown can be believed, `light` being that of the list below. */
	status(light: StreamStatus, now: number): StreamStatus {
		return doubted(this.session.status(), this.session.streams(), light, now);
	}

	/** Why what is typed is not the filter that holds. */
	get fault(): LogFilter['fault'] {
		return this.#filter.fault;
	}

	/** Lines as they are shown, each whole, for the clipboard, the newest ones. */
	texts(): readonly string[] {
		const facts = this.#facts;
		return facts === undefined ? [] : this.#log.entries(mostCopied).map((entry) => lineWords(entry, facts));
	}

	/** Returns what there is to say of it. */
	perform(command: LogCommand, chord: string): string | undefined {
		switch (command) {
			case 'up':
			case 'down':
				this.#log.scroll(command === 'up' ? -1 : 1);
				return undefined;
			case 'page-up':
			case 'page-down':
				this.#log.page(command === 'page-up' ? -1 : 1);
				return undefined;
			case 'top':
				this.#log.toStart();
				return undefined;
			case 'bottom':
				this.#log.follow(true);
				return undefined;
			case 'log-follow':
				this.#log.follow(!this.#log.isFollowing);
				return undefined;
			case 'log-next':
			case 'log-back':
				return this.#toFound(command === 'log-next' ? 1 : -1);
			case 'log-since': {
				const range = logRanges.find((each) => each.chord === chord);
				if (range === undefined) return undefined;
				this.#reopen(inRange(this.request, range));
				return `Read ${range.words}.`;
			}
			case 'log-again':
				this.#reopen(this.request);
				return 'Reading it again.';
			case 'log-previous': {
				const previous = !this.request.previous;
				this.#reopen({ ...this.request, previous, follow: !previous });
				return previous ? 'What ran before the last restart.' : 'What runs now.';
			}
			case 'log-containers': {
				const containers = nextContainers(this.request.containers, this.#sources.all);
				this.#reopen({ ...this.request, containers });
				return containersWords(containers);
			}
			default:
				return undefined;
		}
	}

	/** The filter as it is typed now. Lines that it hides are hidden at once. */
	apply(text: string, { matchesOnly, fields }: LogLook): void {
		const isOther = text !== this.#typed || fields !== this.#fields;
		if (!isOther && matchesOnly === this.#matchesOnly) return;
		if (isOther) this.#filter = logFilter(text, this.#filter, fields);
		this.#typed = text;
		this.#fields = fields;
		this.#matchesOnly = matchesOnly;
		this.#setTests();
		this.#facts = undefined;
	}

	draw(facts: ScreenFacts, look: LogLook, filter: string, height: number): DrawnPane {
		this.apply(filter, look);
		const shown = this.#log.show(this.#lineFacts(facts, look), height);
		if (shown.isSearching) this.#options.changed();
		const lines = shown.lines.length > 0 ? shown.lines : this.#nothing(facts, shown);
		return {
			title: this.#title(facts, shown),
			titles: undefined,
			lines,
			active: { rows: emptySource, height, lastOffset: 0, position: { key: undefined, index: 0, top: 0 } },
			blank: this.#log.isFollowing ? '' : 'G follows the newest',
		};
	}

	close(): void {
		this.#log.close();
	}

	#open(request: LogRequest): OpenLog {
		return new OpenLog(this.#options.open(request), this.#options.changed);
	}

	#reopen(request: LogRequest): void {
		// The new one first, so that what both read of the cluster goes on.
		const next = this.#open(request);
		this.#log.close();
		this.#log = next;
		this.#facts = undefined;
		this.#setTests();
	}

	#setTests(): void {
		const { test, finds } = this.#filter;
		this.#log.setTest(this.#matchesOnly ? test : undefined, this.#matchesOnly || test === undefined ? undefined : finds);
	}

	#toFound(step: 1 | -1): string | undefined {
		if (this.#filter.test === undefined) return 'Type what to look for first: / and words.';
		if (this.#log.toFound(this.#filter.finds, step)) return undefined;
		return step > 0 ? 'No line below this has it.' : 'No line above this has it.';
	}

	/** The same object as long as lines are drawn the same way. */
	#lineFacts({ size, glyphs }: ScreenFacts, look: LogLook): LineFacts {
		const isNews = this.#sources.add(this.session.streams());
		const known = this.#facts;
		if (known !== undefined && known.look === look && known.width === size.columns && known.glyphs === glyphs && !isNews) return known;
		const label = logLabels(this.#sources.all, size.columns, glyphs.ellipsis);
		this.#facts = {
			look,
			width: size.columns,
			glyphs,
			label: (source) => label?.(source),
			isFound: this.#filter.finds,
		};
		return this.#facts;
	}

	#title({ size, glyphs, now, pane }: ScreenFacts, { from, to, of, found, isSearching }: ShownLog): Line {
		const { request, session } = this;
		const streams = session.streams().length;
		const dropped = session.entries.droppedLines;
		const { isFollowing } = this.#log;
		const counts = [
			isSearching ? 'searching' : '',
			dropped > 0 ? `${dropped} older let go` : '',
			found === undefined ? '' : `${found} marked`,
			of === 0 ? '' : `${from}-${to} of ${of}`,
			request.follow && isFollowing ? 'following' : '',
		];
		const isNamed = size.columns < namespaceFrom && pane.feed.domain.scope !== 'cluster' && pane.feed.scope.namespace === request.namespace;
		const name = `${isNamed ? '' : `${screenText(request.namespace)}/`}${targetWords(request)}`;
		return titleLine(
			{
				title: request.previous ? 'PREVIOUS LOG' : 'LOG',
				scope: `${name}${streams > 1 && size.columns >= namespaceFrom ? ` (${streams} containers)` : ''}`,
				isNamedByScope: true,
				selectors: '',
				filter: this.#typed,
				faults: 0,
				marks: isFollowing || !request.follow ? '' : 'paused',
				sort: undefined,
				counts: counts.filter((words) => words !== '').join(` ${glyphs.dot} `),
				hiddenLeft: 0,
				hiddenRight: 0,
				words: logWords(this.status(pane.feed.light(), now), now),
			},
			size.columns,
			glyphs,
		);
	}

	#nothing({ now, size, glyphs }: ScreenFacts, { isSearching }: ShownLog): readonly Line[] {
		const { entries } = this.session;
		const there = entries.nextSeq - entries.firstSeq;
		if (there > 0) {
			const words = isSearching ? 'Searching…' : `None of ${there} lines has this; esc takes the filter away.`;
			return [[], [span(`  ${words}`, dim)]];
		}
		return noLineYet(this.request, this.session.status(), now, size.columns, glyphs);
	}
}
