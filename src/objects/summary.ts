import { age, epochSeconds } from '../base/age.ts';
import { objectAt, objectsAt, textAt, textsAt, valueAt } from '../base/json-parts.ts';
import type { Severity } from '../domains/attention/symptom.ts';
import { rowKinds } from '../domains/object-ref.ts';
import { ObjectRow } from '../domains/object-row.ts';
import { domains } from '../domains/registry.ts';
import type { Domain, PrintedColumn, Row } from '../domains/types.ts';
import type { Gvr, KubeObject } from '../kube/types.ts';
import { lastApplied } from './secret-mask.ts';
import { type Field, fieldLines, type Section } from './section.ts';

const same = (text: string): string => text;

/** The view of a kind by itself, which knows how kubectl prints its objects. */
function viewOf({ group, version, resource }: Gvr): Domain | undefined {
	return domains.find((domain) => {
		const [kind, ...others] = rowKinds(domain);
		return (
			others.length === 0 &&
			domain.printed !== undefined &&
			kind?.metadataOnly !== true &&
			kind?.gvr.group === group &&
			kind.gvr.resource === resource &&
			kind.gvr.version === version
		);
	});
}

/** Said at the head of the panel, or in a section of their own. */
const toldElsewhere: ReadonlySet<string> = new Set(['Age', 'Created At', 'Labels', 'Containers', 'Images']);

/** By these a row says how its object is. */
const saysHow: ReadonlySet<string> = new Set(['Status', 'Ready', 'Available']);

/** What kubectl prints for it that says nothing. */
const saysNothing: ReadonlySet<string> = new Set(['<none>', '<unset>', '']);

function printedFields(row: Row, columns: readonly PrintedColumn[], now: number): readonly Field[] {
	return columns.flatMap((column): readonly Field[] => {
		if (toldElsewhere.has(column.name)) return [];
		const text = String(column.cell(row, now));
		if (saysNothing.has(text)) return [];
		return [{ name: column.name, text, role: saysHow.has(column.name) && row.health !== 'ok' ? row.health : undefined }];
	});
}

const bySeverity: Readonly<Record<Severity, number>> = { critical: 0, failing: 1, warning: 2 };
const mostWrong = 3;

/** What is wrong with it, as attention says it, the worst first: before all that is only as it is. */
function wrongFields(row: Row, now: number): readonly Field[] {
	const symptoms = row instanceof ObjectRow ? row.symptoms : [];
	const lasting = symptoms.filter(({ text, until }) => text !== '' && (until === undefined || until * 1000 > now));
	return lasting
		.toSorted((one, other) => bySeverity[one.severity] - bySeverity[other.severity])
		.slice(0, mostWrong)
		.map(({ text, severity, since }, at) => ({
			name: at === 0 ? 'Wrong' : '',
			text,
			role: severity === 'warning' ? 'warning' : 'failing',
			beside: since === 0 ? undefined : `for ${age(since, now)}`,
		}));
}

/** The columns that `kubectl get -o wide` has of it; for a kind that no view knows none. */
function kubectlFields(object: KubeObject, gvr: Gvr, now: number): readonly Field[] {
	const view = viewOf(gvr);
	const kind = view === undefined ? undefined : rowKinds(view)[0];
	if (view?.printed === undefined || kind === undefined) return [];
	try {
		const row = kind.project(object, same);
		return [...wrongFields(row, now), ...printedFields(row, view.printed, now)];
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		// A server may send anything under the name of a kind; its fields are still shown one by one.
		return [{ name: 'Not understood', text: `it is no ${kind.kind} as it should be (${error.message})`, role: 'warning' }];
	}
}

const ago = (time: string, now: number): string => (epochSeconds(time) === 0 ? '' : `${age(epochSeconds(time), now)} ago`);

/** Of a pod, what tells how it is beside its columns. */
const podFields = ({ status }: KubeObject, now: number): readonly Field[] => [
	{ name: 'Reason', text: textAt(status, 'reason'), role: 'warning' },
	{ name: 'Message', text: textAt(status, 'message'), role: 'warning' },
	{ name: 'Started', text: ago(textAt(status, 'startTime'), now), beside: textAt(status, 'startTime') },
];

/** Whose it is: the controller first. */
function ownersText(object: KubeObject): string {
	const owners = objectsAt(object.metadata, 'ownerReferences');
	const first = owners.toSorted(
		(one, other) => Number(valueAt(other, 'controller') === true) - Number(valueAt(one, 'controller') === true),
	);
	return first.map((owner) => `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`).join(', ');
}

/** Why an object that is deleted is still there. */
function goingFields({ metadata }: KubeObject, now: number): readonly Field[] {
	const { deletionTimestamp } = metadata;
	if (deletionTimestamp === undefined) return [];
	const finalizers = textsAt(metadata, 'finalizers');
	const since = epochSeconds(deletionTimestamp);
	// Of a pod the time is that at which its grace ends.
	const when = since * 1000 > now ? `to be gone within ${age((2 * now) / 1000 - since, now)}` : `for ${age(since, now)}`;
	return [
		{ name: 'Terminating', text: when, role: 'warning' },
		{ name: 'Finalizers', text: finalizers.join(', '), role: 'warning' },
	];
}

/** The whole name, which a title may have to cut, with what kubectl prints beside it: `gp3 (default)`. */
const nameField = ({ metadata }: KubeObject, printed: readonly Field[]): Field => ({
	name: 'Name',
	text: printed.find(({ name }) => name === 'Name')?.text ?? metadata.name,
	beside: metadata.namespace === undefined ? undefined : `in ${metadata.namespace}`,
});

/** Of a Service, what kubectl prints as <none>. */
function serviceFields({ spec }: KubeObject): readonly Field[] {
	const isLeading = textAt(spec, 'type') !== 'ExternalName' && Object.keys(objectAt(spec, 'selector')).length === 0;
	return isLeading ? [{ name: 'Selector', text: 'none: it leads to what somebody else writes into its endpoints' }] : [];
}

/** Of a node, what keeps pods away from it. */
const nodeFields = ({ spec }: KubeObject): readonly Field[] => [
	{
		name: 'Taints',
		text: objectsAt(spec, 'taints')
			.map((taint) => `${[textAt(taint, 'key'), textAt(taint, 'value')].filter(Boolean).join('=')}:${textAt(taint, 'effect')}`)
			.join(', '),
	},
];

/** What matters of an object, in kubectl's words. `now` is epoch ms on the server's clock. */
export function summarySection(object: KubeObject, gvr: Gvr, now: number): Section {
	const { metadata } = object;
	const isPod = object.kind === 'Pod' && gvr.group === '';
	const printed = kubectlFields(object, gvr, now);
	const fields: readonly Field[] = [
		nameField(object, printed),
		...goingFields(object, now),
		...printed.filter(({ name }) => name !== 'Name'),
		...(isPod ? podFields(object, now) : []),
		...(object.kind === 'Service' && gvr.group === '' ? serviceFields(object) : []),
		...(object.kind === 'Node' && gvr.group === '' ? nodeFields(object) : []),
		{ name: 'Owner', text: ownersText(object) },
		{ name: 'Created', text: ago(metadata.creationTimestamp ?? '', now), beside: metadata.creationTimestamp },
	];
	return { title: 'Summary', lines: fieldLines(fields) };
}

/** In units of UTF-16: an annotation that is longer is a document of its own, and whole in the YAML. */
const longestAnnotation = 300;

const shortened = (text: string): string => {
	const line = text.replaceAll(/\s+/g, ' ');
	return line.length <= longestAnnotation ? line : `${line.slice(0, longestAnnotation)}… (${text.length} characters)`;
};

export function labelSections({ metadata }: KubeObject): readonly Section[] {
	const labels = Object.entries(objectAt(metadata, 'labels')).map(([name, value]): Field => ({ name, text: String(value) || '""' }));
	const annotations = Object.entries(objectAt(metadata, 'annotations'))
		.filter(([name]) => name !== lastApplied)
		.map(([name, value]): Field => ({ name, text: shortened(String(value)) || '""' }));
	return [
		...(labels.length === 0 ? [] : [{ title: 'Labels', lines: fieldLines(labels) }]),
		...(annotations.length === 0 ? [] : [{ title: 'Annotations', lines: fieldLines(annotations) }]),
	];
}
