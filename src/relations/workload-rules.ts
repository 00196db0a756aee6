import { type JsonObject, objectAt, objectsAt, textAt, valueAt } from '../base/json-parts.ts';
import { type LabelSelector, labelsText, selectorMask, selectorText } from '../domains/label-selector.ts';
import { apps, core, inGroup, type KindName, kindOf, type Link, toMeant, toName } from './link.ts';
import { podSpecLinks, podSpecMask, selectingPods } from './pod-links.ts';
import type { Linked, LinkRule } from './rule.ts';

const podSelector = ({ object }: Linked): string => selectorText(objectAt(object, 'spec', 'selector') as LabelSelector);

/** What it owns, where that carries the labels that it selects by. */
const ownsByLabels = (kind: KindName, linked: Linked): Link =>
	toMeant(['below', 'owns', kind, linked.namespace], { by: 'owner', labels: podSelector(linked) });

const scaledBy = ({ namespace }: Linked): Link =>
	toMeant(['beside', 'scaled by', inGroup('autoscaling', 'HorizontalPodAutoscaler'), namespace], { by: 'mention' });

const templateLinks = ({ object, namespace }: Linked): readonly Link[] =>
	podSpecLinks(objectAt(object, 'spec', 'template', 'spec'), namespace);

const workloadMask = { spec: { selector: selectorMask, template: { spec: podSpecMask } } } as const;

export const podRule: LinkRule = {
	mask: { spec: podSpecMask },
	links: ({ object, namespace, name }) => [...selectingPods(namespace), ...podSpecLinks(objectAt(object, 'spec'), namespace, name)],
};

export const deploymentRule: LinkRule = {
	mask: workloadMask,
	links: (linked) => [ownsByLabels(apps('ReplicaSet'), linked), scaledBy(linked), ...templateLinks(linked)],
};

/** The revisions of before that a Deployment keeps have no pods, and are not asked for any. */
const isEmptied = (object: JsonObject): boolean => valueAt(object, 'spec', 'replicas') === 0 && valueAt(object, 'status', 'replicas') === 0;

export const replicaSetRule: LinkRule = {
	mask: { spec: { ...workloadMask.spec, replicas: true }, status: { replicas: true } },
	links: (linked) => [...(isEmptied(linked.object) ? [] : [ownsByLabels(core('Pod'), linked)]), scaledBy(linked), ...templateLinks(linked)],
	isIdle: isEmptied,
};

export const replicationControllerRule: LinkRule = {
	mask: { spec: { selector: true, template: { spec: podSpecMask } } },
	links: (linked) => {
		const labels = labelsText(objectAt(linked.object, 'spec', 'selector') as Readonly<Record<string, string>>);
		return [toMeant(['below', 'owns', core('Pod'), linked.namespace], { by: 'owner', labels }), scaledBy(linked), ...templateLinks(linked)];
	},
};

export const statefulSetRule: LinkRule = {
	mask: {
		spec: { ...workloadMask.spec, serviceName: true, volumeClaimTemplates: [{ metadata: { name: true } }] },
	},
	links: (linked) => {
		const { object, namespace, name } = linked;
		const templates = objectsAt(object, 'spec', 'volumeClaimTemplates').map((template) => textAt(template, 'metadata', 'name'));
		// The claims carry the labels that the pods are selected by, and no owner unless they are to go with the set
		// (kubernetes pkg/controller/statefulset/stateful_set_utils.go, getPersistentVolumeClaims).
		const labels = labelsText(objectAt(object, 'spec', 'selector', 'matchLabels') as Readonly<Record<string, string>>);
		const prefixes = templates.filter((template) => template !== '').map((template) => `${template}-${name}-`);
		return [
			ownsByLabels(core('Pod'), linked),
			...(prefixes.length === 0
				? []
				: [toMeant(['below', 'claims', core('PersistentVolumeClaim'), namespace], { by: 'ordinal', prefixes, labels })]),
			ownsByLabels(apps('ControllerRevision'), linked),
			...toName(['beside', 'named by', core('Service'), namespace], textAt(object, 'spec', 'serviceName')),
			scaledBy(linked),
			...templateLinks(linked),
		];
	},
};

export const daemonSetRule: LinkRule = {
	mask: workloadMask,
	links: (linked) => [ownsByLabels(core('Pod'), linked), ownsByLabels(apps('ControllerRevision'), linked), ...templateLinks(linked)],
};

export const jobRule: LinkRule = {
	mask: workloadMask,
	links: (linked) => [ownsByLabels(core('Pod'), linked), ...templateLinks(linked)],
};

export const cronJobRule: LinkRule = {
	mask: { spec: { jobTemplate: { spec: { template: { spec: podSpecMask } } } } },
	links: ({ object, namespace }) => [
		// Its jobs carry whatever labels the template gives them: only their owner tells.
		toMeant(['below', 'owns', inGroup('batch', 'Job'), namespace], { by: 'owner' }),
		...podSpecLinks(objectAt(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec'), namespace),
	],
};

export const autoscalerRule: LinkRule = {
	mask: { spec: { scaleTargetRef: { apiVersion: true, kind: true, name: true } } },
	links: ({ object, namespace }) => {
		const target = objectAt(object, 'spec', 'scaleTargetRef');
		const kind = kindOf(textAt(target, 'apiVersion'), textAt(target, 'kind'));
		return toName(['below', 'scales', kind, namespace], textAt(target, 'name'));
	},
};

/** Selects nothing without a selector, and everything with an empty one. */
export const disruptionBudgetRule: LinkRule = {
	mask: { spec: { selector: selectorMask } },
	links: ({ object, namespace }) => selectedPods(valueAt(object, 'spec', 'selector'), namespace),
	selector: (object) => selectorAt(object, 'selector'),
};

export const networkPolicyRule: LinkRule = {
	mask: { spec: { podSelector: selectorMask } },
	links: ({ object, namespace }) => selectedPods(valueAt(object, 'spec', 'podSelector') ?? {}, namespace),
	selector: (object) => selectorAt(object, 'podSelector') ?? {},
};

const selectorAt = (object: unknown, field: string): LabelSelector | undefined =>
	(valueAt(object, 'spec', field) as LabelSelector | null | undefined) ?? undefined;

const selectedPods = (selector: unknown, namespace: string): readonly Link[] =>
	selector === undefined || selector === null
		? []
		: [
				toMeant(['below', 'selects', core('Pod'), namespace], {
					by: 'selectors',
					labels: selectorText(selector as LabelSelector),
				}),
			];
