import { gzipSync } from 'node:zlib';
import type { World } from './world.ts';

interface RevisionPlan {
	readonly chart: string;
	readonly appVersion: string;
	readonly status: 'deployed' | 'failed' | 'pending-upgrade' | 'superseded';
	readonly hoursAgo: number;
	readonly description?: string;
	/** What changed in the values that were given. */
	readonly values?: Readonly<Record<string, unknown>>;
}

interface ReleasePlan {
	readonly namespace: string;
	readonly name: string;
	readonly chart: string;
	/** Of the oldest one that is kept. */
	readonly firstRevision: number;
	readonly revisions: readonly RevisionPlan[];
	/** Of the chart. */
	readonly defaults: Readonly<Record<string, unknown>>;
	/** As they were given at the installation. */
	readonly values: Readonly<Record<string, unknown>>;
	readonly kind: 'Deployment' | 'StatefulSet';
	/** What holds its records; helm's own default is a Secret. */
	readonly store?: 'configmaps';
}

const web = (image: string, tag: string, port: number) => ({
	replicaCount: 1,
	image: { repository: image, tag, pullPolicy: 'IfNotPresent' },
	service: { type: 'ClusterIP', port },
	resources: { requests: { cpu: '50m', memory: '64Mi' } },
	ingress: { enabled: false, className: '', hosts: [] },
	nodeSelector: {},
});

/** Helm keeps ten revisions of a release; the demo, as many as tell something. */
const plans: readonly ReleasePlan[] = [
	{
		namespace: 'shop',
		name: 'cart',
		chart: 'cart',
		kind: 'Deployment',
		firstRevision: 9,
		defaults: { ...web('registry.example.com/shop/cart', '4.17.0', 8080), payments: { url: 'http://ledger.payments', timeoutSeconds: 5 } },
		values: { replicaCount: 3, ingress: { enabled: true, className: 'nginx', hosts: ['shop.example.com'] } },
		revisions: [
			{ chart: '1.12.0', appVersion: '4.16.3', status: 'superseded', hoursAgo: 740 },
			{ chart: '1.12.1', appVersion: '4.17.0', status: 'superseded', hoursAgo: 290 },
			{ chart: '1.12.1', appVersion: '4.17.2', status: 'deployed', hoursAgo: 71, values: { replicaCount: 4, image: { tag: '4.17.2' } } },
		],
	},
	{
		namespace: 'shop',
		name: 'gateway',
		chart: 'edge-gateway',
		kind: 'Deployment',
		firstRevision: 3,
		defaults: web('registry.example.com/shop/gateway', '1.35.0', 8080),
		values: { replicaCount: 3, service: { type: 'LoadBalancer' } },
		revisions: [
			{ chart: '2.4.0', appVersion: '1.35.0', status: 'superseded', hoursAgo: 1500 },
			{ chart: '2.4.1', appVersion: '1.35.1', status: 'deployed', hoursAgo: 700, values: { image: { tag: '1.35.1' } } },
		],
	},
	{
		namespace: 'shop',
		name: 'sessions',
		chart: 'valkey',
		kind: 'StatefulSet',
		firstRevision: 4,
		defaults: { ...web('docker.io/valkey/valkey', '8.1.3', 6379), auth: { enabled: true, password: '' }, persistence: { size: '8Gi' } },
		values: { replicaCount: 3, auth: { password: 'not-a-real-one' } },
		revisions: [
			{ chart: '0.9.4', appVersion: '8.1.3', status: 'deployed', hoursAgo: 900 },
			// What an upgrade leaves behind whose helm was ended half-way: the next one is refused until it is rolled back.
			{ chart: '0.10.0', appVersion: '8.1.4', status: 'pending-upgrade', hoursAgo: 3, values: { persistence: { size: '16Gi' } } },
		],
	},
	{
		namespace: 'payments',
		name: 'fraud',
		chart: 'fraud',
		kind: 'Deployment',
		firstRevision: 1,
		defaults: web('registry.example.com/payments/fraud', '1.4.11', 8080),
		values: { replicaCount: 2 },
		revisions: [
			{ chart: '0.8.0', appVersion: '1.4.11', status: 'deployed', hoursAgo: 31 },
			{
				chart: '0.9.0',
				appVersion: '1.5.0',
				status: 'failed',
				hoursAgo: 5,
				description:
					'Upgrade "fraud" failed: resource Deployment/payments/fraud not ready. status: InProgress, message: context deadline exceeded',
				values: { image: { tag: '1.5.0' } },
			},
		],
	},
	{
		namespace: 'observability',
		name: 'grafana',
		chart: 'grafana',
		kind: 'Deployment',
		firstRevision: 1,
		defaults: { ...web('docker.io/grafana/grafana', '12.3.0', 3000), adminUser: 'admin', adminPassword: '' },
		values: { adminPassword: 'not-a-real-one', persistence: { enabled: true } },
		revisions: [{ chart: '10.2.0', appVersion: '12.3.0', status: 'deployed', hoursAgo: 800 }],
	},
	{
		namespace: 'kube-system',
		name: 'metrics-server',
		chart: 'metrics-server',
		kind: 'Deployment',
		firstRevision: 2,
		defaults: web('registry.k8s.io/metrics-server/metrics-server', 'v0.9.0', 443),
		values: { args: ['--kubelet-insecure-tls'] },
		revisions: [{ chart: '3.14.0', appVersion: '0.9.0', status: 'deployed', hoursAgo: 2600 }],
	},
	{
		namespace: 'batch',
		name: 'worker',
		chart: 'worker',
		kind: 'Deployment',
		firstRevision: 6,
		defaults: web('registry.example.com/batch/worker', '6.6.0', 8080),
		values: { replicaCount: 3 },
		revisions: [{ chart: '6.6.0', appVersion: '6.6.0', status: 'deployed', hoursAgo: 55 }],
		store: 'configmaps',
	},
];

const hour = 3_600_000;

const descriptions = {
	deployed: 'Upgrade complete',
	superseded: 'Upgrade complete',
	'pending-upgrade': 'Preparing upgrade',
	failed: 'Upgrade failed',
} as const;

const manifestOf = ({ namespace, name, chart, kind }: ReleasePlan, { chart: version, appVersion }: RevisionPlan): string => `---
# Source: ${chart}/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/managed-by: Helm
    helm.sh/chart: ${chart}-${version}
spec:
  selector:
    app: ${name}
  ports:
    - port: 80
      targetPort: http
---
# Source: ${chart}/templates/workload.yaml
apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/version: "${appVersion}"
    app.kubernetes.io/managed-by: Helm
    helm.sh/chart: ${chart}-${version}
spec:
  selector:
    matchLabels:
      app: ${name}
`;

const template = '{{- include "common.workload" . }}\n';

/** As Helm packs a release: base64 of gzip of its JSON (helm/helm pkg/storage/driver/util.go). */
const packed = (world: World, plan: ReleasePlan, revision: RevisionPlan, version: number): string => {
	const at = (hoursAgo: number): string => world.timestamp(world.clock.now() - hoursAgo * hour);
	const first = plan.revisions[0]?.hoursAgo ?? revision.hoursAgo;
	const { chart, defaults, name, namespace, values } = plan;
	const release = {
		name,
		info: {
			first_deployed: at(first + (plan.firstRevision > 1 ? 400 : 0)),
			last_deployed: at(revision.hoursAgo),
			deleted: '',
			description: revision.description ?? (version === 1 ? 'Install complete' : descriptions[revision.status]),
			status: revision.status,
			notes: `${name} is at http://${name}.${namespace}.svc.\n\nLook at its pods with:\n  kubectl -n ${namespace} get pods -l app=${name}\n`,
		},
		chart: {
			metadata: {
				name: chart,
				version: revision.chart,
				description: `The chart of ${name}`,
				apiVersion: 'v2',
				appVersion: revision.appVersion,
			},
			lock: null,
			templates: [{ name: 'templates/workload.yaml', data: Buffer.from(template).toString('base64') }],
			values: defaults,
			schema: null,
			files: [],
		},
		config: { ...values, ...revision.values },
		manifest: manifestOf(plan, revision),
		version,
		namespace,
	};
	return gzipSync(JSON.stringify(release), { level: 9 }).toString('base64');
};

/** Releases as Helm stores them: a Secret, or of old a ConfigMap, for each revision that it keeps. */
export const buildReleases = (world: World): void => {
	for (const plan of plans)
		for (const [index, revision] of plan.revisions.entries()) {
			const version = plan.firstRevision + index;
			const at = world.clock.now() - revision.hoursAgo * hour;
			const release = packed(world, plan, revision, version);
			world.put(plan.store ?? 'secrets', {
				metadata: {
					name: `sh.helm.release.v1.${plan.name}.v${version}`,
					namespace: plan.namespace,
					creationTimestamp: world.timestamp(at),
					labels: {
						modifiedAt: String(Math.floor(at / 1000) + 42),
						name: plan.name,
						owner: 'helm',
						status: revision.status,
						version: String(version),
					},
				},
				...(plan.store === undefined
					? { type: 'helm.sh/release.v1', data: { release: Buffer.from(release).toString('base64') } }
					: { data: { release } }),
			});
		}
};
