/** An object as it is typed: `deploy/cart`, `shop/deploy/cart`, each with `@CONTEXT`. */
export interface NamedObject {
	/** Any name of the kind. */
	readonly kind: string;
	readonly name: string;
	/** Undefined: the one that is open, or that of the context. */
	readonly namespace?: string;
	/** Undefined: the one that is open. */
	readonly context?: string;
}

/** Typed in the place of a kind: a release of Helm, which is no object. `helm/cart`, or one of its revisions, `helm/cart:11`. */
export const releaseKind = 'helm';

export const isRelease = ({ kind }: Pick<NamedObject, 'kind'>): boolean => kind === releaseKind;

/** The release and the revision that its name means; undefined: it is no name of one. */
export function releaseNamed({ name }: NamedObject): { readonly release: string; readonly revision?: number } | undefined {
	const [, release, revision] = /^([^:]+)(?::(\d{1,9}))?$/.exec(name) ?? [];
	if (release === undefined) return undefined;
	return { release, ...(revision === undefined ? {} : { revision: Number(revision) }) };
}

/** What is to be compared with what. */
export interface DiffWish {
	readonly left: NamedObject;
	/** `last-applied`: what kubectl apply was given of it, of a release the revision before, is compared with it, and stands on the left then. */
	readonly right: NamedObject | 'last-applied';
}

type Part = Partial<NamedObject>;

/** Neither a name of an object nor that of a kind has an `@` or a `/`, but the name of a context may have both. */
function partOf(word: string): Part | undefined {
	const at = word.indexOf('@');
	const context = at < 0 ? undefined : word.slice(at + 1);
	const parts = (at < 0 ? word : word.slice(0, at)).split('/');
	if (context === '' || parts.length > 3 || (parts.length > 1 && parts.includes(''))) return undefined;
	const [first = '', second, third] = parts;
	const where = context === undefined ? {} : { context };
	if (third !== undefined && second !== undefined) return { namespace: first, kind: second, name: third, ...where };
	if (second !== undefined) return { kind: first, name: second, ...where };
	return first === '' ? where : { name: first, ...where };
}

const asTyped = 'deploy/cart deploy/cart@CONTEXT, pod/a pod/b, or deploy/cart for what was applied last';

/** What words that say less than a whole name mean. */
export interface DiffPlace {
	/** The object that is looked at. */
	readonly about?: NamedObject;
	/** The namespace that is open. */
	readonly namespace?: string;
}

/**
 * `pod/a pod/b`, `deploy/cart @prod-eu`, `deploy/cart`, `@prod-eu`, `deploy/cart -n shop`: what the second does not say is as in the
 * first, and what the first does not say is of the object that is looked at. `why` says what is wrong with the words.
 */
export function diffWish(words: readonly string[], { about, namespace: open }: DiffPlace = {}): DiffWish | { readonly why: string } {
	let namespace: string | undefined;
	const parts: Part[] = [];
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? '';
		if (word === '-n' || word === '--namespace') {
			namespace = words[++at];
			if (namespace === undefined) return { why: `${word} says nothing without a namespace, as in -n shop.` };
		} else if (word.startsWith('-')) return { why: `"${word}" is nothing that can be compared; write ${asTyped}.` };
		else {
			const part = partOf(word);
			if (part === undefined) return { why: `"${word}" names no object; write ${asTyped}.` };
			parts.push(part);
		}
	}
	if (parts.length > 2) return { why: `Two objects can be compared, not ${parts.length}; write ${asTyped}.` };
	const [first, second] = parts;
	const inOpen: Part = open === undefined ? {} : { namespace: open };
	const usual: Part = { ...(first?.kind === undefined ? (about ?? inOpen) : inOpen), ...(namespace === undefined ? {} : { namespace }) };
	// `@prod-eu` alone is where the other one is.
	const isOther = second === undefined && first?.context !== undefined && first.name === undefined;
	const left = whole({ ...usual, ...(isOther ? {} : first) });
	if (left === undefined) return { why: `Say what to compare: ${asTyped}.` };
	const other = isOther ? first : second;
	return { left, right: other === undefined ? 'last-applied' : { ...left, ...other } };
}

function whole({ kind, name, ...rest }: Part): NamedObject | undefined {
	return kind === undefined || name === undefined ? undefined : { kind, name, ...rest };
}

/** `deploy/cart in shop, context prod-eu` */
export const namedWords = ({ kind, name, namespace, context }: NamedObject): string =>
	`${kind}/${name}${namespace === undefined ? '' : ` in ${namespace}`}${context === undefined ? '' : `, context ${context}`}`;

/** What is compared, in words for a title. */
export function wishWords({ left, right }: DiffWish): string {
	if (right !== 'last-applied') return `${namedWords(left)} and ${namedWords(right)}`;
	return `${namedWords(left)} and ${isRelease(left) ? 'its revision before' : 'what was applied of it last'}`;
}
