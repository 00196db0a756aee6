import { ApiServiceRow, apiServicesResource } from './api-services.ts';
import { textCell } from './cells.ts';
import { gatewayClassParts } from './gateways.ts';
import { IngressClassRow, ingressClassesResource } from './ingress-classes.ts';
import { mergedDomain, part } from './merged-domain.ts';
import { PriorityClassRow, priorityClassesResource } from './priority-classes.ts';
import { RuntimeClassRow, runtimeClassesResource } from './runtime-classes.ts';
import type { Row } from './types.ts';
import {
	MutatingWebhookConfigurationRow,
	mutatingWebhookConfigurationsResource,
	ValidatingWebhookConfigurationRow,
	validatingWebhookConfigurationsResource,
	webhookDetails,
} from './webhook-configurations.ts';

const said = (...parts: readonly string[]): string => parts.filter((one) => one !== '').join(' · ') || 'it says nothing';

const availableOf = (row: Row): string => (row instanceof ApiServiceRow ? row.available : '');

/** Raw values: `available` of an APIService; null: not of this kind. */
export const clusterConfig = mergedDomain({
	name: 'cluster-config',
	parts: [
		part({
			resource: ingressClassesResource,
			row: IngressClassRow,
			details: ({ controller, parameters, isDefault }) => said(isDefault ? 'default' : '', controller, parameters),
		}),
		part({
			resource: priorityClassesResource,
			row: PriorityClassRow,
			details: ({ value, isDefault, preemption }) => said(isDefault ? 'default' : '', `${value}`, preemption),
		}),
		part({ resource: runtimeClassesResource, row: RuntimeClassRow, details: ({ handler }) => said(handler) }),
		part({
			resource: validatingWebhookConfigurationsResource,
			row: ValidatingWebhookConfigurationRow,
			details: webhookDetails,
		}),
		part({ resource: mutatingWebhookConfigurationsResource, row: MutatingWebhookConfigurationRow, details: webhookDetails }),
		part({ resource: apiServicesResource, row: ApiServiceRow, details: ({ service, message }) => said(message, service) }),
	],
	whereDefined: gatewayClassParts,
	more: [
		{
			id: 'available',
			title: 'AVAILABLE',
			worth: 4,
			min: 9,
			max: 40,
			sortKey: 'V',
			value: (row) => availableOf(row) || null,
			cell: (row) => textCell(availableOf(row), 'only an APIService is available or not', row.health),
		},
	],
	emptyHint: 'The cluster has no class, webhook or APIService.',
});
