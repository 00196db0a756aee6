import { describe, expect, test } from 'vitest';
import type { ObjectHealth } from '../../../src/base/cell.ts';
import { eventsResource } from '../../../src/domains/events.ts';
import { namespacesResource } from '../../../src/domains/namespaces.ts';
import { nodesResource } from '../../../src/domains/node-row.ts';
import { podsResource } from '../../../src/domains/pod-row.ts';
import { pods } from '../../../src/domains/pods.ts';
import { cellContext } from '../../support/cell-context.ts';
import { deleted, object, same } from '../../support/kind-objects.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const condition = (type: string, status: string, reason?: string) => ({ type, status, ...(reason === undefined ? {} : { reason }) });
const waiting = (reason: string) => [{ name: 'c', state: { waiting: { reason } } }];
const terminated = (exitCode: number) => [{ name: 'c', state: { terminated: { exitCode } } }];
const readyNow = [condition('Ready', 'True')];

type Case = readonly [what: string, health: ObjectHealth, fields: Record<string, unknown>, metadata?: Record<string, unknown>];

const named = ([what, health, fields, metadata = {}]: Case) => ({ what, health, fields, metadata });

describe('a pod', () => {
	const cases: readonly Case[] = [
		['running and ready', 'ok', { phase: 'Running', conditions: readyNow }],
		['running and not ready', 'warning', { phase: 'Running', conditions: [condition('Ready', 'False')] }],
		['running, readiness never told', 'warning', { phase: 'Running' }],
		['succeeded', 'ok', { phase: 'Succeeded' }],
		['failed', 'failing', { phase: 'Failed', reason: 'Evicted' }],
		['in a crash loop', 'failing', { phase: 'Running', conditions: readyNow, containerStatuses: waiting('CrashLoopBackOff') }],
		['whose image cannot be pulled', 'failing', { phase: 'Pending', containerStatuses: waiting('ErrImagePull') }],
		['whose container just failed', 'failing', { phase: 'Running', containerStatuses: terminated(1) }],
		['whose container completed', 'ok', { phase: 'Running', conditions: readyNow, containerStatuses: terminated(0) }],
		['whose init container fails', 'failing', { phase: 'Pending', initContainerStatuses: terminated(2) }],
		['whose init container crash-loops', 'failing', { phase: 'Pending', initContainerStatuses: waiting('CrashLoopBackOff') }],
		['being created', 'progressing', { phase: 'Pending', containerStatuses: waiting('ContainerCreating') }],
		['being initialised', 'progressing', { phase: 'Pending', containerStatuses: waiting('PodInitializing') }],
		['waiting for a scheduler', 'progressing', { phase: 'Pending' }],
		['held by a gate', 'progressing', { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'SchedulingGated')] }],
		['that fits nowhere', 'warning', { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'Unschedulable')] }],
		['being deleted', 'progressing', { phase: 'Running', conditions: readyNow }, deleted],
		['being deleted while it crash-loops', 'progressing', { phase: 'Running', containerStatuses: waiting('CrashLoopBackOff') }, deleted],
		['that failed and is held by a finalizer', 'failing', { phase: 'Failed' }, deleted],
		['whose node is lost', 'unknown', { phase: 'Running', reason: 'NodeLost', conditions: readyNow }, deleted],
		['whose phase is unknown', 'unknown', { phase: 'Unknown' }],
		['without a status', 'progressing', {}],
	];

	test.each(cases.map(named))('$what is $health', ({ health, fields: status, metadata }) => {
		expect(podsResource.project(object({ status }, metadata), same).health).toBe(health);
	});

	test('is judged by its state, not by what is printed: a reason that reads like trouble changes nothing', () => {
		const calm = { phase: 'Running', reason: 'CrashLoopBackOff', conditions: readyNow };
		const row = podsResource.project(object({ status: calm }), same);
		expect([row.status, row.health]).toEqual(['CrashLoopBackOff', 'ok']);
	});

	test('that restarted within ten minutes has a warning in its restarts, and none after that', () => {
		const ended = '2026-11-22T01:00:00Z';
		const status = {
			phase: 'Running',
			conditions: readyNow,
			containerStatuses: [
				{ name: 'c', restartCount: 3, ready: true, state: { running: {} }, lastState: { terminated: { finishedAt: ended } } },
			],
		};
		const row = podsResource.project(object({ status }), same);
		const restarts = pods.columns.find(({ id }) => id === 'restarts');
		const at = (minutes: number) => restarts?.cell(row, cellContext({ now: Date.parse(ended) + minutes * 60_000 }));
		expect(at(9)).toEqual({ text: '3 (9m ago)', health: 'warning' });
		expect(at(11)).toEqual({ text: '3 (11m ago)' });
		expect(row.health).toBe('ok');
	});

	test('of the recorded ones, by name, is what its name says', () => {
		const health = new Map(recordedObjects('pods').map((pod) => [pod.metadata.name, podsResource.project(pod, same).health]));
		expect(Object.fromEntries([...health].filter(([name]) => name.includes('init-') || name.includes('crash')))).toEqual({
			'crashloop-error': 'failing',
			'init-0-of-2': 'progressing',
			'init-1-of-2': 'progressing',
			'init-crashloop': 'failing',
			'init-error': 'failing',
			'init-exit-code': 'failing',
			'init-image-pull': 'failing',
			'sidecar-started-init-next': 'progressing',
		});
		for (const name of ['running-ready', 'completed', 'sidecar-started', 'dual-stack'])
			expect([name, health.get(name)]).toEqual([name, 'ok']);
		for (const name of ['node-lost', 'phase-unknown']) expect([name, health.get(name)]).toEqual([name, 'unknown']);
		for (const name of ['running-not-ready', 'pending-unschedulable']) expect([name, health.get(name)]).toEqual([name, 'warning']);
		for (const name of ['evicted', 'oomkilled-never', 'sidecar-failing']) expect([name, health.get(name)]).toEqual([name, 'failing']);
		for (const name of ['scheduling-gated', 'terminating-grace', 'container-creating']) {
			expect([name, health.get(name)]).toEqual([name, 'progressing']);
		}
	});
});

const nodes: readonly Case[] = [
	['ready', 'ok', { status: { conditions: readyNow } }],
	['not ready', 'failing', { status: { conditions: [condition('Ready', 'False')] } }],
	['silent', 'failing', { status: { conditions: [condition('Ready', 'Unknown')] } }],
	['that never reported', 'unknown', { status: {} }],
	['cordoned', 'warning', { spec: { unschedulable: true }, status: { conditions: readyNow } }],
	['short of memory', 'warning', { status: { conditions: [...readyNow, condition('MemoryPressure', 'True')] } }],
	['that has enough memory', 'ok', { status: { conditions: [...readyNow, condition('MemoryPressure', 'False')] } }],
	['without a network', 'warning', { status: { conditions: [...readyNow, condition('NetworkUnavailable', 'True')] } }],
	['on its way out', 'progressing', { status: { conditions: readyNow } }, deleted],
];

test.each(nodes.map(named))('a node that is $what is $health', ({ health, fields, metadata }) => {
	expect(nodesResource.project(object(fields, metadata), same).health).toBe(health);
});

const namespaces: readonly Case[] = [
	['active', 'ok', { status: { phase: 'Active' } }],
	['being deleted', 'progressing', { status: { phase: 'Terminating' } }, deleted],
	[
		'being deleted with objects left',
		'progressing',
		{ status: { phase: 'Terminating', conditions: [condition('NamespaceContentRemaining', 'True')] } },
		deleted,
	],
	[
		'stuck in its deletion',
		'warning',
		{ status: { phase: 'Terminating', conditions: [condition('NamespaceDeletionDiscoveryFailure', 'True')] } },
		deleted,
	],
	['without a phase', 'unknown', {}],
];

test.each(namespaces.map(named))('a namespace that is $what is $health', ({ health, fields, metadata }) => {
	expect(namespacesResource.project(object(fields, metadata), same).health).toBe(health);
});

test.each<readonly [string, ObjectHealth]>([
	['Normal', 'ok'],
	['Warning', 'warning'],
	['', 'ok'],
])('an event of type %j is %s', (type, health) => {
	expect(eventsResource.project(object({ type, reason: 'FailedMount' }), same).health).toBe(health);
});
