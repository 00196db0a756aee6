import { age, epochSeconds } from '../base/age.ts';
import { objectAt, objectsAt, textAt, textsAt, valueAt } from '../base/json-parts.ts';
import { rowKinds } from '../domains/object-ref.ts';
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
const toldElsewhere: ReadonlySet<string> = new Set(['Name', 'Age', 'Created At', 'Labels', 'Containers', 'Images']);

/** What kubectl prints for it that says nothing. */
const saysNothing: ReadonlySet<string> = new Set(['<none>', '<unset>', '']);

function printedFields(row: Row, columns: readonly PrintedColumn[], now: number): readonly Field[] {
	return columns.flatMap((column): readonly Field[] => {
		if (toldElsewhere.has(column.name)) return [];
		const text = String(column.cell(row, now));
		if (saysNothing.has(text)) return [];
		return [{ name: column.name, text, role: column.name === 'Status' && row.health !== 'ok' ? row.health : undefined }];
	});
}

/** The columns that `kubectl get -o wide` has of it; for a kind that no view knows none. */
function kubectlFields(object: KubeObject, gvr: Gvr, now: number): readonly Field[] {
	const view = viewOf(gvr);
	const kind = view === undefined ? undefined : rowKinds(view)[0];
	if (view?.printed === undefined || kind === undefined) return [];
	try {
		return printedFields(kind.project(object, same), view.printed, now);
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

/** Of a pod, what kubectl describes of how it was set up. */
export function podSetup({ spec, status }: KubeObject): Section | undefined {
	const tolerations = objectsAt(spec, 'tolerations').filter((each) => !textAt(each, 'key').startsWith('node.kubernetes.io/'));
	const lines = fieldLines([
		{ name: 'Service account', text: textAt(spec, 'serviceAccountName') },
		{ name: 'Priority', text: textAt(spec, 'priorityClassName') },
		{ name: 'QoS class', text: textAt(status, 'qosClass') },
		{ name: 'Restart policy', text: textAt(spec, 'restartPolicy') },
		{ name: 'Host network', text: valueAt(spec, 'hostNetwork') === true ? 'yes' : '' },
		{ name: 'Node selector', text: pairs(objectAt(spec, 'nodeSelector')).join(', ') },
		{
			name: 'Tolerations',
			text: tolerations.map((each) => [textAt(each, 'key'), textAt(each, 'effect')].filter(Boolean).join(':')).join(', '),
		},
		{ name: 'Volumes', text: objectsAt(spec, 'volumes').map(volumeWords).join('\n') },
	]);
	return lines.length === 0 ? undefined : { title: 'Setup', lines };
}

/** `data: persistentVolumeClaim cart-data` */
function volumeWords(volume: Readonly<Record<string, unknown>>): string {
	const type = Object.keys(volume).find((key) => key !== 'name') ?? '';
	const source = objectAt(volume, type);
	const named = ['claimName', 'secretName', 'name', 'path', 'driver'].map((key) => textAt(source, key)).find((text) => text !== '') ?? '';
	return `${textAt(volume, 'name')}: ${type}${named === '' ? '' : ` ${named}`}`;
}

const pairs = (map: Readonly<Record<string, unknown>>): readonly string[] =>
	Object.entries(map).map(([key, value]) => `${key}=${String(value)}`);

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

/** What matters of an object, in kubectl's words. `now` is epoch ms on the server's clock. */
export function summarySection(object: KubeObject, gvr: Gvr, now: number): Section {
	const { metadata } = object;
	const isPod = object.kind === 'Pod' && gvr.group === '';
	const fields: readonly Field[] = [
		...goingFields(object, now),
		...kubectlFields(object, gvr, now),
		...(isPod ? podFields(object, now) : []),
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
