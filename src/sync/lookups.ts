import { ApiFailure } from '../base/api-error.ts';
import { shortCause } from '../base/api-error-sentences.ts';
import type { Cancel, Clock } from '../base/clock.ts';
import { lookingUp } from '../domains/cells.ts';
import type { Question } from '../domains/types.ts';
import type { Connection } from '../kube/connection.ts';
import { countObjects } from '../kube/count-objects.ts';
import { getHelmRelease } from '../kube/helm-release.ts';

export interface LookupsOptions {
	readonly connection: Pick<Connection, 'get'>;
	readonly clock: Clock;
	/** Something was learnt, or why it cannot be. */
	readonly onChange: () => void;
	readonly onError: (error: unknown) => void;
}

/** One pane's right to ask. What it was told is kept for the next one. */
export interface LookupLease {
	/** What is known, or why it is not known; asking starts the request. */
	ask(question: Question): object | string;
	/** It is known, or will not be by itself. */
	isSettled(question: Question): boolean;
	/** Grows with every answer. */
	readonly revision: number;
	/** What was asked for and has not begun is not asked any more, what is under way is cut. */
	release(): void;
}

/** Beside lists and watches, which go first. */
const mostAtOnce = 3;
/** Answers are small: a screen full of rows, many times over. */
const mostKept = 2_000;
/** Of those that a list was scrolled past, the ones before this many are asked for again when they are seen again. */
const mostWaiting = 200;
/** What is said where kyacht itself fails at an answer; `onError` has what is wrong. */
const notUnderstood = 'the answer is not understood';
/** What failed is asked again when somebody looks at it after this. */
const askAgainMs = 30_000;

/** What can be another without a row saying so is asked again after this, while somebody looks at it. */
const holdsForMs: Readonly<Record<Question['kind'], number>> = {
	// By the version of its record: another one is another question.
	'helm-release': Number.POSITIVE_INFINITY,
	count: 60_000,
};
/** What would be too old in a moment is asked again with what is so now. */
const slackMs = 5_000;

/** `oldAt`: epoch ms; infinite: it cannot be another. */
type Known = { readonly answer: object; readonly oldAt: number } | { readonly why: string; readonly at: number };

/** Answers to questions about single objects, asked where a row that needs them is looked at and kept by what was asked. */
export class Lookups {
	readonly #options: LookupsOptions;
	/** The one that was asked for least lately first. */
	readonly #known = new Map<string, Known>();
	readonly #leases = new Set<Asker>();
	#underWay = 0;
	#cancelWake: Cancel | undefined;
	#revision = 0;

	constructor(options: LookupsOptions) {
		this.#options = options;
	}

	lease(): LookupLease {
		const asker = new Asker();
		this.#leases.add(asker);
		const lookups = this;
		return {
			ask: (question) => this.#ask(question, asker),
			isSettled: ({ key }) => this.#known.has(key),
			get revision() {
				return lookups.#revision;
			},
			release: () => {
				this.#leases.delete(asker);
				asker.stop();
			},
		};
	}

	/** Failures are forgotten, and what may be another by now is old: somebody asks by hand, or with new credentials. */
	doubtAll(): void {
		for (const [key, known] of this.#known) {
			if ('why' in known) this.#known.delete(key);
			else if (Number.isFinite(known.oldAt)) this.#known.set(key, { ...known, oldAt: 0 });
		}
		this.#tell();
	}

	stop(): void {
		this.#cancelWake?.();
	}

	#ask(question: Question, asker: Asker): object | string {
		const { key } = question;
		const known = this.#known.get(key);
		if (known !== undefined) {
			if ('answer' in known) {
				this.#known.delete(key);
				this.#known.set(key, known);
				if (this.#options.clock.now() < known.oldAt) return known.answer;
			} else if (this.#options.clock.now() - known.at < askAgainMs) return known.why;
		}
		asker.want(question);
		this.#next();
		// What was known stays to be read while it is asked again.
		if (known === undefined) return lookingUp;
		return 'answer' in known ? known.answer : known.why;
	}

	/** What was asked for last goes first: it is what is on the screen now. */
	#next(): void {
		for (const asker of this.#leases) {
			for (;;) {
				if (this.#underWay >= mostAtOnce) return;
				const question = asker.take();
				if (question === undefined) break;
				this.#underWay += 1;
				void this.#put(question, asker);
			}
		}
	}

	async #put(question: Question, asker: Asker): Promise<void> {
		const known = await this.#answer(question, asker.signal);
		this.#underWay -= 1;
		asker.done(question);
		if (known !== undefined) {
			this.#keep(question.key, known);
			this.#wakeWhenOld(question);
			this.#tell();
		}
		this.#next();
	}

	#tell(): void {
		this.#revision += 1;
		this.#options.onChange();
	}

	/** Whoever looks at the answer then looks again, and so asks. */
	#wakeWhenOld({ kind }: Question): void {
		const ms = holdsForMs[kind];
		if (!Number.isFinite(ms)) return;
		this.#cancelWake?.();
		this.#cancelWake = this.#options.clock.after(ms, () => this.#tell());
	}

	#keep(key: string, known: Known): void {
		this.#known.delete(key);
		this.#known.set(key, known);
		const [oldest] = this.#known.keys();
		if (this.#known.size > mostKept && oldest !== undefined) this.#known.delete(oldest);
	}

	/** Undefined: nobody waits for it any more. */
	async #answer(question: Question, signal: AbortSignal): Promise<Known | undefined> {
		const { connection, clock } = this.#options;
		try {
			const answer = await answerTo(connection, question, signal);
			return { answer, oldAt: clock.now() + holdsForMs[question.kind] - slackMs };
		} catch (error) {
			if (!(error instanceof ApiFailure)) {
				this.#options.onError(error);
				// It would be so with every frame, if it were asked again at once.
				return signal.aborted ? undefined : { why: notUnderstood, at: clock.now() };
			}
			if (error.error.kind === 'aborted') return undefined;
			return { why: whyNot(error), at: clock.now() };
		}
	}
}

async function answerTo(connection: Pick<Connection, 'get'>, question: Question, signal: AbortSignal): Promise<object> {
	switch (question.kind) {
		case 'helm-release':
			return (await getHelmRelease(connection, question, question.mask, signal)) as object;
		case 'count':
			return countObjects(connection, question, signal);
	}
}

function whyNot({ error }: ApiFailure): string {
	if (error.kind === 'not-found') return 'it is gone';
	if (error.kind === 'protocol') return error.message;
	return shortCause(error);
}

/** What one pane wants to know. */
class Asker {
	readonly #controller = new AbortController();
	readonly #wanted = new Map<string, Question>();
	readonly #underWay = new Set<string>();

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	want(question: Question): void {
		if (this.signal.aborted || this.#underWay.has(question.key)) return;
		this.#wanted.delete(question.key);
		this.#wanted.set(question.key, question);
		const [oldest] = this.#wanted.keys();
		if (this.#wanted.size > mostWaiting && oldest !== undefined) this.#wanted.delete(oldest);
	}

	take(): Question | undefined {
		const question = [...this.#wanted.values()].at(-1);
		if (question === undefined) return undefined;
		this.#wanted.delete(question.key);
		this.#underWay.add(question.key);
		return question;
	}

	done({ key }: Question): void {
		this.#underWay.delete(key);
	}

	stop(): void {
		this.#wanted.clear();
		this.#controller.abort();
	}
}
