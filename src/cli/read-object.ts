import { ApiFailure } from '../base/api-error.ts';
import { safeText } from '../base/safe-text.ts';
import { NoneThere, SentenceError } from '../base/sentence-error.ts';
import type { ObjectKind } from '../domains/object-ref.ts';
import { rowKinds } from '../domains/object-ref.ts';
import { findDomain } from '../domains/registry.ts';
import { findServed } from '../domains/served-names.ts';
import type { Connection } from '../kube/connection.ts';
import { discover } from '../kube/discovery.ts';
import type { KubeObject } from '../kube/types.ts';
import type { ReadObject, WantedObject } from '../objects/compare-read.ts';
import { readObject } from '../sessions/log-owner.ts';
import { exitCodes, failureOf } from './exit-codes.ts';

/** Reads one object, whole and once, under any name of its kind. Throws SentenceError. */
export async function readWanted(connection: Connection, wanted: WantedObject, signal: AbortSignal): Promise<ReadObject> {
	const { name } = wanted;
	const { context, server, given } = connection;
	const typed = typeof wanted.kind === 'string' ? wanted.kind : singularOf(wanted.kind);
	let what = `the kind of ${safeText(typed)}/${safeText(name)}`;
	try {
		const of = typeof wanted.kind === 'string' ? await kindOf(connection, wanted.kind, signal) : wanted.kind;
		const namespace = of.namespaced ? (wanted.namespace ?? connection.namespace ?? 'default') : '';
		const place = namespace === '' ? '' : ` in namespace ${safeText(namespace)}`;
		what = `${singularOf(of)} ${safeText(name)}${place}`;
		const object = await readObject(connection, of.gvr, namespace === '' ? undefined : namespace, name, signal);
		return { of, namespace, object: object as KubeObject, context };
	} catch (error) {
		if (!(error instanceof ApiFailure)) throw error;
		if (error.error.kind === 'not-found')
			throw new NoneThere(
				`There is no ${what} of context ${safeText(context)}; check the name, the namespace and the context.`,
				exitCodes.failed,
			);
		throw failureOf(error.error, { what, server, context, given });
	}
}

/** A server names none for some of its kinds. */
const singularOf = ({ singular, kind }: Pick<ObjectKind, 'singular' | 'kind'>): string => singular || kind.toLowerCase();

/** Ours by the registry, so that they can be read where nothing may be discovered; any other one as the server lists it. */
async function kindOf(connection: Connection, typed: string, signal: AbortSignal): Promise<ObjectKind> {
	const domain = findDomain(typed);
	const [own, ...others] = domain === undefined ? [] : rowKinds(domain);
	if (own !== undefined && others.length === 0) return own;
	const { resources } = await discover(connection, signal);
	const served = findServed(resources, typed)?.resource;
	if (served !== undefined) return { ...served, singular: singularOf(served) };
	throw new SentenceError(
		`The server of context ${safeText(connection.context)} has no kind "${safeText(typed)}"; write KIND/NAME with a name that kubectl api-resources lists.`,
		exitCodes.usage,
	);
}
