import { typedText } from '../keys/chord.ts';
import { commandFor } from '../keys/dispatch.ts';
import { editWith, insertText } from '../keys/line-edit.ts';
import type { AppServices, OpenContext } from './app-services.ts';
import { type Clipboard, copyLines, copyNames, copyText } from './clipboard-note.ts';
import { CommandBar } from './command-bar.ts';
import { commandFacts, cursorUid } from './command-facts.ts';
import { viewWord } from './command-line.ts';
import { ContextSwitch } from './context-switch.ts';
import type { Effect } from './effect.ts';
import { k9sLine } from './k9s-names.ts';
import { KeptNamespaces } from './kept-namespaces.ts';
import { lineEffects } from './line-effects.ts';
import { OpenContexts } from './open-contexts.ts';
import { openText } from './open-text.ts';
import { OpenView, viewNamed } from './open-view.ts';
import { openedRow } from './opened-row.ts';
import { PanesOverList } from './panes-over-list.ts';
import { keyContext, perform } from './perform.ts';
import type { ObjectName } from './related.ts';
import { type Cause, dataFrameMs, loadingFrameMs, type Repaint, repaint } from './repaint.ts';
import type { Screen } from './screen.ts';
import { SeenLists } from './seen-lists.ts';
import { ServedLookup } from './served-lookup.ts';
import { barPlace, type SessionNow } from './session-facts.ts';
import { SessionFrames } from './session-frames.ts';
import { SessionState } from './session-state.ts';
import type { SessionTerminal } from './session-terminal.ts';
import { showsOtherRows } from './shows-other-rows.ts';
import { isDoubted } from './stream-words.ts';
import type { TextAnswer } from './text-pane.ts';
import { initialUiState, type Note, textOverlay, viewState } from './ui-state.ts';
import { UnknownNames } from './unknown-names.ts';
import { goneOf, positionOf } from './wanted-row.ts';

/** Within so long of a q that went back another one is the same slip of a finger, or a key that is held: it does not quit. */
const hastyMs = 500;

/** A first page smaller than this would save nothing. */
const leastFirstPage = 10;

/**
 * What runs while the interface is open: the state, the feed of the view that is shown, and the screen made of both.
 * Keys go in, screens come out; React only shows them.
 */
export class AppSession {
	readonly #services: AppServices;
	readonly #terminal: SessionTerminal;
	readonly #state: SessionState;
	readonly #panes: PanesOverList;
	readonly #frames: SessionFrames;
	readonly #contexts: OpenContexts;
	readonly #contextSwitch: ContextSwitch;
	readonly #view: OpenView;
	readonly #repaint: Repaint;
	readonly #listeners = new Set<() => void>();
	readonly #seen = new SeenLists();
	readonly #unknown: UnknownNames;
	readonly #bar: CommandBar;
	readonly #kept: KeptNamespaces;
	readonly #quit: (exitCode: number) => void;
	/** Resolves with the exit code when somebody quits. */
	readonly exited: Promise<number>;
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
		const changed = (): void => this.#repaint.soon();
		this.#bar = new CommandBar(services, changed);
		this.#kept = new KeptNamespaces(services.favouriteNamespaces);
		const kept = this.#kept.of(services.context);
		const view = viewNamed(domains, services.context, initial.view).name;
		this.#state = new SessionState(initialUiState(view, initial.namespace, initial.filter, kept), clock);
		this.#frames = new SessionFrames(this.#state, () => this.#now);
		this.#repaint = repaint(
			clock,
			(cause) => this.#draw(cause),
			() => (this.#isFilling() ? loadingFrameMs : dataFrameMs),
		);
		const isOpen = (): boolean => !this.#closing.signal.aborted;
		const lookup = new ServedLookup({
			isOpen,
			state: () => this.#state.current,
			say: (level, sentence) => this.#state.say(level, sentence),
			unsay: () => this.#state.unsay(),
			repaint: () => this.#repaint.now(),
		});
		const openContext = (name: string): Promise<OpenContext> => this.#contexts.open(name);
		this.#panes = new PanesOverList(
			this.#state,
			(request, below) => openText(request, { services, context: this.#view.context, openContext, changed }, below),
			changed,
		);
		const firstPage = (): number => Math.max(leastFirstPage, terminal.size().rows);
		this.#view = new OpenView(services, this.#state.current, firstPage, changed);
		this.#contextSwitch = new ContextSwitch({
			services,
			contexts: this.#contexts,
			state: this.#state,
			view: this.#view,
			panes: this.#panes,
			seen: this.#seen,
			lookup,
			kept: this.#kept,
			isOpen,
			repaint: () => this.#repaint.now(),
		});
		this.#unknown = new UnknownNames({
			lookup,
			state: this.#state,
			context: () => this.#view.context,
			run: (typed) => this.#run(typed, true),
			answer: (answer) => this.#answer(answer),
			show: () => this.#show(),
			stay: () => this.#follow({ type: 'ui', action: { type: 'go', view: this.#view.pane.feed.domain.name } }, ''),
		});
		this.#repaint.now();
	}

	subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	screen = (): Screen => this.#frames.screen();

	/** There are rows to show, or it is known that there are none. What is derived of others begins to come after them. */
	get hasRows(): boolean {
		const { feed } = this.#view.pane;
		return feed.rows.size > 0 || feed.status().rows === 'complete';
	}

	/** Acts on keys in the order in which they were typed. */
	press(chords: readonly string[]): void {
		for (const chord of chords) {
			if (this.#closing.signal.aborted) return;
			this.#state.unsay();
			this.#wanted = undefined;
			this.#act(chord);
		}
		this.#repaint.now();
	}

	/** Pasted text belongs into a line of input and nowhere else: it must never be taken for keys. */
	paste(text: string): void {
		const { prompt } = this.#state.current;
		if (prompt.kind === 'none') this.#state.say('info', 'Pasted text goes into the filter (/) or the command bar (:); open one first.');
		else this.#state.reduce({ type: 'edit', edit: insertText(prompt.edit, text.trimEnd()) });
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
		this.#panes.close();
		this.#view.close();
		await this.#contexts.close();
	}

	/** A first list goes on below what fits on the screen; what is to be said of a list that failed does not wait. */
	#isFilling(): boolean {
		const { feed } = this.#view.pane;
		const status = feed.status();
		return status.rows === 'partial' && !isDoubted(status) && feed.rows.size > this.#terminal.size().rows;
	}

	#act(chord: string): void {
		const { prompt } = this.#state.current;
		const command = commandFor(keyContext(this.#state.current), chord);
		if (command === undefined) {
			if (prompt.kind === 'none') {
				this.#state.sayDone({ level: 'info', text: `${chord} does nothing here; ? lists the keys that do.` });
				return;
			}
			const typed = typedText(chord);
			const edit = typed === undefined ? editWith(prompt.edit, chord) : insertText(prompt.edit, typed);
			if (edit === undefined) return;
			if (prompt.kind === 'filter') this.#seen.forget();
			this.#state.reduce({ type: 'edit', edit });
			return;
		}
		// What a command moves over is what is on the screen now, after the keys before it.
		this.#frames.refreshActive();
		const now = this.#services.clock.now();
		const isHasty = command === 'quit' && now - this.#quitAt < hastyMs;
		if (command === 'quit') this.#quitAt = now;
		for (const effect of perform(command, chord, this.#state.current, commandFacts(this.#now, this.#frames.active, isHasty)))
			this.#follow(effect, chord);
	}

	#follow(effect: Effect, chord: string): void {
		switch (effect.type) {
			case 'ui':
				if (showsOtherRows(effect.action, this.#frames.active)) this.#seen.forget();
				this.#state.reduce(effect.action);
				this.#show();
				return;
			case 'select':
				this.#wanted = effect.object;
				return;
			case 'copy':
				void this.#copy((clipboard) => copyNames(effect.names, clipboard));
				return;
			case 'open-log':
				this.#panes.openLog(effect.wish, this.#view, cursorUid(this.#state.current, this.#frames.active));
				return;
			case 'log':
				this.#state.tell('info', this.#panes.log.perform(effect.command, chord));
				return;
			case 'open-unknown':
				this.#unknown.ofObject(effect.object);
				return;
			case 'text':
				this.#answer(this.#panes.texts.perform(effect.key));
				return;
			case 'copy-log':
				void this.#copy((clipboard) => copyLines(this.#panes.log.pane?.texts() ?? [], clipboard));
				return;
			case 'quit':
				this.#quit(effect.exitCode);
				return;
			case 'refresh':
				this.#view.context.engine.refresh();
				this.#state.sayDone({ level: 'info', text: 'Asking the server for everything again.' });
				return;
			case 'redraw':
				this.#terminal.redraw();
				return;
			case 'run':
				this.#run(effect.line);
				return;
			case 'switch-context':
				void this.#contextSwitch.to(effect.name);
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
		if (command.kind === 'error' && command.unknownView !== undefined) {
			const known = k9sLine(line);
			if (!isAsked && (known === undefined || this.#view.context.served.discovery() === undefined)) {
				this.#unknown.inLine(typed, command.unknownView);
				return;
			}
			if (known !== undefined) {
				this.#run(known, true);
				return;
			}
		}
		// A line that cannot be done stays in the bar, to be corrected or completed.
		if (command.kind !== 'error' && command.kind !== 'contexts') {
			this.#state.reduce({ type: 'close-prompt' });
			this.#state.tell('error', this.#bar.entered(line));
		}
		for (const effect of lineEffects(command, this.#state.current)) this.#follow(effect, '');
		if (command.kind === 'view') this.#state.tell('info', this.#view.context.served.find(viewWord(line))?.note);
	}

	/** Opens what the state says, if it is not what is open. */
	#show(): void {
		const { pane, context } = this.#view;
		const { current } = this.#state;
		if (!this.#view.knows(current.view)) {
			this.#unknown.ofPlace(current.view);
			return;
		}
		if (pane.feed.domain.name !== current.view) this.#bar.learn({ pane, context: context.name, now: this.#services.clock.now() });
		this.#view.show(current);
		this.#panes.show();
	}

	#answer({ say, open, copy }: TextAnswer): void {
		this.#state.tell('info', say);
		if (open !== undefined) this.#follow({ type: 'ui', action: { type: 'open-overlay', overlay: textOverlay(open) } }, '');
		if (copy !== undefined) void this.#copy((clipboard) => copyText(copy.text, copy.what, clipboard));
	}

	async #copy(copy: (clipboard: Clipboard) => Promise<Note>): Promise<void> {
		const note = await copy({ copy: this.#terminal.copy, env: this.#services.env });
		if (this.#closing.signal.aborted) return;
		this.#state.sayDone(note);
		this.#repaint.now();
	}

	get #now(): SessionNow {
		return {
			services: this.#services,
			terminal: this.#terminal,
			state: this.#state.current,
			view: this.#view,
			log: this.#panes.log,
			texts: this.#panes.texts,
			bar: this.#bar,
			seen: this.#seen,
			cursor: cursorUid(this.#state.current, this.#frames.active),
		};
	}

	/** Notes go with the time, marks with their objects; the cursor goes to the object that was asked for once it has come. */
	#keepUp(): void {
		if (this.#state.noteLeftMs() <= 0) this.#state.unsay();
		const { pane, context } = this.#view;
		const gonePlace = this.#kept.gone(this.#state.current, pane, context);
		if (gonePlace !== undefined) this.#state.reduce({ type: 'drop-favourite', name: gonePlace });
		this.#state.tell('error', this.#kept.keep(this.#state.current, pane, context));
		const view = viewState(this.#state.current);
		const gone = goneOf(view, this.#view.pane);
		if (gone.length > 0) this.#state.reduce({ type: 'unmark', uids: gone });
		if (this.#wanted === undefined) return;
		const position = positionOf(this.#wanted, this.#view.pane, viewState(this.#state.current), this.#frames.active.height);
		if (position === undefined) return;
		const { opens } = this.#wanted;
		this.#wanted = undefined;
		if (typeof position !== 'string') {
			this.#state.reduce({ type: 'position', position });
			if (opens === true) this.#openRow(position.key);
			return;
		}
		// On any other row the cursor would say of that one what was asked of the object.
		this.#state.reduce({ type: 'return' });
		this.#show();
		this.#state.say('info', position);
	}

	#openRow(uid: string | undefined): void {
		const { domain, rows } = this.#view.pane.feed;
		const row = rows.get(uid ?? '');
		const action = row === undefined ? undefined : openedRow(row, domain, this.#services.domains);
		if (action !== undefined) this.#follow({ type: 'ui', action }, '');
	}

	/** Draws when something is different, and tells in how many milliseconds time alone will make it so. */
	#draw(cause: Cause): number {
		this.#seen.forgetWhenComplete(this.#view.pane.feed.status().rows === 'complete');
		this.#keepUp();
		return this.#frames.draw(cause, () => {
			for (const listener of this.#listeners) listener();
		});
	}
}
