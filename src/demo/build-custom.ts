import type { KubeObject } from '../kube/types.ts';
import { announce } from './definition-controller.ts';
import { settled } from './definition-status.ts';
import type { World } from './world.ts';

const hour = 3_600_000;
const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

interface Definition {
	readonly group: string;
	readonly plural: string;
	readonly kind: string;
	readonly shortNames?: readonly string[];
	readonly categories?: readonly string[];
	readonly scope: 'Namespaced' | 'Cluster';
	readonly version: string;
	readonly schema: object;
	readonly columns: readonly (readonly [name: string, type: string, jsonPath: string, priority?: number])[];
	readonly ageHours: number;
}

/** A definition as it is some time after it was made: established, its group versions announced. */
export const putDefinition = (world: World, given: Definition): void => {
	const { group, plural, kind, shortNames = [], categories = [], scope, version, schema, columns } = given;
	const creationTimestamp = world.timestamp(world.clock.now() - given.ageHours * hour);
	const definition = world.put(definitions, {
		metadata: { name: `${plural}.${group}`, generation: 1, creationTimestamp },
		spec: {
			group,
			names: {
				plural,
				singular: kind.toLowerCase(),
				...(shortNames.length === 0 ? {} : { shortNames }),
				kind,
				listKind: `${kind}List`,
				...(categories.length === 0 ? {} : { categories }),
			},
			scope,
			versions: [
				{
					name: version,
					served: true,
					storage: true,
					schema: { openAPIV3Schema: { type: 'object', ...schema } },
					subresources: { status: {} },
					additionalPrinterColumns: columns.map(([name, type, jsonPath, priority]) => ({
						name,
						type,
						jsonPath,
						...(priority === undefined ? {} : { priority }),
					})),
				},
			],
			conversion: { strategy: 'None' },
		},
		status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: [version] },
	});
	const found = settled(definition, world.list(definitions), creationTimestamp);
	world.patch(definitions, undefined, definition.metadata.name, () => found);
	announce(world, found);
};

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const object = (properties: object, required: readonly string[] = []) => ({
	type: 'object',
	...(required.length === 0 ? {} : { required }),
	properties,
});

export const conditionsSchema = {
	type: 'array',
	items: object(
		{
			type: text,
			status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
			reason: text,
			message: text,
			lastTransitionTime: { type: 'string', format: 'date-time' },
			observedGeneration: { type: 'integer', format: 'int64' },
		},
		['type', 'status'],
	),
	'x-kubernetes-list-type': 'map',
	'x-kubernetes-list-map-keys': ['type'],
};

const readyColumn = ['Ready', 'string', '.status.conditions[?(@.type=="Ready")].status'] as const;
const statusColumn = ['Status', 'string', '.status.conditions[?(@.type=="Ready")].message', 1] as const;
const ageColumn = ['Age', 'date', '.metadata.creationTimestamp'] as const;

const group = 'cert-manager.io';

const issuerReference = object({ name: text, kind: text, group: text }, ['name']);

const putKinds = (world: World): void => {
	putDefinition(world, {
		group,
		plural: 'certificates',
		kind: 'Certificate',
		shortNames: ['cert', 'certs'],
		categories: ['cert-manager'],
		scope: 'Namespaced',
		version: 'v1',
		schema: {
			properties: {
				spec: object(
					{
						secretName: text,
						commonName: text,
						dnsNames: texts,
						duration: text,
						renewBefore: text,
						issuerRef: issuerReference,
					},
					['secretName', 'issuerRef'],
				),
				status: object({
					conditions: conditionsSchema,
					notBefore: { type: 'string', format: 'date-time' },
					notAfter: { type: 'string', format: 'date-time' },
					renewalTime: { type: 'string', format: 'date-time' },
					revision: { type: 'integer' },
				}),
			},
		},
		columns: [
			readyColumn,
			['Secret', 'string', '.spec.secretName'],
			['Issuer', 'string', '.spec.issuerRef.name', 1],
			statusColumn,
			ageColumn,
		],
		ageHours: 3100,
	});
	putDefinition(world, {
		group,
		plural: 'clusterissuers',
		kind: 'ClusterIssuer',
		categories: ['cert-manager'],
		scope: 'Cluster',
		version: 'v1',
		schema: {
			properties: {
				spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
				status: object({ conditions: conditionsSchema, acme: object({ uri: text, lastRegisteredEmail: text }) }),
			},
		},
		columns: [readyColumn, statusColumn, ageColumn],
		ageHours: 3100,
	});
};

const ready = (status: 'True' | 'False', reason: string, message: string, at: string) => ({
	type: 'Ready',
	status,
	reason,
	message,
	lastTransitionTime: at,
	observedGeneration: 1,
});

const putIssuers = (world: World): void => {
	const at = world.timestamp(world.clock.now() - 3099 * hour);
	const put = (name: string, spec: object, condition: object): KubeObject =>
		world.put(`clusterissuers.${group}`, {
			metadata: { name, generation: 1, creationTimestamp: at },
			spec,
			status: { conditions: [condition] },
		});
	const acme = (server: string) => ({
		acme: {
			email: 'platform@example.com',
			server,
			privateKeySecretRef: { name: 'acme-account' },
			solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
		},
	});
	put(
		'letsencrypt',
		acme('https://acme-v02.api.letsencrypt.org/directory'),
		ready('True', 'ACMEAccountRegistered', 'The ACME account was registered with the ACME server', at),
	);
	put(
		'letsencrypt-staging',
		acme('https://acme-staging-v02.api.letsencrypt.org/directory'),
		ready('True', 'ACMEAccountRegistered', 'The ACME account was registered with the ACME server', at),
	);
	put(
		'vault',
		{ vault: { server: 'https://vault.example.com', path: 'pki/sign/internal' } },
		ready('False', 'VaultError', 'Failed to initialize Vault client: no token in secret "vault-token"', at),
	);
};

const putCertificates = (world: World): void => {
	const now = world.clock.now();
	const put = (
		namespace: string,
		name: string,
		issuer: string,
		ageHours: number,
		broken?: readonly [reason: string, message: string],
	): void => {
		const at = world.timestamp(now - ageHours * hour);
		// Renewed at two thirds of its ninety days, as the controller does by default.
		const issuedAt = now - (ageHours % (60 * 24)) * hour;
		const times = {
			notBefore: world.timestamp(issuedAt),
			notAfter: world.timestamp(issuedAt + 90 * 24 * hour),
			renewalTime: world.timestamp(issuedAt + 60 * 24 * hour),
			revision: 1 + Math.floor(ageHours / (60 * 24)),
		};
		const condition =
			broken === undefined
				? ready('True', 'Ready', 'Certificate is up to date and has not expired', at)
				: ready('False', broken[0], broken[1], at);
		world.put(`certificates.${group}`, {
			metadata: { name, namespace, generation: 1, creationTimestamp: at },
			spec: {
				secretName: `${name}-tls`,
				dnsNames: [`${name}.example.com`],
				duration: '2160h0m0s',
				renewBefore: '720h0m0s',
				issuerRef: { name: issuer, kind: 'ClusterIssuer', group },
			},
			status: { conditions: [condition], ...(broken === undefined ? times : {}) },
		});
	};
	put('shop', 'shop', 'letsencrypt', 2900);
	put('shop', 'checkout', 'letsencrypt', 49);
	put('payments', 'payments', 'letsencrypt', 2100);
	put('observability', 'grafana', 'letsencrypt-staging', 700);
	put('data', 'ledger', 'vault', 26, ['DoesNotExist', 'Issuing certificate as Secret does not exist']);
};

/** What an operator brings: kinds of its own, and objects of theirs of which some are not well. */
export const buildCustom = (world: World): void => {
	putKinds(world);
	putIssuers(world);
	putCertificates(world);
};
