/** What runs on the demo cluster, as data. */
export interface WorkloadPlan {
	readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
	readonly namespace: string;
	readonly name: string;
	/** Of a DaemonSet: ignored, it runs on every node. */
	readonly replicas: number;
	readonly image: string;
	readonly cpu: string;
	readonly memory: string;
	/** A mesh proxy beside the app. */
	readonly proxy?: boolean;
	/** Has a Service in front. */
	readonly port?: number;
	readonly ageHours: number;
}

export const namespaceNames = [
	'default',
	'kube-node-lease',
	'kube-public',
	'kube-system',
	'batch',
	'data',
	'observability',
	'payments',
	'search',
	'shop',
] as const;

const registry = 'registry.example.com';

const deployment = (
	namespace: string,
	name: string,
	replicas: number,
	version: string,
	cpu: string,
	memory: string,
	ageHours: number,
	extra: Partial<WorkloadPlan> = {},
): WorkloadPlan => ({
	kind: 'Deployment',
	namespace,
	name,
	replicas,
	image: `${registry}/${namespace}/${name}:${version}`,
	cpu,
	memory,
	ageHours,
	port: 8080,
	...extra,
});

const of = (kind: 'StatefulSet' | 'DaemonSet', plan: Omit<WorkloadPlan, 'kind'>): WorkloadPlan => ({ kind, ...plan });

export const basePlans: readonly WorkloadPlan[] = [
	deployment('shop', 'cart', 4, '4.17.2', '120m', '128Mi', 71, { proxy: true }),
	deployment('shop', 'catalog', 4, '2.9.0', '200m', '256Mi', 260, { proxy: true }),
	deployment('shop', 'checkout', 3, '7.1.4', '150m', '192Mi', 49, { proxy: true }),
	deployment('shop', 'gateway', 3, '1.35.1', '250m', '96Mi', 700, {}),
	deployment('shop', 'promo', 2, '0.8.3', '60m', '96Mi', 20, { proxy: true }),
	of('StatefulSet', {
		namespace: 'shop',
		name: 'sessions',
		replicas: 3,
		image: 'docker.io/valkey/valkey:8.1.3',
		cpu: '100m',
		memory: '256Mi',
		port: 6379,
		ageHours: 900,
	}),
	deployment('payments', 'gateway', 2, '3.2.0', '100m', '128Mi', 410),
	deployment('payments', 'ledger', 3, '5.0.7', '180m', '256Mi', 95, { proxy: true }),
	deployment('payments', 'fraud', 2, '1.4.11', '400m', '512Mi', 31),
	of('StatefulSet', {
		namespace: 'payments',
		name: 'postgres',
		replicas: 3,
		image: 'docker.io/library/postgres:18.1',
		cpu: '500m',
		memory: '1Gi',
		port: 5432,
		ageHours: 2100,
	}),
	deployment('search', 'query', 4, '9.3.1', '300m', '384Mi', 120),
	deployment('search', 'indexer', 2, '9.3.1', '350m', '512Mi', 120),
	of('StatefulSet', {
		namespace: 'data',
		name: 'kafka',
		replicas: 3,
		image: 'docker.io/apache/kafka:4.1.0',
		cpu: '400m',
		memory: '1Gi',
		port: 9092,
		ageHours: 3000,
	}),
	deployment('data', 'etl', 2, '2026.11.3', '200m', '256Mi', 14),
	of('StatefulSet', {
		namespace: 'observability',
		name: 'prometheus',
		replicas: 2,
		image: 'quay.io/prometheus/prometheus:v3.7.2',
		cpu: '300m',
		memory: '1Gi',
		port: 9090,
		ageHours: 1500,
	}),
	deployment('observability', 'grafana', 1, '12.3.0', '100m', '160Mi', 800, { image: 'docker.io/grafana/grafana:12.3.0', port: 3000 }),
	deployment('observability', 'collector', 2, '0.140.1', '150m', '192Mi', 300),
	of('DaemonSet', {
		namespace: 'observability',
		name: 'node-exporter',
		replicas: 0,
		image: 'quay.io/prometheus/node-exporter:v1.10.2',
		cpu: '20m',
		memory: '32Mi',
		ageHours: 1500,
	}),
	deployment('kube-system', 'coredns', 2, 'v1.13.1', '100m', '70Mi', 5000, { image: 'registry.k8s.io/coredns/coredns:v1.13.1', port: 53 }),
	deployment('kube-system', 'metrics-server', 1, 'v0.9.0', '100m', '200Mi', 5000, {
		image: 'registry.k8s.io/metrics-server/metrics-server:v0.9.0',
		port: 443,
	}),
	of('DaemonSet', {
		namespace: 'kube-system',
		name: 'kube-proxy',
		replicas: 0,
		image: 'registry.k8s.io/kube-proxy:v1.36.3',
		cpu: '20m',
		memory: '48Mi',
		ageHours: 5000,
	}),
	of('DaemonSet', {
		namespace: 'kube-system',
		name: 'cni',
		replicas: 0,
		image: 'quay.io/cilium/cilium:v1.18.4',
		cpu: '100m',
		memory: '128Mi',
		ageHours: 5000,
	}),
	deployment('default', 'web', 2, '1.29.3', '30m', '32Mi', 26, { image: 'docker.io/library/nginx:1.29.3', port: 80 }),
	deployment('batch', 'worker', 3, '6.6.0', '150m', '128Mi', 55),
];

const teamApps =
	'cart checkout payments search catalog inventory notifier gateway auth sessions recommender pricing ledger fraud shipping email reviews media images video chat feed ads billing quotas'.split(
		' ',
	);

const teamReplicas = 10;

/** More deployments in namespaces `team-00`, `team-01`… until there are that many more pods. */
export const teamPlans = (pods: number): readonly WorkloadPlan[] => {
	const plans: WorkloadPlan[] = [];
	for (let made = 0, index = 0; made < pods; index++) {
		const namespace = `team-${String(Math.floor(index / teamApps.length)).padStart(2, '0')}`;
		const replicas = Math.min(teamReplicas, pods - made);
		plans.push(
			deployment(namespace, teamApps[index % teamApps.length] ?? 'app', replicas, '4.17.2', '20m', '64Mi', 24 + (index % 400), {
				proxy: true,
			}),
		);
		made += replicas;
	}
	return plans;
};
