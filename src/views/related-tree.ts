import { SentenceError } from '../base/sentence-error.ts';
import { anyDomain } from '../domains/erase.ts';
import { type ObjectKind, rowKinds } from '../domains/object-ref.ts';
import type { Domain, Intern } from '../domains/types.ts';
import type { Discovery, KubeObject, Scope } from '../kube/types.ts';
import { customRule } from '../relations/cluster-rules.ts';
import { type KindName, type Link, scopeOfLink } from '../relations/link.ts';
import { linkedDomain } from '../relations/linked-domain.ts';
import { type LinkedKind, linkedKind, type ServedKind, servedKind } from '../relations/linked-kinds.ts';
import { LinkedRow } from '../relations/linked-row.ts';
import { type Answer, growTree, type TreeLine } from '../relations/tree.ts';
import type { DomainFeed } from '../sync/types.ts';
import type { ServedViews } from './app-services.ts';
import { clockTime, isDoubted, paneWords } from './stream-words.ts';

/** Each is a watch on the server while the tree is open. What would be more is not read, and says so. */
const mostReads = 24;

const same: Intern = (text) => text;

const loading: Answer = { state: 'loading' };
const unknown = (why: string): Answer => ({ state: 'unknown', why });

const nameOf = ({ group, kind }: KindName): string => `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;

export interface RelatedReads {
	/** Opens a domain that lives until it is closed. */
	readonly openFeed: (domain: Domain, scope: Scope) => DomainFeed;
	/** For kinds that none of ours knows. */
	readonly served: Pick<ServedViews, 'resolve' | 'discovery'>;
	/** A kind is known now that was not. */
	readonly changed: () => void;
}

/** The tree of what one object has to do with others, and the streams that it is made of. */
export class RelatedTree {
	readonly #of: ObjectKind;
	readonly #reads: RelatedReads;
	/** By what they read. */
	readonly #feeds = new Map<string, DomainFeed>();
	/** Kinds that only the server knows; '' while it is asked, another text says why they are not known. */
	readonly #served = new Map<string, LinkedKind | string>();
	#root: { readonly object: KubeObject; readonly row: LinkedRow } | undefined;
	#lines: readonly TreeLine[] = [];
	/** What the lines were made of. */
	#grownOf: string | undefined;
	/** A stream that is opened may tell of it before it is known here. */
	#isGrowing = false;

	constructor(of: ObjectKind, reads: RelatedReads) {
		this.#of = of;
		this.#reads = reads;
	}

	/** The tree as it is now, the object itself first: the same array as long as nothing in it is different. `now` is epoch ms. */
	lines(object: KubeObject, now: number): readonly TreeLine[] {
		if (this.#isGrowing) return this.#lines;
		if (this.#root?.object === object && this.#grownOf === this.#state(now)) return this.#lines;
		this.#isGrowing = true;
		try {
			this.#grow(object, now);
		} finally {
			this.#isGrowing = false;
		}
		this.#grownOf = this.#state(now);
		return this.#lines;
	}

	feeds(): readonly DomainFeed[] {
		return [...this.#feeds.values()];
	}

	/** Gives back whatever it reads; asked again, it reads again. */
	close(): void {
		for (const feed of this.#feeds.values()) feed.close();
		this.#feeds.clear();
		this.#grownOf = undefined;
	}

	kindOf(name: KindName): LinkedKind | undefined {
		const kind = linkedKind(name) ?? this.#served.get(nameOf(name));
		return typeof kind === 'string' ? undefined : kind;
	}

	#grow(object: KubeObject, now: number): void {
		const asked = new Set<string>();
		if (this.#root?.object !== object) this.#root = { object, row: this.#rootRow(object) };
		this.#lines = growTree(this.#root.row, (link) => this.#ask(link, asked, now));
		for (const [key, feed] of this.#feeds) {
			if (asked.has(key)) continue;
			this.#feeds.delete(key);
			feed.close();
		}
	}

	/** Of an object that is not what its kind says, at least its owners: whatever else is odd of it is shown beside. */
	#rootRow(object: KubeObject): LinkedRow {
		const { gvr, kind } = this.#of;
		const own = linkedKind({ group: gvr.group, kind });
		const custom = this.#custom({ ...this.#of, shortNames: [] });
		try {
			return (own ?? custom).resource.project(object, same);
		} catch (error) {
			if (!(error instanceof TypeError)) throw error;
			return custom.resource.project(object, same);
		}
	}

	#custom(served: ServedKind): LinkedKind {
		return servedKind(served, customRule(siblingsOf(served, this.#reads.served.discovery())));
	}

	/** Equal texts mean an equal tree: rows, how they are, and what is known of kinds. */
	#state(now: number): string {
		const feeds = Array.from(this.#feeds.values(), (feed) => `${feed.rows.revision} ${JSON.stringify(answerTo(feed, now))}`);
		const kinds = Array.from(this.#served.values(), (kind) => (typeof kind === 'string' ? kind : 'known'));
		return [...kinds, ...feeds].join('\n');
	}

	#ask(link: Link, asked: Set<string>, now: number): Answer {
		const kind = this.#linkedKind(link.kind);
		if (typeof kind === 'string') return kind === '' ? loading : unknown(kind);
		const { namespace, ...selectors } = scopeOfLink(link);
		const place = kind.resource.namespaced && namespace !== undefined ? { namespace, ...selectors } : selectors;
		const key = `${kind.resource.gvr.group}/${kind.resource.gvr.resource} ${JSON.stringify(place)}`;
		let feed = this.#feeds.get(key);
		if (feed === undefined) {
			if (this.#feeds.size >= mostReads) return unknown('not read: too much at once');
			feed = this.#reads.openFeed(anyDomain(linkedDomain(kind)), place);
			this.#feeds.set(key, feed);
		}
		asked.add(key);
		const answer = answerTo(feed, now);
		if (typeof answer === 'string') return answer === '' ? loading : unknown(answer);
		const rows = Array.from(feed.rows.values()).filter((row) => row instanceof LinkedRow);
		return { state: 'rows', rows, complete: answer.complete, ...(answer.doubt === '' ? {} : { doubt: answer.doubt }) };
	}

	/** '' while the server is asked for it; another text says why it is not known. */
	#linkedKind(name: KindName): LinkedKind | string {
		const known = linkedKind(name) ?? this.#served.get(nameOf(name));
		if (known !== undefined) return known;
		this.#served.set(nameOf(name), '');
		void this.#resolve(nameOf(name));
		return '';
	}

	async #resolve(typed: string): Promise<void> {
		try {
			const { domain } = await this.#reads.served.resolve(typed);
			const [resource] = rowKinds(domain);
			this.#served.set(typed, resource === undefined ? 'not served' : this.#custom({ ...resource, shortNames: [] }));
		} catch (error) {
			if (!(error instanceof SentenceError)) throw error;
			this.#served.set(typed, error.exitCode === 2 ? 'not served' : 'its kind could not be looked up');
		}
		this.#reads.changed();
	}
}

/** Each is a watch of its own. */
const mostSiblings = 8;

const isWithin = (group: string, other: string): boolean => group === other || group.endsWith(`.${other}`);

/** The other kinds of an API that are in namespaces; what has a part of its name in common (`acme.cert-manager.io`) belongs to it. */
function siblingsOf({ gvr, kind }: Pick<ObjectKind, 'gvr' | 'kind'>, discovery: Discovery | undefined): readonly KindName[] {
	const isOfApi = (group: string): boolean => isWithin(group, gvr.group) || isWithin(gvr.group, group);
	return (discovery?.resources ?? [])
		.filter((one) => one.gvr.group.includes('.') && isOfApi(one.gvr.group) && one.kind !== kind)
		.filter(({ namespaced, preferred, verbs }) => namespaced && preferred && verbs.includes('watch'))
		.slice(0, mostSiblings)
		.map((one) => ({ group: one.gvr.group, kind: one.kind, version: one.gvr.version }));
}

/** How far the rows of a stream can be believed; '' while nothing has come, another text says why nothing does. */
function answerTo(feed: DomainFeed, now: number): string | { readonly complete: boolean; readonly doubt: string } {
	const status = feed.status();
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
