import { counted } from '../base/counted.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { type LabelSelector, selectorMask, selectorText } from './label-selector.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface Ported {
	readonly ports?: readonly object[] | null;
}

interface IngressRule extends Ported {
	readonly from?: readonly object[] | null;
}

interface EgressRule extends Ported {
	readonly to?: readonly object[] | null;
}

interface NetworkPolicyObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly podSelector?: LabelSelector | null;
		readonly policyTypes?: readonly string[] | null;
		readonly ingress?: readonly IngressRule[] | null;
		readonly egress?: readonly EgressRule[] | null;
	};
}

export class NetworkPolicyRow extends ObjectRow {
	/** `app=cart,tier in (api,web)`; '' when it holds for all pods. */
	readonly podSelector: string;
	/** `by 2 rules`, `all`, `none`; '' when it says nothing of what comes in. */
	readonly ingress: string;
	/** Of what goes out. */
	readonly egress: string;

	constructor({ metadata, spec }: NetworkPolicyObject, intern: Intern) {
		super(metadata, metadata.deletionTimestamp === undefined ? 'ok' : 'progressing', intern);
		this.podSelector = intern(selectorText(spec?.podSelector));
		this.ingress = intern(allowed('Ingress', spec?.policyTypes, spec?.ingress));
		this.egress = intern(allowed('Egress', spec?.policyTypes, spec?.egress));
	}
}

/** What networking/v1 NetworkPolicySpec says: a rule that names no peers and no ports lets everything through, and no rule nothing. */
function allowed(
	type: string,
	types: readonly string[] | null | undefined,
	rules: readonly (IngressRule & EgressRule)[] | null | undefined,
): string {
	if (types?.includes(type) !== true) return '';
	const each = rules ?? [];
	if (each.length === 0) return 'none';
	const isOpen = each.some(({ from, to, ports }) => [from, to, ports].every((some) => (some ?? []).length === 0));
	return isOpen ? 'all' : `by ${counted(each.length, 'rule')}`;
}

const anyOf = [{}] as const;

export const networkPoliciesResource: ResourceSpec<NetworkPolicyRow> = {
	gvr: { group: 'networking.k8s.io', version: 'v1', resource: 'networkpolicies' },
	kind: 'NetworkPolicy',
	singular: 'networkpolicy',
	shortNames: ['netpol'],
	namespaced: true,
	mask: {
		spec: {
			podSelector: selectorMask,
			policyTypes: true,
			ingress: [{ from: anyOf, ports: anyOf }],
			egress: [{ to: anyOf, ports: anyOf }],
		},
	},
	project: rowsOf(NetworkPolicyRow),
	pollIntervalMs: 15_000,
};

/** `pods app=cart, ingress by 1 rule` */
export const policyDetails = ({ podSelector, ingress, egress }: NetworkPolicyRow): string =>
	[
		podSelector === '' ? 'all pods' : `pods ${podSelector}`,
		ingress === '' ? '' : `ingress ${ingress}`,
		egress === '' ? '' : `egress ${egress}`,
	]
		.filter((text) => text !== '')
		.join(', ');

const printed: readonly PrintedColumn<NetworkPolicyRow>[] = [
	printedName,
	{ name: 'Pod-Selector', priority: 0, cell: ({ podSelector }) => orNone(podSelector) },
	printedAge,
];

/** Raw values: `ingress`, `egress` are "by 2 rules", "all", "none"; null: it says nothing of that. */
const columns: readonly Column<NetworkPolicyRow>[] = [
	nameColumn(),
	namespaceColumn(4),
	textColumn({
		id: 'podSelector',
		title: 'PODS',
		worth: 2,
		min: 10,
		max: 60,
		sortKey: 'O',
		of: ({ podSelector }) => (podSelector === '' ? 'all' : podSelector),
	}),
	textColumn({
		id: 'ingress',
		title: 'INGRESS',
		worth: 3,
		min: 7,
		max: 12,
		sortKey: 'I',
		of: ({ ingress }) => ingress,
		absent: 'not its matter',
	}),
	textColumn({
		id: 'egress',
		title: 'EGRESS',
		worth: 6,
		min: 6,
		max: 12,
		sortKey: 'R',
		of: ({ egress }) => egress,
		absent: 'not its matter',
	}),
	ageColumn(5),
];

export const networkPolicies = resourceDomain({
	resource: networkPoliciesResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No NetworkPolicy is here.',
});
