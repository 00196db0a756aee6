import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import type { AskedRequest } from './faults.ts';
import { fieldsOf } from './json-value.ts';

/** A request in another version of a kind than the stored one, as one in that, and the answer back. */
export interface Conversion {
	readonly info: AskedRequest;
	readonly read: (text: string) => string;
	readonly write: (body: string) => string;
}

/**
 * `kubectl autoscale` up to 1.32 creates autoscalers in version 1, where the use of CPU is a field and not one of several metrics.
 * Undefined: the request needs none. Only creation has it: everybody reads the version that discovery names.
 */
export const conversionOf = (info: AskedRequest): Conversion | undefined => {
	const { group, version, resource, verb } = info;
	if (group !== 'autoscaling' || version !== 'v1' || resource !== 'horizontalpodautoscalers' || verb !== 'create') return undefined;
	return {
		info: { ...info, version: 'v2' },
		read: (text) => converted(text, 'autoscaling/v1', toVersion2),
		write: (body) => converted(body, 'autoscaling/v2', toVersion1),
	};
};

/** What is no object of that version stays as it is: whoever decodes it says what is wrong with it. */
const converted = (text: string, from: string, convert: (object: JsonObject) => JsonObject): string => {
	let object: unknown;
	try {
		object = JSON.parse(text);
	} catch {
		return text;
	}
	return isJsonObject(object) && object['apiVersion'] === from ? JSON.stringify(convert(object)) : text;
};

const toVersion2 = (object: JsonObject): JsonObject => {
	const { targetCPUUtilizationPercentage: averageUtilization, ...spec } = fieldsOf(object['spec']);
	const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
	const metrics = averageUtilization === undefined ? {} : { metrics: [cpu] };
	const { status: _status, ...rest } = object;
	return { ...rest, apiVersion: 'autoscaling/v2', spec: { ...spec, ...metrics } };
};

const toVersion1 = (object: JsonObject): JsonObject => {
	const { metrics, behavior: _behavior, ...spec } = fieldsOf(object['spec']);
	const list = Array.isArray(metrics) ? (metrics as readonly unknown[]) : [];
	const cpu = list.map((metric) => fieldsOf(fieldsOf(metric)['resource'])).find(({ name }) => name === 'cpu');
	const use = fieldsOf(cpu?.['target'])['averageUtilization'];
	const status = { currentReplicas: 0, desiredReplicas: 0 };
	return {
		...object,
		apiVersion: 'autoscaling/v1',
		spec: { ...spec, ...(use === undefined ? {} : { targetCPUUtilizationPercentage: use }) },
		status,
	};
};
