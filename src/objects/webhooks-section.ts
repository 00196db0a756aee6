import { type JsonObject, objectAt, objectsAt, textAt, textsAt, valueAt } from '../base/json-parts.ts';
import type { TextLine } from '../base/text-line.ts';
import { type LabelSelector, selectorText } from '../domains/label-selector.ts';
import type { KubeObject } from '../kube/types.ts';
import { type Field, fieldLines, type Section } from './section.ts';

/** `image-policy.kube-system:443/validate` */
function calledWords(client: JsonObject): string {
	const service = objectAt(client, 'service');
	if (textAt(service, 'name') === '') return textAt(client, 'url');
	const port = valueAt(service, 'port');
	const path = textAt(service, 'path');
	return `Service/${textAt(service, 'name')} in ${textAt(service, 'namespace')}, port ${typeof port === 'number' ? port : 443}${path === '' ? '' : `, ${path}`}`;
}

/** `CREATE, UPDATE of deployments, statefulsets (apps)` */
function ruleWords(rule: JsonObject): string {
	const groups = textsAt(rule, 'apiGroups').filter((group) => group !== '');
	const scope = textAt(rule, 'scope');
	const where = scope === 'Namespaced' ? ', namespaced only' : scope === 'Cluster' ? ', of the cluster only' : '';
	return `${textsAt(rule, 'operations').join(', ')} of ${textsAt(rule, 'resources').join(', ')}${groups.length === 0 ? '' : ` (${groups.join(', ')})`}${where}`;
}

function failureField(hook: JsonObject): Field {
	const policy = textAt(hook, 'failurePolicy') || 'Fail';
	const beside = policy === 'Fail' ? 'refused where it does not answer' : 'let through where it does not answer';
	return { name: 'failure', text: policy, beside };
}

/** The webhooks of a configuration: whom they call, for what, and what happens where nobody answers. */
export function webhooksSection(object: KubeObject): Section | undefined {
	const lines = objectsAt(object, 'webhooks').flatMap((hook): readonly TextLine[] => {
		const seconds = valueAt(hook, 'timeoutSeconds');
		const selected = (field: string): string => selectorText(labelSelector(objectAt(hook, field)));
		return [
			{ spans: [{ text: '  ' }, { text: textAt(hook, 'name'), role: 'heading' }], hang: 4 },
			...fieldLines(
				[
					{ name: 'calls', text: calledWords(objectAt(hook, 'clientConfig')) },
					{ name: 'on', text: objectsAt(hook, 'rules').map(ruleWords).join('\n') },
					failureField(hook),
					{ name: 'timeout', text: typeof seconds === 'number' ? `${seconds}s` : '' },
					{ name: 'namespaces', text: selected('namespaceSelector') },
					{ name: 'objects', text: selected('objectSelector') },
					{
						name: 'conditions',
						text: objectsAt(hook, 'matchConditions')
							.map((each) => `${textAt(each, 'name')}: ${textAt(each, 'expression')}`)
							.join('\n'),
					},
					{ name: 'side effects', text: textAt(hook, 'sideEffects').replace(/^None$/, '') },
				],
				4,
			),
		];
	});
	return lines.length === 0 ? undefined : { title: 'Webhooks', lines };
}

/** Of whatever stands there, what a selector may hold. */
function labelSelector(selector: JsonObject): LabelSelector {
	const matchLabels = Object.fromEntries(Object.entries(objectAt(selector, 'matchLabels')).map(([key, value]) => [key, String(value)]));
	const matchExpressions = objectsAt(selector, 'matchExpressions').map((each) => ({
		key: textAt(each, 'key'),
		operator: textAt(each, 'operator'),
		values: textsAt(each, 'values'),
	}));
	return { matchLabels, matchExpressions };
}
