import { objectAt, objectsAt, textAt, valueAt } from '../base/json-parts.ts';
import { type Labels, labelsText } from '../domains/label-selector.ts';
import type { Mask } from '../kube/types.ts';
import { core, inGroup, type KindName, type Link, toMeant, toName, withoutRepeats } from './link.ts';
import type { LinkRule } from './rule.ts';

const endpointSlice = inGroup('discovery.k8s.io', 'EndpointSlice');
const ingress = inGroup('networking.k8s.io', 'Ingress');
const ingressClass = inGroup('networking.k8s.io', 'IngressClass');

/** Which Service a slice is of (k8s.io/api/discovery/v1 LabelServiceName). */
const serviceLabel = 'kubernetes.io/service-name';
/** What named the class before there was a field for it (networking/v1 IngressSpec). */
const classAnnotation = 'kubernetes.io/ingress.class';

export const serviceRule: LinkRule = {
	mask: { spec: { selector: true } },
	links: ({ object, namespace, name }) => {
		const labels = labelsText(objectAt(object, 'spec', 'selector') as Labels);
		const selects = toMeant(['below', 'selects', core('Pod'), namespace], { by: 'selectors', labels });
		return [
			toMeant(['below', 'endpoints', endpointSlice, namespace], { by: 'selectors', labels: `${serviceLabel}=${name}` }),
			// What is behind an endpoint is shown there; left are the pods that are none yet.
			...(labels === '' ? [] : [{ ...selects, rest: true, whenNone: `none has the labels ${labels}` } as const]),
			toMeant(['beside', 'routed to by', ingress, namespace], { by: 'mention' }),
		];
	},
	selector: (object) => {
		const selector = valueAt(object, 'spec', 'selector');
		const labels = objectAt(selector) as Labels;
		// Other than of a policy, an empty selector of a Service selects nothing.
		return Object.keys(labels).length === 0 ? undefined : { matchLabels: labels };
	},
};

export const endpointSliceRule: LinkRule = {
	mask: { metadata: { labels: { [serviceLabel]: true } }, endpoints: [{ targetRef: { kind: true, name: true } }] },
	links: ({ object, namespace }) => {
		const names = objectsAt(object, 'endpoints')
			.map((endpoint) => objectAt(endpoint, 'targetRef'))
			.filter((target) => textAt(target, 'kind') === 'Pod')
			.map((target) => textAt(target, 'name'))
			.filter((name) => name !== '');
		return [
			...toName(['above', 'of', core('Service'), namespace], textAt(object, 'metadata', 'labels', serviceLabel)),
			...(names.length === 0 ? [] : [toMeant(['below', 'leads to', core('Pod'), namespace], { by: 'names', names: [...new Set(names)] })]),
		];
	},
};

const backendMask = {
	service: { name: true },
	resource: { apiGroup: true, kind: true, name: true },
} as const satisfies Mask;

export const ingressRule: LinkRule = {
	mask: {
		metadata: { annotations: { [classAnnotation]: true } },
		spec: {
			ingressClassName: true,
			defaultBackend: backendMask,
			rules: [{ http: { paths: [{ backend: backendMask }] } }],
			tls: [{ secretName: true }],
		},
	},
	links: ({ object, namespace }) => {
		const spec = objectAt(object, 'spec');
		const paths = objectsAt(spec, 'rules').flatMap((rule) => objectsAt(rule, 'http', 'paths'));
		const backends = [objectAt(spec, 'defaultBackend'), ...paths.map((path) => objectAt(path, 'backend'))];
		const className = textAt(spec, 'ingressClassName') || textAt(object, 'metadata', 'annotations', classAnnotation);
		return withoutRepeats([
			...backends.flatMap((backend): readonly Link[] => {
				const resource = objectAt(backend, 'resource');
				const kind: KindName = inGroup(textAt(resource, 'apiGroup'), textAt(resource, 'kind'));
				return [
					...toName(['below', 'routes to', core('Service'), namespace], textAt(backend, 'service', 'name')),
					...toName(['below', 'routes to', kind, namespace], textAt(resource, 'name')),
				];
			}),
			...objectsAt(spec, 'tls').flatMap((tls) => toName(['beside', 'certificate', core('Secret'), namespace], textAt(tls, 'secretName'))),
			...toName(['beside', 'class', ingressClass, undefined], className),
		]);
	},
};

export const ingressClassRule: LinkRule = {
	mask: {},
	links: () => [toMeant(['beside', 'used by', ingress, undefined], { by: 'mention' })],
};
