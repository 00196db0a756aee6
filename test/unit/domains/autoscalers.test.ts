import { describe, expect, test } from 'vitest';
import { autoscalersResource, autoscaling } from '../../../src/domains/horizontal-pod-autoscalers.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { cellContext } from '../../support/cell-context.ts';

const autoscaler = (spec: object, status: object = {}) =>
	autoscalersResource.project({ metadata: { name: 'web', uid: 'u', resourceVersion: '1' }, spec, status } as KubeObject, (text) => text);

const resource = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
const currentOf = (type: string, current: object) => ({ type, [type[0]?.toLowerCase() + type.slice(1)]: { current } });
const container = (target: object) => ({ type: 'ContainerResource', containerResource: { name: 'memory', container: 'app', target } });
const pods = { type: 'Pods', pods: { metric: { name: 'rps' }, target: { averageValue: '100' } } };
const ofObject = (target: object) => ({
	type: 'Object',
	object: { metric: { name: 'rps' }, describedObject: { kind: 'Ingress', name: 'shop' }, target },
});
const external = (target: object) => ({ type: 'External', external: { metric: { name: 'queue' }, target } });

describe('the targets of an autoscaler', () => {
	/** What formatHPAMetrics of Kubernetes 1.36 prints: a metric whose state is known, but not by this amount, is a nil pointer. */
	test.each([
		['a use in per cent', resource({ averageUtilization: 70 }), currentOf('Resource', { averageUtilization: 45 }), 'cpu: 45%/70%'],
		['a use that is 0', resource({ averageUtilization: 70 }), currentOf('Resource', { averageUtilization: 0 }), 'cpu: 0%/70%'],
		['a use without a target', resource({}), currentOf('Resource', { averageUtilization: 45 }), 'cpu: 45%/<auto>'],
		['a use that nobody measured', resource({ averageUtilization: 70 }), undefined, 'cpu: <unknown>/70%'],
		[
			'a use of which there is only an amount',
			resource({ averageUtilization: 70 }),
			currentOf('Resource', { averageValue: '9m' }),
			'cpu: <unknown>/70%',
		],
		['an amount', resource({ averageValue: '200m' }), currentOf('Resource', { averageValue: '22m' }), 'cpu: 22m/200m'],
		['an amount that nobody measured', resource({ averageValue: '200m' }), undefined, 'cpu: <unknown>/200m'],
		[
			'an amount of which there is only a use',
			resource({ averageValue: '200m' }),
			currentOf('Resource', { averageUtilization: 1 }),
			'cpu: <nil>/200m',
		],
		[
			'a use of one container',
			container({ averageUtilization: 60 }),
			currentOf('ContainerResource', { averageUtilization: 7 }),
			'memory: 7%/60%',
		],
		[
			'an amount of one container',
			container({ averageValue: '1Gi' }),
			currentOf('ContainerResource', { averageValue: '64Mi' }),
			'memory: 64Mi/1Gi',
		],
		['a container nobody measured', container({ averageValue: '1Gi' }), undefined, 'memory: <unknown>/1Gi'],
		['a metric of pods', pods, currentOf('Pods', { averageValue: '12500m' }), '12500m/100'],
		['a metric of pods without its amount', pods, currentOf('Pods', {}), '<nil>/100'],
		['a metric of pods that nobody measured', pods, undefined, '<unknown>/100'],
		['a value of an object', ofObject({ value: '10k' }), currentOf('Object', { value: '8200' }), '8200/10k'],
		['an average of an object', ofObject({ averageValue: '10' }), currentOf('Object', { averageValue: '8' }), '8/10 (avg)'],
		[
			'an average of which there is only a value',
			ofObject({ averageValue: '10' }),
			currentOf('Object', { value: '8' }),
			'<unknown>/10 (avg)',
		],
		['an object that nobody measured', ofObject({ value: '10k' }), undefined, '<unknown>/10k'],
		['a value from outside', external({ value: '30' }), currentOf('External', { value: '12' }), '12/30'],
		['a value from outside without its amount', external({ value: '30' }), currentOf('External', {}), '<nil>/30'],
		['an average from outside', external({ averageValue: '30' }), currentOf('External', { averageValue: '12500m' }), '12500m/30 (avg)'],
		['a metric of another type', { type: 'Moon' }, undefined, '<unknown type>'],
		['a state of another type', resource({ averageUtilization: 70 }), currentOf('Pods', { averageValue: '1' }), 'cpu: <unknown>/70%'],
	])('%s', (_what, wanted, found, printed) => {
		expect(autoscaler({ metrics: [wanted] }, { currentMetrics: found === undefined ? null : [found] }).targets).toBe(printed);
	});

	test('two are printed, and how many more there are; the pane has all, each by its name', () => {
		const metrics = [
			resource({ averageUtilization: 70 }),
			container({ averageUtilization: 60 }),
			pods,
			ofObject({ value: '1' }),
			external({ value: '3' }),
		];
		const row = autoscaler({ metrics });
		expect(row.targets).toBe('cpu: <unknown>/70%, memory: <unknown>/60% + 3 more...');
		expect(row.metrics).toEqual([
			'cpu: <unknown>/70%',
			'memory of app: <unknown>/60%',
			'rps of its pods: <unknown>/100',
			'rps of Ingress/shop: <unknown>/1',
			'queue: <unknown>/3',
		]);
		expect(autoscaler({}).targets).toBe('<none>');
		expect(autoscaler({ metrics: [] }).targets).toBe('<none>');
	});

	test('a minimum that is not set is printed as such, and counts as 1', () => {
		const [set, unset] = [autoscaler({ minReplicas: 0, maxReplicas: 3 }), autoscaler({ maxReplicas: 3 })];
		const printed = (row: typeof set) => autoscaling.printed?.find(({ name }) => name === 'MinPods')?.cell(row, 0);
		const value = (row: typeof set) => autoscaling.columns.find(({ id }) => id === 'min')?.value(row, cellContext({}));
		expect([printed(set), printed(unset)]).toEqual(['0', '<unset>']);
		expect([value(set), value(unset)]).toEqual([0, 1]);
	});
});

describe('an autoscaler', () => {
	const condition = (type: string, status: string, reason = '', message = '') => ({ type, status, reason, message });
	const able = condition('AbleToScale', 'True');
	const active = condition('ScalingActive', 'True');
	const counts = { currentReplicas: 3, desiredReplicas: 3 };

	test.each([
		['that no controller saw', {}, 'unknown', 'no controller has looked at it yet'],
		[
			'that cannot scale',
			{ conditions: [condition('AbleToScale', 'False', 'FailedGetScale', 'no such thing')] },
			'failing',
			'cannot scale: FailedGetScale: no such thing',
		],
		[
			'without a metric',
			{ conditions: [able, condition('ScalingActive', 'False', 'FailedGetPodsMetric')] },
			'warning',
			'does not know what to scale to: FailedGetPodsMetric',
		],
		[
			'of a target that is scaled to 0',
			{ conditions: [able, condition('ScalingActive', 'False', 'ScalingDisabled')] },
			'ok',
			'off: its target is scaled to 0',
		],
		['on its way', { ...counts, desiredReplicas: 5, conditions: [able, active] }, 'progressing', 'scaling from 3 to 5'],
		[
			'that wants more than it may',
			{ ...counts, conditions: [able, active, condition('ScalingLimited', 'True', 'TooManyReplicas')] },
			'warning',
			'at its maximum of 10, and wants more',
		],
		[
			'at its minimum',
			{ ...counts, conditions: [able, active, condition('ScalingLimited', 'True', 'TooFewReplicas')] },
			'ok',
			'at its minimum',
		],
		[
			'that is where it should be',
			{ ...counts, conditions: [able, active, condition('ScalingLimited', 'False', 'DesiredWithinRange')] },
			'ok',
			'steady',
		],
	] as const)('%s is told by its conditions', (_what, status, health, said) => {
		const row = autoscaler({ maxReplicas: 10 }, status);
		expect([row.health, row.status]).toEqual([health, said]);
	});
});
