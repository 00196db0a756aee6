import { type TextLine, textLine } from '../base/text-line.ts';
import { type ObjectRef, refWords } from '../domains/object-ref.ts';
import type { WholeRow } from '../domains/whole-object.ts';
import { objectYaml } from '../objects/object-yaml.ts';
import { isSecret, secretText, secretValue } from '../objects/secret-mask.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import { LiveObject } from './live-object.ts';
import type { TextParts } from './open-text.ts';
import { statusText } from './status-text.ts';
import { clockSeconds } from './stream-words.ts';
import type { OwnTextKey, TextFacts, TextSource } from './text-source.ts';

/** An object's YAML, as it is now. Values of a Secret that were revealed are forgotten with it. */
export class ObjectYaml implements TextSource {
	readonly title = 'YAML';
	readonly scope: string;
	readonly wraps = false;
	readonly #object: LiveObject;
	#unfolded = false;
	#revealed: ReadonlySet<string> = new Set();
	#shown:
		| {
				readonly key: string;
				readonly row: WholeRow | undefined;
				readonly revealed: ReadonlySet<string>;
				readonly lines: readonly TextLine[];
		  }
		| undefined;

	constructor(ref: ObjectRef, parts: TextParts) {
		this.scope = refWords(ref);
		this.#object = new LiveObject(ref, parts);
	}

	get hasCursor(): boolean {
		return this.#isSecret;
	}

	get answers(): readonly OwnTextKey[] {
		return this.#isSecret ? ['text-reveal', 'text-copy-value', 'text-fold'] : ['text-fold'];
	}

	get isGone(): boolean {
		return this.#object.goneAt !== undefined;
	}

	lines({ now }: TextFacts): readonly TextLine[] {
		const { row, goneAt } = this.#object;
		if (row === undefined) return statusText(this.status(), `the ${this.scope}`, `There is no ${this.scope}`, now);
		const key = `${goneAt ?? ''} ${this.#unfolded}`;
		const known = this.#shown;
		if (known !== undefined && known.key === key && known.row === row && known.revealed === this.#revealed) return known.lines;
		const yaml = objectYaml(row.object, { unfolded: this.#unfolded, revealed: this.#revealed });
		const lines =
			goneAt === undefined
				? yaml
				: [textLine({ text: `# Gone since ${clockSeconds(goneAt)}: this is how it was last.`, role: 'failing' }), ...yaml];
		this.#shown = { key, row, revealed: this.#revealed, lines };
		return lines;
	}

	status(): StreamStatus {
		return this.#object.status();
	}

	feeds(): readonly DomainFeed[] {
		return this.#object.feed === undefined ? [] : [this.#object.feed];
	}

	perform(key: OwnTextKey, target: string | undefined): string | undefined {
		if (key === 'text-fold') {
			this.#unfolded = !this.#unfolded;
			return undefined;
		}
		if (!this.#isSecret) return 'Only the values of a Secret are masked.';
		if (target === undefined) return 'Put the cursor on the line of the value to reveal.';
		const revealed = new Set(this.#revealed);
		if (!revealed.delete(target)) revealed.add(target);
		this.#revealed = revealed;
		return undefined;
	}

	value(target: string): { readonly text: string; readonly what: string } | undefined {
		const bytes = this.#object.row === undefined ? undefined : secretValue(this.#object.row.object, target);
		const text = bytes === undefined ? undefined : secretText(bytes);
		return text === undefined ? undefined : { text, what: `the value of ${target.slice(target.indexOf('/') + 1)}` };
	}

	suspend(): void {
		this.#object.suspend();
	}

	resume(): void {
		this.#object.resume();
	}

	close(): void {
		this.#object.close();
		this.#shown = undefined;
		this.#revealed = new Set();
	}

	get #isSecret(): boolean {
		const { row } = this.#object;
		return row !== undefined && isSecret(row.object);
	}
}
