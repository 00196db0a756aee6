/** Widgets, a kind that only its definition makes: what is posted to a server for them. */

export const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
export const widgetsPath = '/apis/lab.example.com/v1/namespaces/default/widgets';

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** What of a definition's version is told apart: the rest is that it is served and stored, and that anything may stand in it. */
export interface WidgetVersion {
	readonly name: string;
	readonly storage?: boolean;
	readonly subresources?: object;
	readonly schema?: object;
	readonly additionalPrinterColumns?: readonly object[];
}

/** `wd` for short. */
export const widgetsDefinition = (...versions: readonly WidgetVersion[]) => ({
	apiVersion: 'apiextensions.k8s.io/v1',
	kind: 'CustomResourceDefinition',
	metadata: { name: 'widgets.lab.example.com' },
	spec: {
		group: 'lab.example.com',
		scope: 'Namespaced',
		names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'] },
		versions: versions.map(({ schema = anything, ...version }) => ({
			served: true,
			storage: true,
			...version,
			schema: { openAPIV3Schema: schema },
		})),
	},
});

export const widget = (name: string, spec: object) => ({ apiVersion: 'lab.example.com/v1', kind: 'Widget', metadata: { name }, spec });
