import { SentenceError } from '../base/sentence-error.ts';
import type { TextLine, TextSpan } from '../base/text-line.ts';
import { anyDomain } from '../domains/erase.ts';
import { type ObjectRef, rowKinds } from '../domains/object-ref.ts';
import type { Intern } from '../domains/types.ts';
import type { KubeObject } from '../kube/types.ts';
import type { Section } from '../objects/section.ts';
import { type KindName, type Link, scopeOfLink } from '../relations/link.ts';
import { linkedDomain } from '../relations/linked-domain.ts';
import { type LinkedKind, linkedKind, type ServedKind, servedKind } from '../relations/linked-kinds.ts';
import { LinkedRow } from '../relations/linked-row.ts';
import { type Answer, growTree, type TreeLine } from '../relations/tree.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import type { TextParts } from './open-text.ts';
import type { MakePart, PanelPart } from './panel-part.ts';
import { clockTime, isDoubted, paneWords } from './stream-words.ts';
import type { TextRequest } from './text-request.ts';
import type { TextFacts } from './text-source.ts';

/** Each is a watch on the server while the panel is open. What would be more is not read, and says so. */
const mostReads = 24;

/** Of what is cut anyway more than a screen of it says nothing more. */
const firstPage = 100;

const same: Intern = (text) => text;

const loading: Answer = { state: 'loading' };
const unknown = (why: string): Answer => ({ state: 'unknown', why });

interface Grown {
	/** What the tree was made of. */
	readonly of: string;
	readonly object: KubeObject;
	readonly sections: readonly Section[];
	readonly requests: ReadonlyMap<string, TextRequest>;
}

/** What the object has to do with others, as a tree: each of them live while the panel is open. */
class RelatedPart implements PanelPart {
	readonly #ref: ObjectRef;
	readonly #parts: TextParts;
	/** By what they read. */
	readonly #feeds = new Map<string, DomainFeed>();
	/** Kinds that only the server knows; a text says why they are not known. */
	readonly #served = new Map<string, LinkedKind | string>();
	#root: { readonly object: KubeObject; readonly row: LinkedRow } | undefined;
	#grown: Grown | undefined;
	#isSuspended = false;
	/** A stream that is opened may tell of it before it is known here. */
	#isGrowing = false;

	constructor(ref: ObjectRef, parts: TextParts) {
		this.#ref = ref;
		this.#parts = parts;
	}

	sections(object: KubeObject | undefined, facts: TextFacts): readonly Section[] {
		if (object === undefined) return [];
		if (this.#isSuspended || this.#isGrowing) return this.#grown?.sections ?? [];
		const known = this.#grown;
		if (known?.object === object && known.of === this.#state(facts)) return known.sections;
		const asked = new Set<string>();
		const lines = this.#grow(object, asked, facts.now);
		for (const [key, feed] of this.#feeds) {
			if (asked.has(key)) continue;
			this.#feeds.delete(key);
			feed.close();
		}
		this.#grown = this.#drawn(object, lines.slice(1), facts);
		return this.#grown.sections;
	}

	follow(target: string): TextRequest | undefined {
		return this.#grown?.requests.get(target);
	}

	feeds(): readonly DomainFeed[] {
		return [...this.#feeds.values()];
	}

	suspend(): void {
		this.#isSuspended = true;
		for (const feed of this.#feeds.values()) feed.close();
		this.#feeds.clear();
	}

	resume(): void {
		this.#isSuspended = false;
	}

	close(): void {
		this.suspend();
		this.#grown = undefined;
		this.#root = undefined;
	}

	#grow(object: KubeObject, asked: Set<string>, now: number): readonly TreeLine[] {
		this.#isGrowing = true;
		try {
			return growTree(this.#rootOf(object), (link) => this.#ask(link, asked, now));
		} finally {
			this.#isGrowing = false;
		}
	}

	/** A new one for every change of the object. */
	#rootOf(object: KubeObject): LinkedRow {
		if (this.#root?.object === object) return this.#root.row;
		const { of } = this.#ref;
		const row = rootRow({ ...of, shortNames: [] }, object);
		this.#root = { object, row };
		return row;
	}

	/** Equal texts mean an equal tree: rows, how they are, and what is known of kinds. */
	#state({ now, glyphs }: TextFacts): string {
		const feeds = Array.from(this.#feeds.values(), (feed) => `${feed.rows.revision} ${JSON.stringify(answerTo(feed, now))}`);
		return [glyphs.ellipsis, this.#served.size, ...Array.from(this.#served.values(), (kind) => typeof kind), ...feeds].join('\n');
	}

	#ask(link: Link, asked: Set<string>, now: number): Answer {
		const kind = this.#kindOf(link.kind);
		if (typeof kind === 'string') return kind === '' ? loading : unknown(kind);
		const scope = scopeOfLink(link);
		const { namespace, ...selectors } = scope;
		const place = kind.resource.namespaced && namespace !== undefined ? { namespace, ...selectors } : selectors;
		const key = `${kind.resource.gvr.group}/${kind.resource.gvr.resource} ${JSON.stringify(place)}`;
		let feed = this.#feeds.get(key);
		if (feed === undefined) {
			if (this.#feeds.size >= mostReads) return unknown('not read: too much at once');
			const { services, context } = this.#parts;
			feed = services.openFeed(context, anyDomain(linkedDomain(kind)), place, { visible: true, firstPage });
			this.#feeds.set(key, feed);
		}
		asked.add(key);
		const answer = answerTo(feed, now);
		if (typeof answer === 'string') return answer === '' ? loading : unknown(answer);
		const rows = Array.from(feed.rows.values()).filter((row) => row instanceof LinkedRow);
		return { state: 'rows', rows, complete: answer.complete, ...(answer.doubt === '' ? {} : { doubt: answer.doubt }) };
	}

	/** '' while the server is asked for it; another text says why it is not known. */
	#kindOf(name: KindName): LinkedKind | string {
		const own = linkedKind(name);
		if (own !== undefined) return own;
		const typed = `${name.kind.toLowerCase()}${name.group === '' ? '' : `.${name.group}`}`;
		const known = this.#served.get(typed);
		if (known !== undefined) return known;
		this.#served.set(typed, '');
		void this.#resolve(typed);
		return '';
	}

	async #resolve(typed: string): Promise<void> {
		const { context, changed } = this.#parts;
		try {
			const { domain } = await context.served.resolve(typed);
			const [resource] = rowKinds(domain);
			this.#served.set(typed, resource === undefined ? 'not served' : servedKind(resource));
		} catch (error) {
			if (!(error instanceof SentenceError)) throw error;
			this.#served.set(typed, error.exitCode === 2 ? 'not served' : 'its kind could not be looked up');
		}
		changed();
	}

	#drawn(object: KubeObject, tree: readonly TreeLine[], facts: TextFacts): Grown {
		const requests = new Map<string, TextRequest>();
		const lines = tree.map((line): TextLine => {
			const request = this.#requestOf(line);
			const target = `related/${line.key}`;
			if (request !== undefined) requests.set(target, request);
			const spans = this.#spansOf(line, facts);
			return {
				spans: [
					{ text: '  '.repeat(line.depth) },
					...(line.words === '' ? [] : [{ text: `${line.words} `, role: 'quiet' as const }]),
					...spans,
				],
				hang: 2 * line.depth + 2,
				...(request === undefined ? {} : { target, stop: true as const }),
			};
		});
		const sections = lines.length === 0 ? [] : [{ title: 'Related', lines }];
		return { of: this.#state(facts), object, sections, requests };
	}

	#spansOf(line: TreeLine, { serverNow, glyphs }: TextFacts): readonly TextSpan[] {
		const quiet = (text: string): TextSpan => ({ text, role: 'quiet' });
		switch (line.type) {
			case 'object': {
				const { row, again, doubt } = line;
				const says = this.#knownKind(line.kind)?.says(row, serverNow).trim() ?? '';
				return [
					...this.#nameSpans(line.kind, row.name, row.namespace),
					...(says === '' && row.health === 'ok' ? [] : [{ text: `  ${says === '' ? row.health : says}`, role: row.health }]),
					...(again ? [quiet('  (above)')] : []),
					...(doubt === undefined ? [] : [quiet(`  (${doubt})`)]),
				];
			}
			case 'missing':
				return [
					...this.#nameSpans(line.kind, line.name, line.namespace),
					line.another
						? { text: '  is gone; another one has its name', role: 'warning' }
						: { text: line.optional ? '  is not there, and need not be' : '  is not there', role: line.optional ? 'quiet' : 'failing' },
				];
			case 'note':
				return line.name === undefined
					? [{ text: line.kind.kind }, quiet(`: ${line.text}`)]
					: [...this.#nameSpans(line.kind, line.name, line.namespace), quiet(`  ${line.text}`)];
			case 'more':
				return [quiet(`${glyphs.ellipsis} and ${line.count} more`)];
			case 'place':
				return [{ text: `${line.kind.kind.toLowerCase()}s` }, quiet(`, which have a view of their own: i on its row`)];
		}
	}

	#nameSpans({ kind }: KindName, name: string, namespace: string | undefined): readonly TextSpan[] {
		const isElsewhere = namespace !== undefined && namespace !== '' && namespace !== this.#ref.namespace;
		return [{ text: `${kind}/` }, { text: isElsewhere ? `${namespace}/${name}` : name, role: 'link' }];
	}

	#requestOf(line: TreeLine): TextRequest | undefined {
		const kind = this.#knownKind(line.kind);
		if (kind === undefined) return undefined;
		const of = kind.resource;
		const to = (namespace: string, name: string, uid?: string): TextRequest => ({
			kind: 'object',
			page: 'summary',
			object: { of, namespace: of.namespaced ? namespace : '', name, ...(uid === undefined ? {} : { uid }) },
		});
		if (line.type === 'object') return to(line.row.namespace, line.row.name, line.row.uid);
		if (line.type === 'note' && line.name !== undefined) return to(line.namespace ?? '', line.name);
		return undefined;
	}

	#knownKind(name: KindName): LinkedKind | undefined {
		const kind = linkedKind(name) ?? this.#served.get(`${name.kind.toLowerCase()}${name.group === '' ? '' : `.${name.group}`}`);
		return typeof kind === 'string' ? undefined : kind;
	}
}

/** Of an object that is not what its kind says, at least its owners: whatever else is odd of it is shown beside. */
function rootRow(of: ServedKind, object: KubeObject): LinkedRow {
	const kind = linkedKind({ group: of.gvr.group, kind: of.kind }) ?? servedKind(of);
	try {
		return kind.resource.project(object, same);
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return servedKind(of).resource.project(object, same);
	}
}

/** How far the rows of a stream can be believed; '' while nothing has come, another text says why nothing does. */
function answerTo(feed: DomainFeed, now: number): string | { readonly complete: boolean; readonly doubt: string } {
	const status: StreamStatus = feed.status();
	const { rows, reason } = status;
	if (rows === 'none') {
		if (reason === 'permissions') return 'forbidden';
		if (reason === 'absent') return 'not served';
		if (reason === 'unauthorized') return 'not logged in';
		if (status.level !== 'unhealthy') return '';
		return paneWords(status, now, 0, clockTime).parts.join(' · ');
	}
	return { complete: rows === 'complete', doubt: isDoubted(status) ? paneWords(status, now, 0, clockTime).parts.join(' · ') : '' };
}

export const relatedPart: MakePart = (ref, parts) => new RelatedPart(ref, parts);
