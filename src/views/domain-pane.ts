import { isUnwell } from '../base/cell.ts';
import type { Clock } from '../base/clock.ts';
import type { CellContext, Column, Domain, PictureColumn, Row } from '../domains/types.ts';
import { type Filter, type FilterFault, filterFor, keepText, plainColumns } from '../filter/filter.ts';
import { narrows } from '../filter/narrows.ts';
import { RowView } from '../stores/row-view.ts';
import type { DomainFeed } from '../sync/types.ts';
import { type Ignored, ignoredTest, isIgnored, nothingIgnored } from './ignored.ts';
import { logWords } from './log-target.ts';
import type { ListColumn, RowSource } from './row-source.ts';
import { TextReading } from './text-reading.ts';
import type { SortOrder, ViewState } from './ui-state.ts';

/** What of a domain's judgement hangs on the time is looked at again after so many seconds. */
const judgedAgainSeconds = 10;

/** What is said of more rows than these, all of them looked at, is said anew once a second at most: after each change there is a frame then. */
const manyRows = 1_000;

const noFilter: Filter = {
	text: '',
	syntax: { words: [], typedWords: '', selectors: {} },
	selectors: {},
	test: undefined,
	readsTime: false,
	readsJoins: false,
	readsTexts: false,
};

/** Rows that each would let through alone. */
export interface LetThrough {
	readonly filter: number;
	readonly faults: number;
}

/** A domain's feed while its pane is open, with its rows in the order and under the filter of the view. */
export class DomainPane {
	readonly feed: DomainFeed;
	readonly #rows: RowView;
	/** What is typed, whether it can be read or not. */
	#typed: string | undefined;
	/** The last filter that could be read: it holds while what is typed cannot be, and until the texts are read that the next one asks for. */
	#filter: Filter;
	/** What is to hold. */
	#next: Filter;
	readonly #reading: TextReading;
	/** As it was when filter and order were read: another one has other columns. */
	#domain: Domain;
	#plain: readonly Column[];
	#fault: FilterFault | undefined;
	#faults = false;
	#ignoring: Ignored = nothingIgnored;
	#sort: SortOrder | undefined;
	#joins: number;
	#second = 0;
	/** What the tests of rows know now. */
	#context: CellContext;
	#heading: { readonly revision: string; readonly second: number; readonly words: string } | undefined;
	/** When rows were last judged, in seconds, and whether something that they are judged by is another since. */
	#judged = { second: 0, isDue: false };
	#alone: { readonly rows: string; readonly filter: Filter; readonly counts: LetThrough } | undefined;

	/** `onRead` is called when a filter may hold that did not at once: it asks for more text than is read between two keys. */
	constructor(feed: DomainFeed, clock: Pick<Clock, 'after'>, onRead: () => void) {
		this.feed = feed;
		this.#rows = new RowView(feed.rows, feed.domain.newest, (row) => this.#isFaulty(row));
		this.#joins = feed.joinsRevision;
		this.#context = feed.context();
		this.#filter = noFilter;
		this.#next = noFilter;
		this.#domain = feed.domain;
		this.#plain = plainColumns(feed.domain.columns, feed.scope.namespace === undefined);
		this.#reading = new TextReading({
			rows: feed.rows,
			keep: (texts, row) => keepText(texts, row, this.#context, this.#plain),
			clock,
			onRead,
		});
	}

	/** Rows of the store. */
	get total(): number {
		return this.#rows.total;
	}

	get shown(): number {
		return this.#rows.length;
	}

	/** Rows that the filter let through, more than are shown where only the newest are. */
	get matched(): number {
		return this.#rows.matched;
	}

	/** Rows that are shown and are not well. */
	get faulty(): number {
		return this.#rows.counted;
	}

	/** Rows that somebody ignored, and that are still as they were then. */
	get ignored(): number {
		const { domain, rows } = this.feed;
		if (domain.ignorable === undefined || this.#ignoring.versions.size === 0) return 0;
		let count = 0;
		for (const row of rows.values()) if (isIgnored(this.#ignoring, domain, row)) count++;
		return count;
	}

	/** What holds now. */
	get filter(): Filter {
		return this.#filter;
	}

	/** Why what is typed is not what holds. */
	get fault(): FilterFault | undefined {
		return this.#fault;
	}

	/** Rows come and go with the time alone. */
	get turnsWithTime(): boolean {
		return this.#filter.readsTime;
	}

	/** Makes the rows what the view asks for; what has not changed costs nothing. */
	apply(view: ViewState, ignored: Ignored = this.#ignoring): void {
		const { domain } = this.feed;
		this.feed.settle();
		this.#context = this.feed.context();
		if (domain !== this.#domain) this.#forgetColumns(domain);
		const sort = view.sort ?? domain.sort;
		if (sort.column !== this.#sort?.column || sort.descending !== this.#sort.descending) {
			this.#sort = sort;
			const column = domain.columns.find(({ id }) => id === sort.column);
			this.#rows.setOrder(
				column === undefined ? undefined : { by: (row) => column.order?.(row) ?? column.value(row, this.#context) },
				sort.descending,
			);
		}
		const before = this.#filter;
		if (this.#read(view.filter) || view.faults !== this.#faults || ignored !== this.#ignoring) {
			const isSame = view.faults === this.#faults && ignored === this.#ignoring;
			const isNarrower = isSame && before.test !== undefined && narrows(this.#filter, before);
			this.#faults = view.faults;
			this.#ignoring = ignored;
			this.#rows.setFilter(this.#rowTest(), isNarrower);
		}
		this.#refresh(domain.columns.find(({ id }) => id === sort.column)?.volatile === true);
	}

	#forgetColumns(domain: Domain): void {
		this.#domain = domain;
		this.#plain = plainColumns(domain.columns, this.feed.scope.namespace === undefined);
		this.#sort = undefined;
		this.#reading.forget();
		// What named no column may name one now.
		if (this.#typed !== undefined) this.#readTyped(this.#typed);
	}

	#readTyped(typed: string): void {
		this.#typed = typed;
		const { filter, fault } = filterFor(this.feed.domain, typed, this.feed.scope.namespace === undefined);
		this.#fault = fault;
		this.#next = filter ?? this.#next;
		if (!this.#next.readsTexts) this.#reading.forget();
	}

	/** Returns whether another filter holds. */
	#read(typed: string): boolean {
		// A filter that was there before the pane holds from its first frame on.
		const most = this.#typed === undefined ? Number.POSITIVE_INFINITY : undefined;
		if (typed !== this.#typed) this.#readTyped(typed);
		if (this.#next === this.#filter || (this.#next.readsTexts && !this.#reading.ask(most))) return false;
		this.#filter = this.#next;
		return true;
	}

	/** Looks again at what has changed while the rows have not: samples, sums, the time. */
	#refresh(isOrderVolatile: boolean): void {
		const { readsJoins, readsTime } = this.#filter;
		const second = Math.floor(this.#context.now / 1000);
		const joined = this.feed.joinsRevision !== this.#joins;
		const isJudgedAgain = this.feed.domain.isUnwell !== undefined && this.#isToBeJudged(second, joined);
		if (isJudgedAgain) this.#rows.refreshCounts();
		if ((joined && readsJoins) || (readsTime && second !== this.#second) || (isJudgedAgain && this.#faults)) this.#rows.refreshMatches();
		if (joined && isOrderVolatile) this.#rows.refreshVolatile();
		this.#joins = this.feed.joinsRevision;
		this.#second = second;
	}

	#isToBeJudged(second: number, joined: boolean): boolean {
		const turned = Math.floor(second / judgedAgainSeconds) !== Math.floor(this.#judged.second / judgedAgainSeconds);
		const isDue = this.#judged.isDue || joined || turned;
		const isNow = isDue && (this.total <= manyRows || second !== this.#judged.second);
		this.#judged = { second: isNow ? second : this.#judged.second, isDue: isDue && !isNow };
		return isNow;
	}

	#rowTest(): Parameters<RowView['setFilter']>[0] {
		const { test } = this.#filter;
		const { texts } = this.#reading;
		const tests = [
			ignoredTest(this.#ignoring, this.feed.domain),
			this.#faults ? (row: Row) => this.#isFaulty(row) : undefined,
			test === undefined ? undefined : (row: Row) => test(row, this.#context, texts),
		].filter((one) => one !== undefined);
		const [only, ...others] = tests;
		return others.length === 0 ? only : (row) => tests.every((one) => one(row));
	}

	#isFaulty(row: Row): boolean {
		return this.feed.domain.isUnwell?.(row, this.#context) ?? isUnwell(row.health);
	}

	/** How many rows the filter and the choice of faults would let through, each by itself: which of them hides the rows. */
	letThrough(): LetThrough {
		const revision = `${this.feed.rows.revision} ${this.feed.joinsRevision}`;
		const filter = this.#filter;
		if (this.#alone?.rows === revision && this.#alone.filter === filter) return this.#alone.counts;
		let byFilter = 0;
		let faulty = 0;
		for (const row of this.feed.rows.values()) {
			if (filter.test?.(row, this.#context, this.#reading.texts) ?? true) byFilter++;
			if (this.#isFaulty(row)) faulty++;
		}
		const counts = { filter: byFilter, faults: faulty };
		this.#alone = { rows: revision, filter, counts };
		return counts;
	}

	/** What the title says of the scope and of all rows in it; undefined: the name of the scope says it. */
	heading(): string | undefined {
		const { domain, rows, joinsRevision, scope } = this.feed;
		if (domain.heading === undefined) return undefined;
		const revision = `${rows.revision} ${joinsRevision}`;
		const second = Math.floor(this.#context.now / 1000);
		const isKept = this.#heading?.revision === revision || (this.#heading?.second === second && rows.size > manyRows);
		if (this.#heading === undefined || !isKept) {
			this.#heading = { revision, second, words: domain.heading(scope, this.#context, rows.values()) };
		}
		return this.#heading.words;
	}

	/** In their order. */
	shownRows(): Iterable<Row> {
		return this.#rows.values();
	}

	/** The columns that are shown now. */
	columns(wide: boolean): readonly Column[] {
		// An order that cannot be seen is no order: what the list is sorted by is shown, whatever else is not.
		return this.sortable().filter((column) => wide || column.wide !== true || column.id === this.#sort?.column);
	}

	/** The columns that rows may be sorted by: all that can be shown. Lines have their order. */
	sortable(): readonly Column[] {
		if (this.feed.domain.lines !== undefined) return [];
		const across = this.feed.scope.namespace === undefined;
		return this.feed.domain.columns.filter((column) => across || column.acrossNamespaces !== true);
	}

	/** Those and, on a wide screen, the pictures behind what they draw. */
	drawnColumns(wide: boolean): readonly (Column | PictureColumn)[] {
		const columns = this.columns(wide);
		const { pictures } = this.feed.domain;
		if (!wide || pictures === undefined) return columns;
		return columns.flatMap((column) => [column, ...pictures.filter(({ after }) => after === column.id)]);
	}

	source(columns: readonly Pick<Column, 'cell'>[], context: CellContext = this.feed.context()): RowSource {
		const rows = this.#rows;
		return {
			get length() {
				return rows.length;
			},
			keyAt: (index) => rows.at(index)?.uid,
			indexOf: (key) => rows.indexOf(key),
			at(index) {
				const row = rows.at(index);
				return row === undefined ? [] : columns.map((column) => column.cell(row, context));
			},
		};
	}

	/** Namespaces that rows are in, for completion. */
	namespaces(): ReadonlySet<string> {
		const names = new Set<string>();
		for (const { namespace } of this.feed.rows.values()) if (namespace !== '') names.add(namespace);
		return names;
	}

	/** Rows that have logs, as `:logs` takes them, in the order of the list. */
	logTargets(): readonly string[] {
		const { domain, scope } = this.feed;
		return Array.from(this.#rows.values(), (row) => logWords(row, domain, scope.namespace === undefined) ?? []).flat();
	}

	close(): void {
		this.#reading.forget();
		this.#rows.dispose();
		this.feed.close();
	}
}

type Drawn = Pick<Column, 'id' | 'title' | 'worth' | 'min'> & Partial<Pick<Column, 'align' | 'max' | 'sortKey' | 'whole'>>;

export const listColumn = ({ id, title, align, worth, min, max, sortKey, whole }: Drawn): ListColumn => ({
	id,
	title,
	align: align ?? 'left',
	worth,
	min,
	max,
	sortKey,
	...(whole === undefined ? {} : { whole }),
});
