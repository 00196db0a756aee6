import { typedText } from '../keys/chord.ts';
import { commandFor } from '../keys/dispatch.ts';
import { editText, editWith, insertText } from '../keys/line-edit.ts';
import type { AppServices, OpenContext } from './app-services.ts';
import { type Clipboard, copyLines, copyNames, copyText } from './clipboard-note.ts';
import { CommandBar } from './command-bar.ts';
import { commandFacts, cursorUid } from './command-facts.ts';
import { activeList, type Composed, composeScreen, timedText } from './compose-screen.ts';
import { type Ignored, nothingIgnored } from './ignored.ts';
import { KeptNamespaces } from './kept-namespaces.ts';
import { lineEffects } from './line-effects.ts';
import { follow } from './list-position.ts';
import { LogOverList } from './log-over-list.ts';
import { logRequest } from './log-target.ts';
import type { LogWish } from './logs-line.ts';
import { quietSeconds } from './next-change.ts';
import { OpenContexts, sentenceOf } from './open-contexts.ts';
import { openText } from './open-text.ts';
import { OpenView, viewNamed } from './open-view.ts';
import { openedRow } from './opened-row.ts';
import { type Effect, keyContext, perform } from './perform.ts';
import { type ObjectName, servedSubject, type UnknownSubject } from './related.ts';
import { type Cause, dataFrameMs, loadingFrameMs, type Repaint, repaint } from './repaint.ts';
import { emptySource } from './row-source.ts';
import { type Screen, sameScreen } from './screen.ts';
import { type ActiveList, defaultNamespace, type ScreenFacts } from './screen-facts.ts';
import { SeenLists } from './seen-lists.ts';
import { ServedLookup } from './served-lookup.ts';
import { barPlace, type SessionNow, screenFacts } from './session-facts.ts';
import type { SessionTerminal } from './session-terminal.ts';
import { keepsList, showsOtherRows } from './shows-other-rows.ts';
import { isDoubted } from './stream-words.ts';
import type { TextAnswer } from './text-pane.ts';
import { TextsOverList } from './texts-over-list.ts';
import {
	initialUiState,
	logOverlay,
	type Note,
	textOverlay,
	topOverlay,
	topText,
	type UiAction,
	type UiState,
	uiReducer,
	viewState,
} from './ui-state.ts';
import { goneOf, positionOf } from './wanted-row.ts';

/** However quiet the screen is, the header's request count is looked at this often. */
const mostQuietMs = 10_000;

/** Long enough to be read beside what is looked at. */
const doneNoteMs = 3_000;

/** Within so long of a q that went back another one is the same slip of a finger, or a key that is held: it does not quit. */
const hastyMs = 500;

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
	readonly #log: LogOverList;
	readonly #texts: TextsOverList;
	readonly #contexts: OpenContexts;
	readonly #view: OpenView;
	readonly #repaint: Repaint;
	readonly #listeners = new Set<() => void>();
	readonly #seen = new SeenLists();
	readonly #lookup: ServedLookup;
	readonly #bar: CommandBar;
	readonly #kept: KeptNamespaces;
	/** By the names of the contexts that were left. */
	readonly #ignored = new Map<string, Ignored>();
	readonly #quit: (exitCode: number) => void;
	/** Resolves with the exit code when somebody quits. */
	readonly exited: Promise<number>;
	#state: UiState;
	#active: ActiveList = nothingActive;
	/** What was done since the screen was composed may have put another list under the keys. */
	#isOtherList: boolean = true;
	#screen: Screen | undefined;
	#switching = 0;
	/** When q was pressed last. */
	#quitAt = Number.NEGATIVE_INFINITY;
	/** The cursor goes there as soon as its row has come. */
	#wanted: ObjectName | undefined;
	readonly #closing = new AbortController();

	constructor(services: AppServices, terminal: SessionTerminal) {
		const { initial, clock, domains } = services;
		const { promise, resolve } = Promise.withResolvers<number>();
		this.exited = promise;
		this.#quit = resolve;
		this.#services = services;
		this.#terminal = terminal;
		this.#contexts = new OpenContexts(services);
		this.#bar = new CommandBar(services, () => this.#repaint.soon());
		this.#kept = new KeptNamespaces(services.favouriteNamespaces);
		const kept = this.#kept.of(services.context);
		this.#state = initialUiState(viewNamed(domains, services.context, initial.view).name, initial.namespace, initial.filter, kept);
		this.#repaint = repaint(
			clock,
			(cause) => this.#draw(cause),
			() => (this.#isFilling() ? loadingFrameMs : dataFrameMs),
		);
		this.#lookup = new ServedLookup({
			isOpen: () => !this.#closing.signal.aborted,
			state: () => this.#state,
			say: (level, sentence) => this.#say(level, sentence),
			repaint: () => this.#repaint.now(),
		});
		this.#log = new LogOverList(() => this.#repaint.soon());
		this.#texts = new TextsOverList((request) =>
			openText(request, {
				services,
				context: this.#view.context,
				openContext: (name) => this.#contexts.open(name),
				changed: () => this.#repaint.soon(),
			}),
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
		this.#seen.forget();
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
		this.#log.close();
		this.#texts.close();
		this.#view.close();
		await this.#contexts.close();
	}

	/** A first list goes on below what fits on the screen; what is to be said of a list that failed does not wait. */
	#isFilling(): boolean {
		const { feed } = this.#view.pane;
		const status = feed.status();
		return status.rows === 'partial' && !isDoubted(status) && feed.rows.size > this.#terminal.size().rows;
	}

	#reduce(action: UiAction): void {
		this.#isOtherList ||= !keepsList(action);
		this.#state = uiReducer(this.#state, action);
	}

	#say(level: 'info' | 'error', text: string): void {
		this.#reduce({ type: 'note', note: { level, text } });
	}

	/** Nobody has to do anything about it. */
	#sayDone(note: Note): void {
		this.#reduce({ type: 'note', note: note.level === 'error' ? note : { ...note, until: this.#services.clock.now() + doneNoteMs } });
	}

	#tell(level: Note['level'], text: string | undefined): void {
		if (text !== undefined) this.#say(level, text);
	}

	#act(chord: string): void {
		const { prompt } = this.#state;
		const command = commandFor(keyContext(this.#state), chord);
		if (command === undefined) {
			if (prompt.kind === 'none') {
				this.#sayDone({ level: 'info', text: `${chord} does nothing here; ? lists the keys that do.` });
				return;
			}
			const typed = typedText(chord);
			const edit = typed === undefined ? editWith(prompt.edit, chord) : insertText(prompt.edit, typed);
			if (edit === undefined) return;
			if (prompt.kind === 'filter') this.#seen.forget();
			this.#reduce({ type: 'edit', edit });
			return;
		}
		// What a command moves over is what is on the screen now, after the keys before it.
		this.#refreshActive();
		const now = this.#services.clock.now();
		const isHasty = command === 'quit' && now - this.#quitAt < hastyMs;
		if (command === 'quit') this.#quitAt = now;
		for (const effect of perform(command, chord, this.#state, commandFacts(this.#now, this.#active, isHasty))) this.#follow(effect, chord);
	}

	#follow(effect: Effect, chord: string): void {
		switch (effect.type) {
			case 'ui':
				if (showsOtherRows(effect.action, this.#active)) this.#seen.forget();
				this.#reduce(effect.action);
				this.#show();
				return;
			case 'select':
				this.#wanted = effect.object;
				return;
			case 'copy':
				void this.#copy((clipboard) => copyNames(effect.names, clipboard));
				return;
			case 'open-log':
				this.#openLog(effect.wish);
				return;
			case 'log':
				this.#tell('info', this.#log.perform(effect.command, chord));
				return;
			case 'open-unknown':
				this.#openUnknown(effect.object);
				return;
			case 'text':
				this.#answer(this.#texts.perform(effect.key));
				return;
			case 'copy-log':
				void this.#copy((clipboard) => copyLines(this.#log.pane?.texts() ?? [], clipboard));
				return;
			case 'quit':
				this.#quit(effect.exitCode);
				return;
			case 'refresh':
				this.#view.context.engine.refresh();
				this.#sayDone({ level: 'info', text: 'Asking the server for everything again.' });
				return;
			case 'redraw':
				this.#terminal.redraw();
				return;
			case 'run':
				this.#run(effect.line);
				return;
			case 'switch-context':
				void this.#switchTo(effect.name);
				return;
			case 'suspend':
				this.#terminal.suspend();
				return;
		}
	}

	/** `isAsked`: the server was asked for what is not known here. */
	#run(typed: string, isAsked = false): void {
		const line = this.#bar.meant(typed, () => barPlace(this.#now));
		const command = this.#bar.parse(line, () => barPlace(this.#now));
		if (!isAsked && command.kind === 'error' && command.unknownView !== undefined) {
			this.#lookUp(typed, command.unknownView);
			return;
		}
		// A line that cannot be done stays in the bar, to be corrected or completed.
		if (command.kind !== 'error' && command.kind !== 'contexts') {
			this.#reduce({ type: 'close-prompt' });
			this.#tell('error', this.#bar.entered(line));
		}
		for (const effect of lineEffects(command, this.#state)) this.#follow(effect, '');
	}

	/** A line whose view nobody knows yet stays in the bar until the server has said what there is: unless somebody goes on typing. */
	#lookUp(typed: string, name: string): void {
		void this.#lookup.ask(this.#view.context, {
			name,
			isTold: true,
			isWanted: ({ prompt }) => prompt.kind === 'command' && editText(prompt.edit) === typed,
			found: (note) => {
				this.#reduce({ type: 'note', note: undefined });
				this.#run(typed, true);
				this.#tell('info', note);
			},
			failed: (sentence, isUnknown) => (isUnknown ? this.#run(typed, true) : this.#say('error', sentence)),
		});
	}

	/** An object of a kind that no view knows: the server says what it is. */
	#openUnknown(subject: UnknownSubject): void {
		const { context } = this.#view;
		const { view } = this.#state;
		void this.#lookup.ask(context, {
			name: subject.kind,
			isTold: true,
			isWanted: (state) => state.view === view && state.overlays.length === 0,
			found: (note) => {
				this.#reduce({ type: 'note', note: undefined });
				const object = servedSubject(subject, context.served);
				if (object === undefined) return;
				this.#answer({ open: { kind: 'object', page: 'summary', object }, ...(note === undefined ? {} : { say: note }) });
			},
		});
	}

	/** A place in a context whose server was not asked yet for what it has. */
	#findPlace(view: string): void {
		void this.#lookup.ask(this.#view.context, {
			name: view,
			isWanted: (state) => state.view === view,
			found: () => this.#show(),
			failed: (sentence) => {
				this.#follow({ type: 'ui', action: { type: 'go', view: this.#view.pane.feed.domain.name } }, '');
				this.#say('error', sentence);
			},
		});
	}

	/** Opens what the state says, if it is not what is open. */
	#show(): void {
		const { pane, context } = this.#view;
		if (!this.#view.knows(this.#state.view)) {
			this.#findPlace(this.#state.view);
			return;
		}
		if (pane.feed.domain.name !== this.#state.view) this.#bar.learn({ pane, context: context.name, now: this.#services.clock.now() });
		this.#view.show(this.#state);
		if (!this.#state.overlays.some(({ kind }) => kind === 'log')) this.#log.close();
		this.#texts.show(this.#state.overlays);
	}

	#answer({ say, open, copy }: TextAnswer): void {
		this.#tell('info', say);
		if (open !== undefined) this.#follow({ type: 'ui', action: { type: 'open-overlay', overlay: textOverlay(open) } }, '');
		if (copy !== undefined) void this.#copy((clipboard) => copyText(copy.text, copy.what, clipboard));
	}

	#openLog(wish: LogWish): void {
		const { context, pane } = this.#view;
		const { domain, rows } = pane.feed;
		const row = rows.get(cursorUid(this.#state, this.#active) ?? '');
		const { namespace } = this.#state;
		const request = logRequest(wish, { domain, rows: () => rows.values(), row, namespace });
		if ('why' in request) {
			this.#say('info', request.why);
			return;
		}
		this.#log.open(request, context);
		// At most one is open.
		if (this.#state.overlays.some(({ kind }) => kind === 'log')) this.#reduce({ type: 'close-overlay', from: 'log' });
		this.#reduce({ type: 'open-overlay', overlay: logOverlay });
		this.#texts.show(this.#state.overlays);
	}

	async #copy(copy: (clipboard: Clipboard) => Promise<Note>): Promise<void> {
		const note = await copy({ copy: this.#terminal.copy, env: this.#services.env });
		if (this.#closing.signal.aborted) return;
		this.#sayDone(note);
		this.#repaint.now();
	}

	/** The old context stays on the screen until the new one is open; a failure leaves it there. */
	async #switchTo(name: string): Promise<void> {
		const turn = ++this.#switching;
		this.#say('info', `Opening ${name}…`);
		try {
			const context = await this.#contexts.open(name);
			if (turn !== this.#switching || this.#closing.signal.aborted) return;
			const missing = await this.#missingIn(context);
			if (turn !== this.#switching || this.#closing.signal.aborted) return;
			const here = missing === undefined ? this.#state : { ...this.#state, view: viewNamed(this.#services.domains, context, '').name };
			this.#ignored.set(this.#view.context.name, this.#state.ignored);
			const there = uiReducer(here, {
				type: 'context',
				namespace: defaultNamespace(context),
				favourites: this.#kept.of(context),
				ignored: this.#ignored.get(context.name) ?? nothingIgnored,
			});
			this.#texts.close();
			this.#view.show(there, context);
			this.#state = there;
			this.#log.close();
			this.#seen.forget();
			this.#tell('error', missing);
		} catch (error) {
			if (turn !== this.#switching) return;
			this.#say('error', sentenceOf(error, `Opening context "${name}"`));
		}
		this.#repaint.now();
	}

	/** Why the view that is open cannot be opened in another context: it is of something that its server has not. */
	async #missingIn(context: OpenContext): Promise<string | undefined> {
		const { view } = this.#state;
		if (this.#view.knows(view, context)) return undefined;
		let missing: string | undefined;
		await this.#lookup.ask(context, {
			name: view,
			isWanted: () => true,
			found: () => undefined,
			failed: (sentence) => {
				missing = sentence;
			},
		});
		return missing;
	}

	get #now(): SessionNow {
		return {
			services: this.#services,
			terminal: this.#terminal,
			state: this.#state,
			view: this.#view,
			log: this.#log,
			texts: this.#texts,
			bar: this.#bar,
			seen: this.#seen,
			cursor: cursorUid(this.#state, this.#active),
		};
	}

	/** Notes go with the time, marks with their objects; the cursor goes to the object that was asked for once it has come. */
	#keepUp(): void {
		if (this.#noteLeftMs() <= 0) this.#reduce({ type: 'note', note: undefined });
		const { pane, context } = this.#view;
		const gonePlace = this.#kept.gone(this.#state, pane, context);
		if (gonePlace !== undefined) this.#reduce({ type: 'drop-favourite', name: gonePlace });
		this.#tell('error', this.#kept.keep(this.#state, pane, context));
		const view = viewState(this.#state);
		const gone = goneOf(view, this.#view.pane);
		if (gone.length > 0) this.#reduce({ type: 'unmark', uids: gone });
		if (this.#wanted === undefined) return;
		const position = positionOf(this.#wanted, this.#view.pane, viewState(this.#state), this.#active.height);
		if (position === undefined) return;
		const { opens } = this.#wanted;
		this.#wanted = undefined;
		if (typeof position !== 'string') {
			this.#reduce({ type: 'position', position });
			if (opens === true) this.#openRow(position.key);
			return;
		}
		// On any other row the cursor would say of that one what was asked of the object.
		this.#reduce({ type: 'return' });
		this.#show();
		this.#say('info', position);
	}

	#openRow(uid: string | undefined): void {
		const { domain, rows } = this.#view.pane.feed;
		const row = rows.get(uid ?? '');
		const action = row === undefined ? undefined : openedRow(row, domain, this.#services.domains);
		if (action !== undefined) this.#follow({ type: 'ui', action }, '');
	}

	#noteLeftMs(): number {
		const until = this.#state.note?.until;
		return until === undefined ? Number.POSITIVE_INFINITY : until - this.#services.clock.now();
	}

	#compose(): Composed & { readonly facts: ScreenFacts } {
		this.#keepUp();
		const facts = screenFacts(this.#now);
		const composed = composeScreen(facts);
		this.#active = composed.active;
		this.#isOtherList = false;
		this.#reduce({ type: 'position', position: composed.active.position });
		return { ...composed, facts };
	}

	/** A key that moves over the list that is on the screen composes nothing but the screen that comes of it. */
	#refreshActive(): void {
		if (this.#isOtherList || topOverlay(this.#state) !== undefined) {
			this.#active = activeList(screenFacts(this.#now));
			this.#isOtherList = false;
			return;
		}
		const { rows, height } = this.#active;
		this.#active = { ...this.#active, position: follow(viewState(this.#state).position, rows, height) };
	}

	/** Draws when something is different, and tells in how many milliseconds time alone will make it so. */
	#draw(cause: Cause): number {
		this.#seen.forgetWhenComplete(this.#view.pane.feed.status().rows === 'complete');
		const { screen, facts } = this.#compose();
		if (!sameScreen(this.#screen, screen)) {
			this.#screen = screen;
			for (const listener of this.#listeners) listener();
		}
		// Where something changes all the time, what time alone would change is not worth looking ahead for.
		// Diagnostics counts since the last delivery, and a filter by age lets rows come and go; everything else is asked when it next reads otherwise.
		const seconds =
			cause === 'change' || facts.diagnostics.length > 0 || topText(this.#state) !== undefined || this.#view.pane.turnsWithTime
				? 1
				: quietSeconds((seconds) => timedText(facts, this.#active, seconds));
		// Just past the turn of the second, where ages turn.
		return Math.min(mostQuietMs, this.#noteLeftMs(), seconds * 1000 - (facts.now % 1000) + 5);
	}
}
