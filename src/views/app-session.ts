import { safeText } from '../base/safe-text.ts';
import type { DomainDiagnostics } from '../diagnostics/types.ts';
import { typedText } from '../keys/chord.ts';
import { commandFor } from '../keys/dispatch.ts';
import { editOf, editWith, insertText } from '../keys/line-edit.ts';
import type { AppServices } from './app-services.ts';
import { chosenNames } from './chosen-names.ts';
import { type BarPlace, CommandBar } from './command-bar.ts';
import { type Composed, composeScreen, timedText } from './compose-screen.ts';
import { copiedWords } from './copied-words.ts';
import { LogPane } from './log-pane.ts';
import { logRequestOf } from './log-target.ts';
import { quietSeconds } from './next-change.ts';
import { OpenContexts, sentenceOf } from './open-contexts.ts';
import { domainNamed, OpenView } from './open-view.ts';
import { type CommandFacts, type Effect, keyContext, perform } from './perform.ts';
import { type ObjectName, relatedTo } from './related.ts';
import { type Cause, dataFrameMs, loadingFrameMs, type Repaint, repaint } from './repaint.ts';
import { emptySource } from './row-source.ts';
import { type Screen, sameScreen } from './screen.ts';
import { type ActiveList, defaultNamespace, type ScreenFacts } from './screen-facts.ts';
import type { SessionTerminal } from './session-terminal.ts';
import { showsOtherRows } from './shows-other-rows.ts';
import { sortable } from './sortable-column.ts';
import { initialUiState, logOverlay, overlayOf, topOverlay, type UiAction, type UiState, uiReducer, viewState } from './ui-state.ts';

/** However quiet the screen is, the header's request count is looked at this often. */
const mostQuietMs = 10_000;

/** A first page smaller than this would save nothing. */
const leastFirstPage = 10;

const nothingActive: ActiveList = { rows: emptySource, height: 1, lastOffset: 0, position: { key: undefined, index: 0, top: 0 } };

/**
 * What runs while the interface is open: the state, the feed of the view that is shown, and the screen made of both.
 * Keys go in, screens come out; React only shows them.
 */
export class AppSession {
	readonly #services: AppServices;
	readonly #terminal: SessionTerminal;
	#log: LogPane | undefined;
	readonly #contexts: OpenContexts;
	readonly #view: OpenView;
	readonly #repaint: Repaint;
	readonly #listeners = new Set<() => void>();
	readonly #widest = new Map<string, Map<string, number>>();
	readonly #bar: CommandBar;
	readonly #quit: (exitCode: number) => void;
	/** Resolves with the exit code when somebody quits. */
	readonly exited: Promise<number>;
	#state: UiState;
	#active: ActiveList = nothingActive;
	#screen: Screen | undefined;
	#switching = 0;
	/** The cursor goes there as soon as its row has come. */
	#wanted: ObjectName | undefined;
	#wasComplete = false;
	readonly #closing = new AbortController();

	constructor(services: AppServices, terminal: SessionTerminal) {
		const { initial, clock, domains } = services;
		const { promise, resolve } = Promise.withResolvers<number>();
		this.exited = promise;
		this.#quit = resolve;
		this.#services = services;
		this.#terminal = terminal;
		this.#contexts = new OpenContexts(services);
		this.#bar = new CommandBar(services);
		this.#state = initialUiState(domainNamed(domains, initial.view).name, initial.namespace, initial.filter);
		this.#repaint = repaint(
			clock,
			(cause) => this.#draw(cause),
			() => (this.#isFilling() ? loadingFrameMs : dataFrameMs),
		);
		this.#view = new OpenView(
			services,
			this.#state,
			() => Math.max(leastFirstPage, terminal.size().rows),
			() => this.#repaint.soon(),
		);
		this.#repaint.now();
	}

	subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	screen = (): Screen => this.#screen ?? this.#compose().screen;

	/** The rows that are shown have begun to come. */
	get hasRows(): boolean {
		return this.#view.pane.feed.status().rows !== 'none';
	}

	/** Acts on keys in the order in which they were typed. */
	press(chords: readonly string[]): void {
		for (const chord of chords) {
			if (this.#closing.signal.aborted) return;
			this.#reduce({ type: 'note', note: undefined });
			this.#wanted = undefined;
			this.#act(chord);
		}
		this.#repaint.now();
	}

	/** Pasted text belongs into a line of input and nowhere else: it must never be taken for keys. */
	paste(text: string): void {
		const { prompt } = this.#state;
		if (prompt.kind === 'none') this.#say('info', 'Pasted text goes into the filter (/) or the command bar (:); open one first.');
		else this.#reduce({ type: 'edit', edit: insertText(prompt.edit, text.trimEnd()) });
		this.#repaint.now();
	}

	/** The terminal has another size. */
	resized(): void {
		this.#widest.clear();
		this.#repaint.now();
	}

	/** The same lines are painted in other colours now. */
	themeChanged(): void {
		this.#repaint.now();
	}

	quit(exitCode: number): void {
		this.#quit(exitCode);
	}

	/** Releases every feed; the contexts that were opened here close with it. */
	async close(): Promise<void> {
		if (this.#closing.signal.aborted) return;
		this.#closing.abort();
		this.#repaint.stop();
		this.#closeLog();
		this.#view.close();
		await this.#contexts.close();
	}

	/** A first list goes on below what fits on the screen. */
	#isFilling(): boolean {
		const { feed } = this.#view.pane;
		return feed.status().rows === 'partial' && feed.rows.size > this.#terminal.size().rows;
	}

	#reduce(action: UiAction): void {
		this.#state = uiReducer(this.#state, action);
	}

	#say(level: 'info' | 'error', text: string): void {
		this.#reduce({ type: 'note', note: { level, text } });
	}

	#act(chord: string): void {
		const { prompt } = this.#state;
		const command = commandFor(keyContext(this.#state), chord);
		if (command === undefined) {
			if (prompt.kind === 'none') return;
			const typed = typedText(chord);
			const edit = typed === undefined ? editWith(prompt.edit, chord) : insertText(prompt.edit, typed);
			if (edit === undefined) return;
			if (prompt.kind === 'filter') this.#widest.clear();
			this.#reduce({ type: 'edit', edit });
			return;
		}
		// What a command moves over is what is on the screen now, after the keys before it.
		this.#refreshActive();
		for (const effect of perform(command, chord, this.#state, this.#commandFacts())) this.#follow(effect, chord);
	}

	#follow(effect: Effect, chord: string): void {
		switch (effect.type) {
			case 'ui':
				if (showsOtherRows(effect.action, this.#active)) this.#widest.clear();
				this.#reduce(effect.action);
				this.#show();
				return;
			case 'select':
				this.#wanted = effect.object;
				return;
			case 'copy':
				void this.#copy(effect.names);
				return;
			case 'open-log':
				this.#openLog(effect.previous);
				return;
			case 'log':
				this.#sayIf(this.#log?.perform(effect.command, chord));
				return;
			case 'copy-log':
				void this.#copyLog();
				return;
			case 'quit':
				this.#quit(effect.exitCode);
				return;
			case 'refresh':
				this.#view.context.engine.refresh();
				return;
			case 'redraw':
				this.#terminal.redraw();
				return;
			case 'run':
				this.#run(effect.line);
				return;
		}
	}

	#run(line: string): void {
		const command = this.#bar.parse(line, this.#barPlace);
		// A line that cannot be done stays in the bar, to be corrected or completed.
		if (command.kind !== 'error' && command.kind !== 'contexts') {
			this.#reduce({ type: 'close-prompt' });
			const trouble = this.#bar.entered(line);
			if (trouble !== undefined) this.#say('error', trouble);
		}
		switch (command.kind) {
			case 'error':
				this.#say('error', command.sentence);
				return;
			case 'contexts':
				this.#reduce({ type: 'edit', edit: editOf('ctx ') });
				return;
			case 'nothing':
				return;
			case 'view':
				this.#widest.clear();
				this.#reduce({ ...command, type: 'go' });
				break;
			case 'namespace':
				this.#widest.clear();
				this.#reduce({ type: 'namespace', name: command.name });
				break;
			case 'context':
				void this.#switchTo(command.name);
				return;
			case 'diagnostics':
				if (topOverlay(this.#state)?.kind !== 'diagnostics') this.#reduce({ type: 'open-overlay', overlay: overlayOf('diagnostics') });
				return;
			case 'help':
				this.#reduce({ type: 'open-overlay', overlay: overlayOf('help') });
				return;
			case 'suspend':
				this.#terminal.suspend();
				return;
			case 'quit':
				this.#quit(0);
				return;
		}
		this.#show();
	}

	/** Opens what the state says, if it is not what is open. */
	#show(): void {
		const { pane, context } = this.#view;
		if (pane.feed.domain.name !== this.#state.view) this.#bar.learn({ pane, context: context.name, now: this.#services.clock.now() });
		this.#view.show(this.#state);
		if (!this.#state.overlays.some(({ kind }) => kind === 'log')) this.#closeLog();
	}

	#openLog(previous: boolean): void {
		const { context, pane } = this.#view;
		const row = pane.feed.rows.get(this.#cursorUid() ?? '');
		const request = row === undefined ? { why: 'There is no row under the cursor.' } : logRequestOf(row, pane.feed.domain, previous);
		if ('why' in request) {
			this.#say('info', request.why);
			return;
		}
		this.#closeLog();
		this.#log = new LogPane(request, { open: (wanted) => context.openLogs(wanted), changed: () => this.#repaint.soon() });
		this.#reduce({ type: 'open-overlay', overlay: logOverlay });
	}

	#closeLog(): void {
		this.#log?.close();
		this.#log = undefined;
	}

	#sayIf(words: string | undefined): void {
		if (words !== undefined) this.#say('info', words);
	}

	async #copy(names: readonly string[]): Promise<void> {
		const safe = names.map(safeText);
		const what = safe.length === 1 ? (safe[0] ?? '') : `${safe.length} names`;
		await this.#toClipboard(safe, what);
	}

	async #copyLog(): Promise<void> {
		const lines = (this.#log?.texts() ?? []).map(safeText);
		if (lines.length === 0) this.#say('info', 'There is no line to copy.');
		else await this.#toClipboard(lines, lines.length === 1 ? 'the line' : `${lines.length} lines`);
	}

	async #toClipboard(safe: readonly string[], what: string): Promise<void> {
		const note = copiedWords(what, await this.#terminal.copy(safe.join('\n')), this.#services.env);
		if (this.#closing.signal.aborted) return;
		this.#say(note.level, note.text);
		this.#repaint.now();
	}

	/** The old context stays on the screen until the new one is open; a failure leaves it there. */
	async #switchTo(name: string): Promise<void> {
		const turn = ++this.#switching;
		this.#say('info', `Opening ${name}…`);
		try {
			const context = await this.#contexts.open(name);
			if (turn !== this.#switching || this.#closing.signal.aborted) return;
			const there = uiReducer(this.#state, { type: 'context', namespace: defaultNamespace(context) });
			this.#view.show(there, context);
			this.#state = there;
			this.#widest.clear();
		} catch (error) {
			if (turn !== this.#switching) return;
			this.#say('error', sentenceOf(error, `Opening context "${name}"`));
		}
		this.#repaint.now();
	}

	#barPlace = (): BarPlace => ({
		context: this.#view.context.name,
		contextNamespace: defaultNamespace(this.#view.context),
		favourites: this.#state.favourites,
		pane: this.#view.pane,
		now: this.#services.clock.now(),
	});

	#cursorUid(): string | undefined {
		return topOverlay(this.#state) === undefined ? this.#active.rows.keyAt(this.#active.position.index) : undefined;
	}

	#diagnosticsRows(): readonly DomainDiagnostics[] {
		const shown = this.#state.split || this.#state.overlays.some(({ kind }) => kind === 'diagnostics');
		return shown ? this.#services.diagnostics.rows(this.#view.context.name, [this.#view.pane.feed], this.#view.context.logStreams()) : [];
	}

	#commandFacts(): CommandFacts {
		const view = viewState(this.#state);
		const { domain } = this.#view.pane.feed;
		const overlay = topOverlay(this.#state);
		const rows = this.#diagnosticsRows();
		return {
			views: this.#view.views(),
			contextNamespace: defaultNamespace(this.#view.context),
			sortable: this.#view.pane.sortable().map(sortable),
			sort: view.sort ?? domain.sort,
			rows: this.#active.rows,
			height: this.#active.height,
			lastOffset: this.#active.lastOffset,
			completions: this.#bar.completions(this.#state.prompt, this.#barPlace).map(({ line }) => line),
			recent: this.#bar.recent,
			cursorUid: this.#cursorUid(),
			names: () => chosenNames(this.#view.pane.feed.rows, this.#active.rows, view.marks, this.#cursorUid()),
			related: (relation) => {
				const { feed } = this.#view.pane;
				const row = feed.rows.get(this.#cursorUid() ?? '');
				if (row === undefined) return undefined;
				const { namespace } = this.#state;
				return relatedTo(relation, { row, domain, context: feed.context(), domains: this.#services.domains, namespace });
			},
			isFilterFaulty: this.#view.pane.fault !== undefined,
			domainUnderCursor: overlay?.kind === 'diagnostics' ? rows[this.#active.position.index] : undefined,
		};
	}

	#facts(): ScreenFacts {
		const { clock, demo, diagnostics } = this.#services;
		const { size, glyphs, paint } = this.#terminal;
		return {
			state: this.#state,
			size: size(),
			now: clock.now(),
			demo,
			context: this.#view.context,
			pane: this.#view.pane,
			log: this.#log,
			tabs: this.#view.tabs(),
			watches: this.#view.context.engine.reports().filter(({ leases, status }) => leases > 0 && status.mode === 'watch' && status.live)
				.length,
			requestsPerMinute: diagnostics.requestsPerMinute(),
			diagnostics: this.#diagnosticsRows(),
			journal: (streamId) => diagnostics.journal(streamId),
			completions: this.#bar.completions(this.#state.prompt, this.#barPlace),
			glyphs,
			paint,
			widest: (list) => {
				const known = this.#widest.get(list) ?? new Map<string, number>();
				this.#widest.set(list, known);
				return known;
			},
		};
	}

	/** Marks go with their objects; the cursor goes to the object that was asked for once it has come. */
	#keepUp(): void {
		const { feed } = this.#view.pane;
		const { rows } = feed.status();
		if (rows === 'complete') {
			const gone = [...viewState(this.#state).marks].filter((uid) => feed.rows.get(uid) === undefined);
			if (gone.length > 0) this.#reduce({ type: 'unmark', uids: gone });
		}
		if (this.#wanted === undefined) return;
		const { namespace, name } = this.#wanted;
		const row = Array.from(feed.rows.values()).find((each) => each.name === name && each.namespace === namespace);
		if (row !== undefined) {
			this.#view.pane.apply(viewState(this.#state));
			const index = Math.max(0, this.#view.pane.source([]).indexOf(row.uid));
			this.#reduce({ type: 'position', position: { key: row.uid, index, top: Math.max(0, index - Math.floor(this.#active.height / 2)) } });
		} else if (rows === 'complete') {
			this.#say('info', `${name} is not in ${feed.domain.name} (any more).`);
		} else return;
		this.#wanted = undefined;
	}

	#compose(): Composed & { readonly facts: ScreenFacts } {
		this.#keepUp();
		const facts = this.#facts();
		const composed = composeScreen(facts);
		this.#active = composed.active;
		this.#reduce({ type: 'position', position: composed.active.position });
		return { ...composed, facts };
	}

	#refreshActive(): void {
		this.#active = composeScreen(this.#facts()).active;
	}

	/** The first pages of a list are in an order of their own; what they were as wide as says nothing of the whole. */
	#measureAnewWhenComplete(): void {
		const complete = this.#view.pane.feed.status().rows === 'complete';
		if (complete && !this.#wasComplete) this.#widest.clear();
		this.#wasComplete = complete;
	}

	/** Draws when something is different, and tells in how many milliseconds time alone will make it so. */
	#draw(cause: Cause): number {
		this.#measureAnewWhenComplete();
		const { screen, facts } = this.#compose();
		if (!sameScreen(this.#screen, screen)) {
			this.#screen = screen;
			for (const listener of this.#listeners) listener();
		}
		// Where something changes all the time, what time alone would change is not worth looking ahead for.
		// Diagnostics counts since the last delivery, and a filter by age lets rows come and go; everything else is asked when it next reads otherwise.
		const seconds =
			cause === 'change' || facts.diagnostics.length > 0 || this.#view.pane.turnsWithTime
				? 1
				: quietSeconds((seconds) => timedText(facts, this.#active, seconds));
		// Just past the turn of the second, where ages turn.
		return Math.min(mostQuietMs, seconds * 1000 - (facts.now % 1000) + 5);
	}
}
