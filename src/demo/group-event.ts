import type { KubeObject } from '../kube/types.ts';
import { fieldsOf, valueAt } from './json-value.ts';

/** An event of the core group in the shape of events.k8s.io/v1 (kubernetes/kubernetes pkg/apis/events/v1/conversion.go): what the newer API has no field for is deprecated. */
export const asGroupEvent = (event: KubeObject): KubeObject => {
	const { metadata, series, action, related, count } = event;
	const texts = (fields: Readonly<Record<string, unknown>>) =>
		Object.fromEntries(Object.entries(fields).filter(([, value]) => (value ?? '') !== ''));
	return {
		metadata,
		eventTime: event['eventTime'] ?? null,
		...texts({
			series,
			reportingController: event['reportingComponent'],
			reportingInstance: event['reportingInstance'],
			action,
			reason: event['reason'],
		}),
		regarding: event['involvedObject'] ?? {},
		...texts({ related, note: event['message'], type: event['type'] }),
		deprecatedSource: event['source'] ?? {},
		deprecatedFirstTimestamp: event['firstTimestamp'] ?? null,
		deprecatedLastTimestamp: event['lastTimestamp'] ?? null,
		...texts({ deprecatedCount: count }),
	};
};

const regarding = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;

const textAt = (path: string) => (event: KubeObject) => String(valueAt(event, path) ?? '');

/** What events.k8s.io may be selected by, read from the event as it is stored. */
export const groupEventFields: Readonly<Record<string, (event: KubeObject) => string>> = {
	...Object.fromEntries(
		regarding.map((field) => [`regarding.${field}`, (event: KubeObject) => String(fieldsOf(event['involvedObject'])[field] ?? '')]),
	),
	reportingController: textAt('reportingComponent'),
	reason: textAt('reason'),
	type: textAt('type'),
};
