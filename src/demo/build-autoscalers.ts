import { randomFor } from './random.ts';
import type { WorkloadPlan } from './workload-plan.ts';
import type { World } from './world.ts';

const hour = 3_600_000;

interface Metrics {
	readonly wanted: readonly object[];
	/** null: the controller could not read them. */
	readonly found: readonly object[] | null;
}

const cpu = (wanted: number, found: number, request: number): { readonly wanted: object; readonly found: object } => ({
	wanted: { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: wanted } } },
	found: {
		type: 'Resource',
		resource: { name: 'cpu', current: { averageUtilization: found, averageValue: `${Math.round((request * found) / 100)}m` } },
	},
});

const queue = { name: 'orders_waiting', selector: { matchLabels: { queue: 'orders' } } };
const requests = { name: 'requests_per_second' };

/** Most of them go by CPU alone; the first few by what else there is, one of which nobody serves. */
const metricsOf = (index: number, used: number, request: number): Metrics => {
	const byCpu = cpu(70, used, request);
	if (index === 1) {
		const target = { type: 'AverageValue', averageValue: '30' };
		const waiting = { type: 'External', external: { metric: queue, target } };
		const found = { type: 'External', external: { metric: queue, current: { averageValue: '12500m' } } };
		return { wanted: [byCpu.wanted, waiting], found: [byCpu.found, found] };
	}
	if (index === 2) {
		const served = { metric: requests, target: { type: 'AverageValue', averageValue: '200' } };
		return { wanted: [{ type: 'Pods', pods: served }], found: null };
	}
	return { wanted: [byCpu.wanted], found: [byCpu.found] };
};

const scalesAsWanted = (at: string, found: boolean) => [
	{
		type: 'AbleToScale',
		status: 'True',
		lastTransitionTime: at,
		reason: 'ReadyForNewScale',
		message: 'recommended size matches current size',
	},
	found
		? {
				type: 'ScalingActive',
				status: 'True',
				lastTransitionTime: at,
				reason: 'ValidMetricFound',
				message: 'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
			}
		: {
				type: 'ScalingActive',
				status: 'False',
				lastTransitionTime: at,
				reason: 'FailedGetPodsMetric',
				message: `the HPA was unable to compute the replica count: unable to get metric ${requests.name}: no custom metrics API is served`,
			},
	{
		type: 'ScalingLimited',
		status: 'False',
		lastTransitionTime: at,
		reason: 'DesiredWithinRange',
		message: 'the desired count is within the acceptable range',
	},
];

/** One for each Deployment of the shop. */
export const buildAutoscalers = (world: World, plans: readonly WorkloadPlan[]): void => {
	const at = world.timestamp(world.clock.now() - 400 * hour);
	const scaled = plans.filter((plan) => plan.kind === 'Deployment' && plan.namespace === 'shop');
	for (const [index, { namespace, name, replicas, cpu: request }] of scaled.entries()) {
		const used = 35 + Math.floor(randomFor(world.seed, 'autoscaler', namespace, name)() * 30);
		const { wanted, found } = metricsOf(index, used, Number.parseInt(request, 10));
		world.put('horizontalpodautoscalers.autoscaling', {
			metadata: { name, namespace, creationTimestamp: at },
			spec: { scaleTargetRef: { kind: 'Deployment', name, apiVersion: 'apps/v1' }, minReplicas: 2, maxReplicas: 8, metrics: wanted },
			status: {
				currentReplicas: replicas,
				desiredReplicas: replicas,
				currentMetrics: found,
				conditions: scalesAsWanted(at, found !== null),
			},
		});
	}
};
