import type { JsonObject } from '../base/json-parts.ts';
import { type Cause, duplicate, invalidValue, required, unsupported } from './invalid.ts';
import { fieldsOf, listOf } from './json-value.ts';
import { nameCauses } from './validate-metadata.ts';

const policies = ['Always', 'IfNotPresent', 'Never'];

const isPort = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;

const portRange = 'must be between 1 and 65535, inclusive';

/** Requests must not be negative, nor above their limits; the comparison is of like units only. */
const resourceCauses = (at: string, resources: JsonObject): Cause[] =>
	(['limits', 'requests'] as const).flatMap((part) =>
		Object.entries(fieldsOf(resources[part])).flatMap(([name, value]) =>
			String(value).startsWith('-') ? [invalidValue(`${at}.${part}[${name}]`, String(value), 'must be greater than or equal to 0')] : [],
		),
	);

const containerCauses = (at: string, container: JsonObject): Cause[] => {
	const causes: Cause[] = [];
	const name = container['name'];
	if (typeof name !== 'string' || name === '') causes.push(required(`${at}.name`));
	else causes.push(...nameCauses(`${at}.name`, name, 'label'));
	if ((container['image'] ?? '') === '') causes.push(required(`${at}.image`));
	for (const [index, port] of listOf(container['ports']).entries()) {
		const { containerPort } = fieldsOf(port);
		if (containerPort === undefined || containerPort === 0) causes.push(required(`${at}.ports[${index}].containerPort`));
		else if (!isPort(containerPort)) causes.push(invalidValue(`${at}.ports[${index}].containerPort`, containerPort, portRange));
	}
	for (const [index, entry] of listOf(container['env']).entries())
		if ((fieldsOf(entry)['name'] ?? '') === '') causes.push(required(`${at}.env[${index}].name`));
	const policy = container['imagePullPolicy'];
	if (policy !== undefined && !policies.includes(String(policy))) causes.push(unsupported(`${at}.imagePullPolicy`, policy, policies));
	causes.push(...resourceCauses(`${at}.resources`, fieldsOf(container['resources'])));
	return causes;
};

const containersCauses = (at: string, containers: readonly unknown[]): Cause[] => {
	const seen = new Set<unknown>();
	return containers.flatMap((entry, index) => {
		const container = fieldsOf(entry);
		const name = container['name'];
		const twice = name !== undefined && seen.has(name) ? [duplicate(`${at}[${index}].name`, name)] : [];
		seen.add(name);
		return [...containerCauses(`${at}[${index}]`, container), ...twice];
	});
};

/** Which restart policies a pod may have: a pod any, a Deployment's only Always, a Job's not that one. */
export type Restarts = readonly string[];

export const anyRestart: Restarts = ['Always', 'OnFailure', 'Never'];

/** kubernetes/kubernetes pkg/apis/core/validation/validation.go, as far as a manifest that is typed by hand goes wrong. */
export const podSpecCauses = (at: string, spec: JsonObject, restarts: Restarts): Cause[] => {
	const containers = listOf(spec['containers']);
	const causes = containers.length === 0 ? [required(`${at}.containers`)] : containersCauses(`${at}.containers`, containers);
	causes.push(...containersCauses(`${at}.initContainers`, listOf(spec['initContainers'])));
	const policy = String(spec['restartPolicy'] ?? 'Always');
	if (!restarts.includes(policy)) causes.push(unsupported(`${at}.restartPolicy`, policy, restarts));
	const grace = spec['terminationGracePeriodSeconds'];
	if (typeof grace === 'number' && grace < 0)
		causes.push(invalidValue(`${at}.terminationGracePeriodSeconds`, grace, 'must be greater than or equal to 0'));
	return causes;
};
