import { type JsonObject, objectsAt, textsAt } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { type Field, fieldLines, type Section } from './section.ts';

/** `deployments.apps, pods/log`; each group's resources of their own. */
function resourcesOf(rule: JsonObject): readonly string[] {
	const groups = textsAt(rule, 'apiGroups');
	const resources = textsAt(rule, 'resources');
	return (groups.length === 0 ? [''] : groups).flatMap((group) => resources.map((one) => (group === '' ? one : `${one}.${group}`)));
}

/** What a role allows: the verbs, and on what. */
export function rulesSection(object: KubeObject): Section | undefined {
	const fields = objectsAt(object, 'rules').map((rule): Field => {
		const names = textsAt(rule, 'resourceNames');
		const paths = textsAt(rule, 'nonResourceURLs');
		return {
			name: textsAt(rule, 'verbs').join(' ') || 'nothing',
			text: [...resourcesOf(rule), ...paths].join(', ') || 'nothing',
			beside: names.length === 0 ? undefined : `named ${names.join(', ')} only`,
		};
	});
	return fields.length === 0 ? undefined : { title: 'Allows', lines: fieldLines(fields) };
}
