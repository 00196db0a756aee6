import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, listColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, ResourceSpec } from './types.ts';

type Names = readonly { readonly name?: string }[] | null;

interface ServiceAccountObject {
	readonly metadata: ObjectMeta;
	readonly automountServiceAccountToken?: boolean | null;
	readonly imagePullSecrets?: Names;
	readonly secrets?: Names;
}

export class ServiceAccountRow extends ObjectRow {
	/** Its token is mounted into its pods, unless they say otherwise. */
	readonly mounts: boolean;
	/** Names of Secrets, joined by a comma: those that images are pulled with, and those that it may mount. */
	readonly pullSecrets: string;
	readonly secrets: string;

	constructor({ metadata, automountServiceAccountToken, imagePullSecrets, secrets }: ServiceAccountObject, intern: Intern) {
		super(metadata, 'ok', intern);
		this.mounts = automountServiceAccountToken !== false;
		this.pullSecrets = intern(joined(imagePullSecrets));
		this.secrets = intern(joined(secrets));
	}
}

const joined = (names: Names | undefined): string => (names ?? []).map(({ name = '' }) => name).join(',');

export const serviceAccountsResource: ResourceSpec<ServiceAccountRow> = {
	gvr: { group: '', version: 'v1', resource: 'serviceaccounts' },
	kind: 'ServiceAccount',
	singular: 'serviceaccount',
	shortNames: ['sa'],
	namespaced: true,
	mask: { automountServiceAccountToken: true, imagePullSecrets: [{ name: true }], secrets: [{ name: true }] },
	project: rowsOf(ServiceAccountRow),
	pollIntervalMs: 30_000,
};

const tokenText = ({ mounts }: ServiceAccountRow): string => (mounts ? 'mounted' : 'not mounted');

/** `token mounted, pulls with regcred` */
export function accountText(row: ServiceAccountRow): string {
	const { pullSecrets, secrets } = row;
	const parts = [`token ${tokenText(row)}`];
	if (pullSecrets !== '') parts.push(`pulls with ${pullSecrets.replaceAll(',', ', ')}`);
	if (secrets !== '') parts.push(`secrets ${secrets.replaceAll(',', ', ')}`);
	return parts.join(' · ');
}

/** Raw values: `pullSecrets` and `secrets` are lists of names. */
const columns: readonly Column<ServiceAccountRow>[] = [
	nameColumn(),
	namespaceColumn(2),
	textColumn({ id: 'token', title: 'TOKEN', worth: 4, min: 7, max: 11, sortKey: 'T', of: tokenText }),
	listColumn({
		id: 'pullSecrets',
		title: 'PULLS WITH',
		worth: 5,
		min: 10,
		max: 40,
		sortKey: 'U',
		of: ({ pullSecrets }) => pullSecrets,
		absent: 'it names no Secret for images',
	}),
	listColumn({ id: 'secrets', title: 'SECRETS', worth: 6, min: 8, max: 40, sortKey: 'S', of: ({ secrets }) => secrets, absent: 'none' }),
	ageColumn(3),
];

export const serviceAccounts = resourceDomain({
	resource: serviceAccountsResource,
	tab: false,
	columns,
	printed: [printedName, printedAge],
	emptyHint: 'No ServiceAccount is here.',
});
