import type { Clock } from '../base/clock.ts';
import { safeJson, safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { plainOf, type TextLine } from '../base/text-line.ts';
import { anyDomain } from '../domains/erase.ts';
import { objectEvents, scopeOfEvents } from '../domains/object-events.ts';
import type { KubeObject } from '../kube/types.ts';
import type { ReadObject } from '../objects/compare-read.ts';
import { describeObject } from '../objects/describe.ts';
import { eventLines, newestEvents } from '../objects/event-lines.ts';
import { objectYaml } from '../objects/object-yaml.ts';
import { isSecret, maskSecret, secretTarget, secretValue } from '../objects/secret-mask.ts';
import type { Section } from '../objects/section.ts';
import { openDomainFeed } from '../sync/domain-feed.ts';
import type { OpenContext } from '../views/app-services.ts';
import { answered } from './await-rows.ts';
import { exitCodes } from './exit-codes.ts';
import { printRelated } from './object-related.ts';
import type { Options, Output } from './options.ts';
import type { OutputStream } from './output-stream.ts';
import { type PrintRun, runPrint } from './run-print.ts';

export interface ObjectFlags {
	/** Keys of a Secret whose values are not masked. */
	readonly reveal?: readonly string[];
	readonly showManagedFields?: boolean;
}

/** An object as it is typed: `deploy/cart`. */
export interface TypedObject {
	readonly kind: string;
	readonly name: string;
}

export interface ObjectRun {
	readonly page: 'object' | 'object-yaml' | 'object-events' | 'object-related';
	readonly typed: TypedObject;
	readonly format: 'table' | 'json' | 'yaml' | Output;
	readonly flags: ObjectFlags;
	readonly options: Options;
	readonly context: OpenContext;
	readonly clock: Clock;
	readonly dates: PrintRun['dates'];
	readonly out: OutputStream;
	readonly note: (sentence: string) => void;
	readonly tell: (line: string) => void;
}

/** Prints what there is to know of one object. Resolves with the exit code; throws SentenceError. */
export async function runObject(run: ObjectRun): Promise<number> {
	const { typed, options, context } = run;
	const wanted = { kind: typed.kind, name: typed.name, namespace: options.namespace };
	const read = await context.readObject(wanted, new AbortController().signal);
	if (read.namespace === '' && options.namespace !== undefined)
		run.note(`${read.of.kind} ${typed.name} is in no namespace, so -n ${options.namespace} changes nothing.`);
	const apiVersion = read.of.gvr.group === '' ? read.of.gvr.version : `${read.of.gvr.group}/${read.of.gvr.version}`;
	const object: KubeObject = { ...read.object, apiVersion, kind: read.of.kind };
	if (run.page === 'object-events') return printEvents(run, { ...read, object });
	const revealed = revealedTargets(object, run.flags.reveal ?? []);
	if (run.format === 'yaml') write(run, objectYaml(object, { unfolded: run.flags.showManagedFields === true, revealed }));
	else if (run.page === 'object-yaml') run.out.write(`${safeJson(shown(object, run.flags, revealed), '  ')}\n`);
	else if (run.page === 'object-related')
		await printRelated({ context, format: run.format === 'json' ? 'json' : 'table', out: run.out }, { ...read, object });
	else await printSections(run, { ...read, object }, revealed);
	await run.out.drained();
	return exitCodes.ok;
}

/** The values that were asked for by their keys. Throws SentenceError (2) for a key that is not there. */
function revealedTargets(object: KubeObject, keys: readonly string[]): ReadonlySet<string> {
	const { name } = object.metadata;
	if (keys.length > 0 && !isSecret(object))
		throw new SentenceError(`${safeText(name)} is no Secret, so nothing in it is masked; leave --reveal out.`, exitCodes.usage);
	return new Set(
		keys.map((key) => {
			const target = secretTarget('data', key);
			if (secretValue(object, target) === undefined)
				throw new SentenceError(
					`Secret ${safeText(name)} has no key "${safeText(key)}"; kyacht object secret/${safeText(name)} lists those it has.`,
					2,
				);
			return target;
		}),
	);
}

/** As kubectl gives it: managed fields only where they are asked for. */
function shown(object: KubeObject, { showManagedFields = false }: ObjectFlags, revealed: ReadonlySet<string>): KubeObject {
	const { managedFields, ...metadata } = object.metadata;
	const masked = maskSecret(showManagedFields || managedFields === undefined ? object : { ...object, metadata }, revealed);
	const { apiVersion, kind, metadata: about, ...rest } = masked;
	return { apiVersion, kind, metadata: about, ...rest } as KubeObject;
}

/** Of a line: safe for a terminal and for files that go to one; tabs stay. */
const safeLine = (line: TextLine): string => plainOf(line).split('\t').map(safeText).join('\t').trimEnd();

const write = ({ out }: ObjectRun, lines: readonly TextLine[]): void => {
	out.write(`${lines.map(safeLine).join('\n')}\n`);
};

const feedOptions = { visible: true, firstPage: 500 } as const;

/** What is told of the events, whose refusal is told and changes nothing else. */
async function eventSection({ context, note }: ObjectRun, { of, namespace, object }: ReadObject): Promise<Section> {
	const { engine } = context;
	const ref = { of, namespace, name: object.metadata.name, uid: object.metadata.uid };
	const feed = openDomainFeed(engine, anyDomain(objectEvents), scopeOfEvents(ref, object), feedOptions);
	try {
		await answered(feed, { subscribe: engine.subscribe, server: context.server, context: context.name, given: context.given });
		const lines = eventLines(newestEvents(feed.rows.values()), engine.serverNow());
		return { title: 'Events', lines: lines.length === 0 ? [{ spans: [{ text: '  <none>' }] }] : lines };
	} catch (error) {
		if (!(error instanceof SentenceError)) throw error;
		note(error.message);
		return { title: 'Events', lines: [{ spans: [{ text: '  <unknown>' }] }] };
	} finally {
		feed.close();
	}
}

async function printSections(run: ObjectRun, read: ReadObject, revealed: ReadonlySet<string>): Promise<void> {
	const { context, format, out } = run;
	const { of, namespace, object } = read;
	const now = context.engine.serverNow();
	const { head, tail } = describeObject(object, { gvr: of.gvr, now, revealed });
	const sections = [...head, await eventSection(run, read), ...tail];
	if (format === 'json') {
		const document = {
			domain: 'object',
			scope: { ...(namespace === '' ? {} : { namespace }), fieldSelector: `metadata.name=${object.metadata.name}` },
			context: context.name,
			mode: 'snapshot',
			health: 'healthy',
			reason: 'synchronized',
			asOf: Math.floor(now / 1000),
			resourceVersion: object.metadata.resourceVersion,
			kind: of.kind,
			sections: sections.map(({ title, lines }) => ({ title, lines: lines.map((line) => plainOf(line).trim()) })),
			object: shown(object, run.flags, revealed),
		};
		out.write(`${safeJson(document, '  ')}\n`);
		return;
	}
	const name: TextLine = { spans: [{ text: `${of.kind} ${namespace === '' ? '' : `${namespace}/`}${object.metadata.name}` }] };
	const [first, ...rest] = sections;
	write(run, [
		name,
		...(first?.lines ?? []),
		...rest.flatMap(({ title, lines }) => [{ spans: [] }, { spans: [{ text: title }] }, ...lines]),
	]);
}

/** A view like any other: it is printed as one, with --watch too. */
function printEvents(
	{ format, options, context, clock, dates, out, note, tell }: ObjectRun,
	{ of, namespace, object }: ReadObject,
): Promise<number> {
	const scope = scopeOfEvents({ of, namespace, name: object.metadata.name, uid: object.metadata.uid }, object);
	const output = format as Output;
	return runPrint({ domain: anyDomain(objectEvents), scope, output, options, context, clock, dates, out, note, tell });
}
