import type { KubeObject } from '../kube/types.ts';
import type { VersionSpelling } from './faults.ts';
import { itemJson, objectJson, partialItemJson } from './object-json.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { failure, StatusError } from './status.ts';
import { columnsJson, type TableColumn, tableRowJson } from './table.ts';

/** The form in which objects are sent, as negotiated by Accept (apiserver pkg/endpoints/handlers/response.go). */
export type Form = 'object' | 'table' | 'partial' | 'partial-list';

const accepted = (accept: string): Form | undefined => {
	const [type = '', ...parameters] = accept.split(';').map((part) => part.trim());
	if (!['application/json', 'application/*', '*/*', ''].includes(type)) return undefined;
	const options = new Map(parameters.map((parameter) => parameter.split('=') as [string, string]));
	const as = options.get('as');
	if (as === undefined) return 'object';
	if (options.get('g') !== 'meta.k8s.io' || options.get('v') !== 'v1') return undefined;
	if (as === 'Table') return 'table';
	if (as === 'PartialObjectMetadata') return 'partial';
	return as === 'PartialObjectMetadataList' ? 'partial-list' : undefined;
};

/** What a type that no part of the server knows is answered with; types that only some resources lack get another text. */
const unknownType =
	'406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';

/** Throws a StatusError 406 when nothing that is asked for can be made. */
export const negotiate = (accept: string | undefined): Form => {
	for (const wish of (accept ?? '').split(',')) {
		const form = accepted(wish);
		if (form !== undefined) return form;
	}
	if (!/json|yaml|protobuf/.test(accept ?? '')) throw new StatusError(failure(406, 'NotAcceptable', unknownType, {}));
	throw new StatusError(
		failure(
			406,
			'NotAcceptable',
			'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
		),
	);
};

export interface ListMeta {
	readonly resourceVersion?: string;
	readonly continue?: string;
	readonly remainingItemCount?: number;
}

export interface Rendering {
	readonly resource: Resource;
	readonly form: Form;
	readonly columns: readonly TableColumn[];
	readonly includeObject: 'None' | 'Metadata' | 'Object';
	/** Epoch milliseconds that ages count to. */
	readonly now: number;
	/** Absent: versions are sent as they are. */
	readonly spelling?: VersionSpelling | undefined;
}

const spelled = <T extends { readonly resourceVersion?: string }>({ spelling }: Rendering, meta: T): T =>
	spelling === undefined || meta.resourceVersion === undefined ? meta : { ...meta, resourceVersion: spelling.write(meta.resourceVersion) };

/** As this resource shows it, its version as the server spells it. */
const shownObject = (rendering: Rendering, stored: KubeObject): KubeObject => {
	const object = rendering.resource.shows?.(stored) ?? stored;
	return rendering.spelling === undefined ? object : { ...object, metadata: spelled(rendering, object.metadata) };
};

/** The pieces of a list body, in order: written one after another, so that a long list is never one text. */
export function* listBody(rendering: Rendering, meta: ListMeta, objects: readonly KubeObject[]): Generator<string> {
	const { resource, form } = rendering;
	const metadata = JSON.stringify(spelled(rendering, meta));
	if (form === 'table') {
		yield `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${metadata},"columnDefinitions":${columnsJson(rendering.columns)},"rows":[`;
	} else if (form === 'object') {
		yield `{"kind":"${resource.kind}List","apiVersion":"${apiVersionOf(resource.gvr)}","metadata":${metadata},"items":[`;
	} else {
		yield `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":${metadata},"items":[`;
	}
	let comma = '';
	for (const each of objects) {
		const object = shownObject(rendering, each);
		const text = form === 'table' ? tableRowJson(rendering, object) : form === 'object' ? itemJson(object) : partialItemJson(object);
		yield comma + text;
		comma = ',';
	}
	yield ']}\n';
}

/** One object: the body of a GET, or the object of a watch event. `withColumns` is for the first event of a Table watch. */
export const singleBody = (rendering: Rendering, stored: KubeObject, withColumns = true): string => {
	const object = shownObject(rendering, stored);
	switch (rendering.form) {
		case 'object':
			return objectJson(rendering.resource, object);
		case 'partial':
		case 'partial-list':
			return partialItemJson(object);
		case 'table': {
			const columns = withColumns ? columnsJson(rendering.columns) : 'null';
			const metadata = JSON.stringify({ resourceVersion: object.metadata.resourceVersion });
			return `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${metadata},"columnDefinitions":${columns},"rows":[${tableRowJson(rendering, object)}]}`;
		}
	}
};

/** The empty typed object of a bookmark. A mark of the end of the initial events is an annotation on it. */
export const bookmarkBody = (rendering: Rendering, version: string, initialEventsEnd: boolean, withColumns: boolean): string => {
	const metadata = {
		resourceVersion: version,
		...(initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
	} as unknown as KubeObject['metadata'];
	const object: KubeObject = { metadata, ...rendering.resource.empty };
	return singleBody(rendering, object, withColumns);
};
