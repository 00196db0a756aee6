import { counted } from '../base/counted.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, countColumn, listColumn, nameColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface Webhook {
	readonly name?: string;
	readonly failurePolicy?: string | null;
	readonly clientConfig?: {
		readonly url?: string | null;
		readonly service?: { readonly namespace?: string; readonly name?: string } | null;
	};
}

interface WebhookConfigurationObject {
	readonly metadata: ObjectMeta;
	readonly webhooks?: readonly Webhook[] | null;
}

/** Who is asked before something is stored, and what happens when nobody answers. */
export abstract class WebhookConfigurationRow extends ObjectRow {
	readonly webhooks: number;
	/** Refuse what they cannot be asked about; the others let it pass. */
	readonly closed: number;
	/** Services and URLs that are called, each once, joined by a comma. */
	readonly calls: string;
	/** `inject.mesh.example.com`, joined by a comma. */
	readonly hooks: string;

	constructor({ metadata, webhooks }: WebhookConfigurationObject, intern: Intern) {
		super(metadata, 'ok', intern);
		const hooks = webhooks ?? [];
		this.webhooks = hooks.length;
		// What says nothing refuses (admissionregistration/v1).
		this.closed = hooks.filter(({ failurePolicy }) => failurePolicy !== 'Ignore').length;
		this.calls = [...new Set(hooks.map(calledBy))].filter((one) => one !== '').join(',');
		this.hooks = hooks.map(({ name }) => name ?? '').join(',');
	}

	get hookNames(): readonly string[] {
		return this.hooks === '' ? [] : this.hooks.split(',');
	}
}

function calledBy({ clientConfig }: Webhook): string {
	const { service, url } = clientConfig ?? {};
	return service ? `${service.namespace ?? ''}/${service.name ?? ''}` : (url ?? '');
}

export class ValidatingWebhookConfigurationRow extends WebhookConfigurationRow {}

export class MutatingWebhookConfigurationRow extends WebhookConfigurationRow {}

/** `2 webhooks · 1 refuses when not answered · shop/policy` */
export function webhookDetails({ webhooks, closed, calls }: WebhookConfigurationRow): string {
	const refuses = closed === 0 ? [] : [`${counted(closed, 'refuses', 'refuse')} when not answered`];
	return [counted(webhooks, 'webhook'), ...refuses, ...(calls === '' ? [] : [calls.replaceAll(',', ', ')])].join(' · ');
}

const common = {
	shortNames: [],
	namespaced: false,
	mask: { webhooks: [{ name: true, failurePolicy: true, clientConfig: { url: true, service: { namespace: true, name: true } } }] },
	pollIntervalMs: 30_000,
} as const;

export const validatingWebhookConfigurationsResource: ResourceSpec<ValidatingWebhookConfigurationRow> = {
	...common,
	gvr: { group: 'admissionregistration.k8s.io', version: 'v1', resource: 'validatingwebhookconfigurations' },
	kind: 'ValidatingWebhookConfiguration',
	singular: 'validatingwebhookconfiguration',
	project: rowsOf(ValidatingWebhookConfigurationRow),
};

export const mutatingWebhookConfigurationsResource: ResourceSpec<MutatingWebhookConfigurationRow> = {
	...common,
	gvr: { group: 'admissionregistration.k8s.io', version: 'v1', resource: 'mutatingwebhookconfigurations' },
	kind: 'MutatingWebhookConfiguration',
	singular: 'mutatingwebhookconfiguration',
	project: rowsOf(MutatingWebhookConfigurationRow),
};

const printed: readonly PrintedColumn<WebhookConfigurationRow>[] = [
	printedName,
	{ name: 'Webhooks', priority: 0, type: 'integer', cell: (row) => row.webhooks },
	printedAge,
];

/** Raw values: `webhooks` and `refusing` numbers, `calls` and `hooks` lists. */
const columns: readonly Column<WebhookConfigurationRow>[] = [
	nameColumn(),
	countColumn({ id: 'webhooks', title: 'WEBHOOKS', worth: 3, sortKey: 'W', of: ({ webhooks }) => webhooks }),
	countColumn({ id: 'refusing', title: 'REFUSING', worth: 5, sortKey: 'R', of: ({ closed }) => closed }),
	listColumn({
		id: 'calls',
		title: 'CALLS',
		worth: 2,
		min: 12,
		max: 60,
		sortKey: 'C',
		of: ({ calls }) => calls,
		absent: 'nothing is called',
	}),
	listColumn({
		id: 'hooks',
		title: 'HOOKS',
		worth: 6,
		min: 12,
		max: 80,
		sortKey: 'H',
		of: ({ hooks }) => hooks,
		absent: 'it has none',
	}),
	ageColumn(4),
];

export const validatingWebhookConfigurations = resourceDomain<ValidatingWebhookConfigurationRow>({
	resource: validatingWebhookConfigurationsResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No validating webhook is asked about what is written.',
});

export const mutatingWebhookConfigurations = resourceDomain<MutatingWebhookConfigurationRow>({
	resource: mutatingWebhookConfigurationsResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No mutating webhook changes what is written.',
});
