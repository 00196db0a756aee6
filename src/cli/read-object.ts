import { ApiFailure } from '../base/api-error.ts';
import { nearestNames } from '../base/nearest-name.ts';
import { safeText } from '../base/safe-text.ts';
import { NoneThere, SentenceError } from '../base/sentence-error.ts';
import type { ObjectKind } from '../domains/object-ref.ts';
import { rowKinds } from '../domains/object-ref.ts';
import { findDomain } from '../domains/registry.ts';
import { findServed, findUnlisted } from '../domains/served-names.ts';
import type { Domain } from '../domains/types.ts';
import type { Connection } from '../kube/connection.ts';
import { discover } from '../kube/discovery.ts';
import { namespaceExists } from '../kube/namespace-exists.ts';
import type { KubeObject, ServedResource } from '../kube/types.ts';
import type { ReadObject, WantedObject } from '../objects/compare-read.ts';
import { readObject } from '../sessions/log-owner.ts';
import { exitCodes, failureOf } from './exit-codes.ts';
import { noNamespace } from './no-namespace.ts';
import { notOffered } from './view-names.ts';

/** Reads one object, whole and once, under any name of its kind. Throws SentenceError. */
export async function readWanted(connection: Connection, wanted: WantedObject, signal: AbortSignal): Promise<ReadObject> {
	const { name } = wanted;
	const { context, server, given } = connection;
	const typed = typeof wanted.kind === 'string' ? wanted.kind : singularOf(wanted.kind);
	// What is not known to be in a namespace is no reason to name one.
	let namespaced = false;
	let place = '';
	let what = `the kind of ${safeText(typed)}/${safeText(name)}`;
	try {
		const of = typeof wanted.kind === 'string' ? await kindOf(connection, wanted.kind, signal) : wanted.kind;
		namespaced = of.namespaced;
		const namespace = of.namespaced ? (wanted.namespace ?? connection.namespace ?? 'default') : '';
		place = namespace;
		what = `${singularOf(of)} ${safeText(name)}${namespace === '' ? '' : ` in namespace ${safeText(namespace)}`}`;
		const object = await readObject(connection, of.gvr, namespace === '' ? undefined : namespace, name, signal);
		return { of, namespace, object: object as KubeObject, context };
	} catch (error) {
		if (!(error instanceof ApiFailure)) throw error;
		if (error.error.kind === 'not-found' && place !== '' && (await namespaceExists(connection, place)) === false) throw noNamespace(place);
		if (error.error.kind === 'not-found')
			throw new NoneThere(
				`There is no ${what} of context ${safeText(context)}; check the name${namespaced ? ', the namespace' : ''} and the context.`,
				exitCodes.failed,
			);
		throw failureOf(error.error, { what, server, context, given, namespaced });
	}
}

/** A server names none for some of its kinds. */
const singularOf = ({ singular, kind }: Pick<ObjectKind, 'singular' | 'kind'>): string => singular || kind.toLowerCase();

/** Ours by the registry, so that they can be read where nothing may be discovered; any other one as the server offers it. */
async function kindOf(connection: Connection, typed: string, signal: AbortSignal): Promise<ObjectKind> {
	const domain = findDomain(typed);
	const [own, ...others] = domain === undefined ? [] : rowKinds(domain);
	if (own !== undefined && others.length === 0) return own;
	const { resources } = await discover(connection, signal);
	const served = findServed(resources, typed)?.resource ?? findUnlisted(resources, typed);
	if (served?.verbs.includes('get') === false) throw notOffered('read', served);
	if (served !== undefined) return { ...served, singular: singularOf(served) };
	if (domain !== undefined) throw new SentenceError(noKind(domain), exitCodes.usage);
	const near = nearKinds(typed, resources);
	const next = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'kyacht catalog lists those that there are.';
	throw new SentenceError(
		`The server of context ${safeText(connection.context)} has no kind "${safeText(typed)}"; ${next}`,
		exitCodes.usage,
	);
}

/** Why the name of a view is not that of a kind. */
function noKind(domain: Domain): string {
	const kinds = rowKinds(domain).map(singularOf);
	const next = kinds.length === 0 ? 'kyacht catalog lists those that there are' : `write KIND/NAME with one of ${kinds.join(', ')}`;
	return `${domain.name} is a view and no kind; ${next}.`;
}

function nearKinds(typed: string, resources: readonly ServedResource[]): readonly string[] {
	const names = resources.flatMap(({ gvr, singular, shortNames }) => [gvr.resource, singular, ...shortNames]);
	// A plural, its singular and its short name are one kind.
	const near = nearestNames(typed, names).map((name) => findServed(resources, name)?.resource.gvr.resource ?? name);
	return [...new Set(near)].map(safeText);
}
