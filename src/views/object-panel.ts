import { plainOf, type TextLine, textLine } from '../base/text-line.ts';
import { type ObjectRef, refWords } from '../domains/object-ref.ts';
import type { WholeRow } from '../domains/whole-object.ts';
import { type Description, describeObject } from '../objects/describe.ts';
import { objectYaml } from '../objects/object-yaml.ts';
import { isSecret, secretText, secretValue } from '../objects/secret-mask.ts';
import type { Section } from '../objects/section.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import { LiveObject, type SeenObject } from './live-object.ts';
import { objectTarget } from './log-target.ts';
import type { TextParts } from './open-text.ts';
import type { PanelPart } from './panel-part.ts';
import { panelParts } from './panel-parts.ts';
import { statusText } from './status-text.ts';
import { clockSeconds } from './stream-words.ts';
import type { ObjectRequest, TextRequest } from './text-request.ts';
import type { OwnTextKey, TextFacts, TextHint, TextSource } from './text-source.ts';

interface ShownYaml {
	readonly row: WholeRow;
	readonly unfolded: boolean;
	readonly revealed: ReadonlySet<string>;
	readonly banner: string;
	readonly lines: readonly TextLine[];
}

interface Described {
	readonly row: WholeRow;
	readonly second: number;
	readonly revealed: ReadonlySet<string>;
	readonly description: Description;
}

const sectionLines = ({ title, lines }: Section): readonly TextLine[] => [
	{ spans: [{ text: title, role: 'heading' }], heading: true },
	...lines,
];

/** An object as it is now: what there is to know of it, or its YAML. Values of a Secret that were revealed are forgotten with it. */
export class ObjectPanel implements TextSource {
	readonly title: string;
	readonly scope: string;
	readonly wraps: boolean;
	readonly #page: ObjectRequest['page'];
	readonly #words: string;
	readonly #object: LiveObject;
	readonly #parts: readonly PanelPart[];
	#unfolded = false;
	#revealed: ReadonlySet<string> = new Set();
	#uid: string | undefined;
	#shown: ShownYaml | undefined;
	#described: Described | undefined;

	/** `seen`: what another pane of the object has seen of it. */
	constructor({ object, page }: ObjectRequest, parts: TextParts, seen?: SeenObject) {
		this.#page = page;
		this.#words = refWords(object);
		this.title = page === 'yaml' ? 'YAML' : object.of.kind.toUpperCase();
		this.scope = page === 'yaml' ? this.#words : placeOf(object);
		this.wraps = page === 'summary';
		this.#object = new LiveObject(object, parts, seen);
		this.#parts = page === 'summary' ? panelParts.map((make) => make(object, parts)) : [];
	}

	get hasCursor(): boolean {
		return this.#page === 'summary' || this.#isSecret;
	}

	get answers(): readonly TextHint[] {
		return [
			...(this.#page === 'summary' ? (['text-follow', 'yaml'] as const) : (['describe', 'text-fold'] as const)),
			...(objectTarget(this.#object.ref) === undefined ? [] : (['logs'] as const)),
			...(this.#isSecret ? (['text-reveal', 'text-copy-value'] as const) : []),
		];
	}

	/** What it has seen of an object; undefined: it is a pane of another one. */
	seenOf(object: ObjectRef): SeenObject | undefined {
		return object === this.#object.ref ? this.#object.seen : undefined;
	}

	get isGone(): boolean {
		return this.#object.goneAt !== undefined;
	}

	lines(facts: TextFacts): readonly TextLine[] {
		const { row } = this.#object;
		if (row === undefined) return statusText(this.status(), `the ${this.#words}`, `There is no ${this.#words}`, facts.now);
		// What was asked of one object is not told of another one that has taken its name.
		if (row.uid !== this.#uid) this.#revealed = new Set();
		this.#uid = row.uid;
		return this.#page === 'yaml' ? this.#yaml(row) : this.#summary(row, facts);
	}

	status(): StreamStatus {
		return this.#object.status();
	}

	feeds(): readonly DomainFeed[] {
		const own = this.#object.feed;
		return [...(own === undefined ? [] : [own]), ...this.#parts.flatMap((part) => part.feeds())];
	}

	perform(key: OwnTextKey, target: string | undefined): string | undefined {
		if (key === 'text-fold') {
			if (this.#page === 'summary') return 'Managed fields are in the YAML: y.';
			this.#unfolded = !this.#unfolded;
			return undefined;
		}
		if (!this.#isSecret) return 'Only the values of a Secret are masked.';
		if (target === undefined || this.#bytes(target) === undefined) return 'Put the cursor on the line of the value to reveal.';
		const revealed = new Set(this.#revealed);
		if (!revealed.delete(target)) revealed.add(target);
		this.#revealed = revealed;
		return undefined;
	}

	follow(target: string): TextRequest | undefined {
		for (const part of this.#parts) {
			const request = part.follow?.(target);
			if (request !== undefined) return request;
		}
		return undefined;
	}

	value(target: string): { readonly text: string; readonly what: string } | undefined {
		const bytes = this.#bytes(target);
		const text = bytes === undefined ? undefined : secretText(bytes);
		return text === undefined ? undefined : { text, what: `the value of ${target.slice(target.indexOf('/') + 1)}` };
	}

	suspend(): void {
		this.#object.suspend();
		for (const part of this.#parts) part.suspend();
	}

	resume(): void {
		this.#object.resume();
		for (const part of this.#parts) part.resume();
	}

	close(): void {
		this.#object.close();
		for (const part of this.#parts) part.close();
		this.#shown = undefined;
		this.#described = undefined;
		this.#revealed = new Set();
	}

	get #isSecret(): boolean {
		const { row } = this.#object;
		return row !== undefined && isSecret(row.object);
	}

	#bytes(target: string): Buffer | undefined {
		const { row } = this.#object;
		return row === undefined || !isSecret(row.object) ? undefined : secretValue(row.object, target);
	}

	/** What has to be known before anything else is believed. */
	#banner(): TextLine | undefined {
		const { goneAt, remadeAt } = this.#object;
		const mark = this.#page === 'yaml' ? '# ' : '';
		if (goneAt !== undefined)
			return textLine({ text: `${mark}Gone since ${clockSeconds(goneAt)}: this is how it was last.`, role: 'failing' });
		if (remadeAt === undefined) return undefined;
		return textLine({
			text: `${mark}Another one of this name since ${clockSeconds(remadeAt)}: the one that was opened is gone.`,
			role: 'warning',
		});
	}

	#yaml(row: WholeRow): readonly TextLine[] {
		const known = this.#shown;
		const line = this.#banner();
		const banner = line === undefined ? '' : plainOf(line);
		const isKnown = known?.row === row && known.unfolded === this.#unfolded && known.revealed === this.#revealed && known.banner === banner;
		if (isKnown) return known.lines;
		const look = { unfolded: this.#unfolded, revealed: this.#revealed };
		const lines = [...(line === undefined ? [] : [line]), ...objectYaml(row.object, look)];
		this.#shown = { row, ...look, banner, lines };
		return lines;
	}

	/** Made anew when the object is another one, or an age may be. */
	#describe(row: WholeRow, now: number): Description {
		const second = Math.floor(now / 1000);
		const known = this.#described;
		if (known?.row === row && known.second === second && known.revealed === this.#revealed) return known.description;
		const description = describeObject(row.object, { gvr: this.#object.ref.of.gvr, now, revealed: this.#revealed });
		this.#described = { row, second, revealed: this.#revealed, description };
		return description;
	}

	#summary(row: WholeRow, facts: TextFacts): readonly TextLine[] {
		const { object } = row;
		const { head, tail } = this.#describe(row, facts.serverNow);
		const [first, ...rest] = [...head, ...this.#parts.flatMap((part) => part.sections(object, facts)), ...tail];
		const banner = this.#banner();
		return [
			...(banner === undefined ? [] : [banner]),
			// The title of the pane says already what it is a summary of.
			...(first?.lines ?? []),
			...rest.flatMap((section) => [textLine(), ...sectionLines(section)]),
		];
	}
}

const placeOf = ({ namespace, name }: ObjectRef): string => (namespace === '' ? name : `${namespace}/${name}`);
