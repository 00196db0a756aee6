import type { JsonObject } from '../base/json-parts.ts';
import type { Gvr, KubeObject } from '../kube/types.ts';
import { asGroupEvent, groupEventFields } from './group-event.ts';
import { valueAt } from './json-value.ts';
import type { ValueType } from './kind-schema.ts';
import type { TableColumn } from './table.ts';

/** What only the definition of a custom kind says of it, in one version. */
export interface CustomPart {
	/** OpenAPI v3, as the definition has it. */
	readonly schema: JsonObject;
	readonly type: ValueType;
	readonly columns: readonly TableColumn[];
	/** Its status is a subresource: a write to the object leaves it alone. */
	readonly hasStatus: boolean;
}

/** One resource that the demo cluster serves, with what discovery says of it. */
export interface Resource {
	readonly gvr: Gvr;
	readonly kind: string;
	readonly singular: string;
	readonly shortNames: readonly string[];
	readonly namespaced: boolean;
	readonly categories?: readonly string[];
	readonly verbs: readonly string[];
	/** Fields of an empty typed object, which is what a bookmark carries (measured on 1.36). */
	readonly empty?: Readonly<Record<string, unknown>>;
	/** No watch cache, so no periodic bookmarks: only events (kubernetes/kubernetes DefaultWatchCacheSizes). */
	readonly uncached?: boolean;
	/** Fields beside metadata.name and metadata.namespace that a field selector may name. */
	readonly fields?: Readonly<Record<string, (object: KubeObject) => string>>;
	readonly custom?: CustomPart;
	/** Another view of the objects of this resource, by its name; absent: objects of its own. */
	readonly storedAs?: string;
	/** The object as this resource shows it; absent: as it is stored. */
	readonly shows?: (object: KubeObject) => KubeObject;
}

const readVerbs = ['get', 'list', 'watch'] as const;
const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;

const at = (object: KubeObject, path: string): string => {
	const value = valueAt(object, path);
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
};

const fieldsAt = (...paths: readonly string[]): Record<string, (object: KubeObject) => string> =>
	Object.fromEntries(paths.map((path) => [path, (object: KubeObject) => at(object, path)]));

/** A field that the API's Go types always have: what is left out in JSON is selected by its zero value. */
const fieldOr = (path: string, zero: '0' | 'false'): Record<string, (object: KubeObject) => string> => ({
	[path]: (object) => at(object, path) || zero,
});

/** pkg/apis/core/v1/conversion.go: the fields that pods may be selected by. */
const podFields = {
	...fieldsAt(
		'spec.nodeName',
		'spec.restartPolicy',
		'spec.schedulerName',
		'spec.serviceAccountName',
		'status.phase',
		'status.podIP',
		'status.nominatedNodeName',
	),
	...fieldOr('spec.hostNetwork', 'false'),
};

const eventFields: Record<string, (object: KubeObject) => string> = {
	...fieldsAt(
		'involvedObject.kind',
		'involvedObject.namespace',
		'involvedObject.name',
		'involvedObject.uid',
		'involvedObject.apiVersion',
		'involvedObject.resourceVersion',
		'involvedObject.fieldPath',
		'reason',
		'reportingComponent',
		'type',
	),
	source: (object) => at(object, 'source.component') || at(object, 'reportingComponent'),
};

interface Extra {
	readonly short?: readonly string[];
	readonly cluster?: boolean;
	readonly singular?: string;
	readonly categories?: readonly string[];
	readonly verbs?: readonly string[];
	readonly empty?: Readonly<Record<string, unknown>>;
	readonly fields?: Readonly<Record<string, (object: KubeObject) => string>>;
	readonly uncached?: boolean;
}

const resource = (apiVersion: string, name: string, kind: string, extra: Extra = {}): Resource => {
	const slash = apiVersion.indexOf('/');
	const base: Resource = {
		gvr: { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), resource: name },
		kind,
		singular: extra.singular ?? kind.toLowerCase(),
		shortNames: extra.short ?? [],
		namespaced: extra.cluster !== true,
		verbs: extra.verbs ?? allVerbs,
	};
	return {
		...base,
		...(extra.categories === undefined ? {} : { categories: extra.categories }),
		...(extra.empty === undefined ? {} : { empty: extra.empty }),
		...(extra.fields === undefined ? {} : { fields: extra.fields }),
		...(extra.uncached === undefined ? {} : { uncached: extra.uncached }),
	};
};

const all = { categories: ['all'] };
const emptyTemplate = { metadata: {}, spec: { containers: null } };

/** Every built-in resource, in the order that discovery lists them. */
export const resources: readonly Resource[] = [
	resource('v1', 'configmaps', 'ConfigMap', { short: ['cm'] }),
	resource('v1', 'endpoints', 'Endpoints', { short: ['ep'], singular: 'endpoints' }),
	resource('v1', 'events', 'Event', {
		short: ['ev'],
		uncached: true,
		empty: {
			involvedObject: {},
			source: {},
			firstTimestamp: null,
			lastTimestamp: null,
			eventTime: null,
			reportingComponent: '',
			reportingInstance: '',
		},
		fields: eventFields,
	}),
	resource('v1', 'limitranges', 'LimitRange', { short: ['limits'], empty: { spec: { limits: null } } }),
	resource('v1', 'namespaces', 'Namespace', {
		short: ['ns'],
		cluster: true,
		empty: { spec: {}, status: {} },
		fields: fieldsAt('status.phase'),
	}),
	resource('v1', 'nodes', 'Node', {
		short: ['no'],
		cluster: true,
		empty: {
			spec: {},
			status: {
				daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
				nodeInfo: {
					machineID: '',
					systemUUID: '',
					bootID: '',
					kernelVersion: '',
					osImage: '',
					containerRuntimeVersion: '',
					kubeletVersion: '',
					kubeProxyVersion: '',
					operatingSystem: '',
					architecture: '',
				},
			},
		},
		fields: fieldOr('spec.unschedulable', 'false'),
	}),
	resource('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim', {
		short: ['pvc'],
		empty: { spec: { resources: {} }, status: {} },
	}),
	resource('v1', 'persistentvolumes', 'PersistentVolume', { short: ['pv'], cluster: true, empty: { spec: {}, status: {} } }),
	resource('v1', 'pods', 'Pod', { short: ['po'], ...all, empty: { spec: { containers: null }, status: {} }, fields: podFields }),
	resource('v1', 'resourcequotas', 'ResourceQuota', { short: ['quota'], empty: { spec: {}, status: {} } }),
	resource('v1', 'secrets', 'Secret', { fields: fieldsAt('type') }),
	resource('v1', 'serviceaccounts', 'ServiceAccount', { short: ['sa'] }),
	resource('v1', 'services', 'Service', {
		short: ['svc'],
		...all,
		empty: { spec: {}, status: { loadBalancer: {} } },
		fields: fieldsAt('spec.clusterIP', 'spec.type'),
	}),
	resource('apps/v1', 'controllerrevisions', 'ControllerRevision', { empty: { data: null, revision: 0 } }),
	resource('apps/v1', 'daemonsets', 'DaemonSet', {
		short: ['ds'],
		...all,
		empty: {
			spec: { selector: null, template: emptyTemplate, updateStrategy: {} },
			status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
		},
	}),
	resource('apps/v1', 'deployments', 'Deployment', {
		short: ['deploy'],
		...all,
		empty: { spec: { selector: null, template: emptyTemplate, strategy: {} }, status: {} },
	}),
	resource('apps/v1', 'replicasets', 'ReplicaSet', {
		short: ['rs'],
		...all,
		empty: { spec: { selector: null, template: { metadata: {}, spec: { containers: null } } }, status: { replicas: 0 } },
		fields: fieldOr('status.replicas', '0'),
	}),
	resource('apps/v1', 'statefulsets', 'StatefulSet', {
		short: ['sts'],
		...all,
		empty: { spec: { selector: null, template: emptyTemplate, serviceName: '', updateStrategy: {} }, status: { replicas: 0 } },
	}),
	resource('batch/v1', 'cronjobs', 'CronJob', {
		short: ['cj'],
		...all,
		empty: { spec: { schedule: '', concurrencyPolicy: '', jobTemplate: { metadata: {}, spec: { template: emptyTemplate } } }, status: {} },
	}),
	resource('batch/v1', 'jobs', 'Job', {
		...all,
		empty: { spec: { template: emptyTemplate }, status: {} },
		fields: { 'status.successful': (object) => at(object, 'status.succeeded') || '0' },
	}),
	resource('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', {
		short: ['hpa'],
		...all,
		empty: { spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 }, status: { desiredReplicas: 0, currentMetrics: null } },
	}),
	resource('coordination.k8s.io/v1', 'leases', 'Lease', { empty: { spec: {} } }),
	resource('discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice', { empty: { addressType: '', endpoints: null, ports: null } }),
	{
		...resource('events.k8s.io/v1', 'events', 'Event', {
			short: ['ev'],
			uncached: true,
			verbs: [...readVerbs, 'delete', 'deletecollection'],
			empty: { eventTime: null, regarding: {}, deprecatedSource: {}, deprecatedFirstTimestamp: null, deprecatedLastTimestamp: null },
			fields: groupEventFields,
		}),
		storedAs: 'events',
		shows: asGroupEvent,
	},
	resource('networking.k8s.io/v1', 'ingressclasses', 'IngressClass', { cluster: true, empty: { spec: {} } }),
	resource('networking.k8s.io/v1', 'ingresses', 'Ingress', { short: ['ing'], empty: { spec: {}, status: { loadBalancer: {} } } }),
	resource('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy', { short: ['netpol'], empty: { spec: { podSelector: {} } } }),
	resource('node.k8s.io/v1', 'runtimeclasses', 'RuntimeClass', { cluster: true, empty: { handler: '' } }),
	resource('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget', {
		short: ['pdb'],
		empty: { spec: {}, status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 } },
	}),
	resource('rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'ClusterRoleBinding', {
		cluster: true,
		verbs: readVerbs,
		empty: { roleRef: { apiGroup: '', kind: '', name: '' } },
	}),
	resource('rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole', { cluster: true, verbs: readVerbs, empty: { rules: null } }),
	resource('rbac.authorization.k8s.io/v1', 'rolebindings', 'RoleBinding', {
		verbs: readVerbs,
		empty: { roleRef: { apiGroup: '', kind: '', name: '' } },
	}),
	resource('rbac.authorization.k8s.io/v1', 'roles', 'Role', { verbs: readVerbs, empty: { rules: null } }),
	resource('scheduling.k8s.io/v1', 'priorityclasses', 'PriorityClass', { short: ['pc'], cluster: true, empty: { value: 0 } }),
	resource('storage.k8s.io/v1', 'csidrivers', 'CSIDriver', { cluster: true, empty: { spec: {} } }),
	resource('storage.k8s.io/v1', 'csinodes', 'CSINode', { cluster: true, verbs: readVerbs, empty: { spec: { drivers: null } } }),
	resource('storage.k8s.io/v1', 'storageclasses', 'StorageClass', { short: ['sc'], cluster: true, empty: { provisioner: '' } }),
	resource('storage.k8s.io/v1', 'volumeattachments', 'VolumeAttachment', {
		cluster: true,
		empty: { spec: { attacher: '', source: {}, nodeName: '' }, status: { attached: false } },
	}),
	resource('admissionregistration.k8s.io/v1', 'mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', {
		cluster: true,
		categories: ['api-extensions'],
	}),
	resource('admissionregistration.k8s.io/v1', 'validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', {
		cluster: true,
		categories: ['api-extensions'],
	}),
	resource('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', {
		short: ['crd', 'crds'],
		cluster: true,
		categories: ['api-extensions'],
		empty: {
			spec: { group: '', names: { plural: '', kind: '' }, scope: '', versions: null },
			status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: null },
		},
	}),
	resource('apiregistration.k8s.io/v1', 'apiservices', 'APIService', {
		cluster: true,
		verbs: readVerbs,
		categories: ['api-extensions'],
		empty: { spec: { groupPriorityMinimum: 0, versionPriority: 0 }, status: {} },
	}),
];

export const apiVersionOf = (gvr: Gvr): string => (gvr.group === '' ? gvr.version : `${gvr.group}/${gvr.version}`);

/** `pods`, `deployments.apps`: the name of a resource in messages and in this module's maps. */
export const resourceName = (gvr: Pick<Gvr, 'group' | 'resource'>): string =>
	gvr.group === '' ? gvr.resource : `${gvr.resource}.${gvr.group}`;

const byName = new Map(resources.map((entry) => [resourceName(entry.gvr), entry]));

export const builtInNamed = (name: string): Resource | undefined => byName.get(name);

/** A built-in one by `pods` or `deployments.apps`; throws on any other name, which only a programming error gives. */
export const resourceNamed = (name: string): Resource => {
	const found = byName.get(name);
	if (found === undefined) throw new Error(`the demo cluster has no resource ${name}`);
	return found;
};

export const findResource = (group: string, version: string, name: string): Resource | undefined => {
	const found = byName.get(resourceName({ group, resource: name }));
	return found?.gvr.version === version ? found : undefined;
};
