import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/types.ts';
import {
	ago,
	attentionOf,
	condition,
	ended,
	event,
	linesOf,
	minute,
	notReady,
	object,
	ofCart,
	type Part,
	pod,
	waiting,
} from '../../../support/ailing-objects.ts';

const runs: Part = { state: { running: {} } };
const isReady: Part = { ready: true, restartCount: 0, ...runs };
/** It ended badly, and runs since. */
const restarted = (minutes: number): Part => ({ ...runs, restartCount: 3, lastState: ended(2, minutes) });

const probe = (name: string, path: string, message: string): KubeObject =>
	({
		...event('Pod', name, 'Unhealthy', message),
		involvedObject: { kind: 'Pod', namespace: 'shop', name, fieldPath: path },
	}) as KubeObject;

describe('a pod of which some containers are ready', () => {
	const more = [{ name: 'proxy', ...isReady, ready: false }];

	test('is told after five minutes with those that are not, also where one of them ended long ago and was started again', async () => {
		const half = (minutes: number) => pod('web', { conditions: notReady(minutes), status: { ...isReady, ...restarted(600) }, more });
		const found = attentionOf({ Pod: [half(4)] });
		expect(found.lines()).toEqual([]);
		await found.clock.advance(minute);
		expect(found.lines()).toEqual(['failing Pod/web proxy is not ready']);
		expect(found.findings()[0]).toMatchObject({ cause: 'unready', container: 'proxy' });
		const others = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `c${at}`, ...runs }));
		expect(linesOf({ Pod: [pod('web', { status: isReady, more: others(2) })] })).toEqual(['failing Pod/web c0 and c1 are not ready']);
		expect(linesOf({ Pod: [pod('web', { status: isReady, more: others(4) })] })).toEqual([
			'failing Pod/web 4 containers of 5 are not ready',
		]);
	});

	test('is told in the words of the probe of that container, and of no other', () => {
		const Pod = [pod('web', { status: isReady, more })];
		const other = probe('web', 'spec.containers{app}', 'Readiness probe failed: of app');
		const own = probe('web', 'spec.containers{proxy}', 'Readiness probe failed: HTTP probe failed with statuscode: 503');
		expect(linesOf({ Pod, Event: [other] })).toEqual(['failing Pod/web proxy is not ready']);
		expect(linesOf({ Pod, Event: [other, own] })).toEqual([
			'failing Pod/web proxy: Readiness probe failed: HTTP probe failed with statuscode: 503',
		]);
	});

	test('names its sidecar where that is not ready', () => {
		const sidecar = object('web', {
			spec: { initContainers: [{ name: 'mesh', restartPolicy: 'Always' }], containers: [{ name: 'app' }] },
			status: {
				phase: 'Running',
				conditions: notReady(20),
				initContainerStatuses: [{ name: 'mesh', ...isReady, ready: false }],
				containerStatuses: [{ name: 'app', ...isReady }],
			},
		});
		expect(linesOf({ Pod: [sidecar] })).toEqual(['failing Pod/web mesh is not ready']);
	});
});

test('a container that ended and is not ready since is told as that, and once it has run for ten minutes as not ready', async () => {
	const found = attentionOf({ Pod: [pod('web', { conditions: notReady(60), status: restarted(8) })] });
	expect(found.lines()).toEqual(['failing Pod/web exit 2, 3 restarts']);
	const [first] = found.findings();
	await found.clock.advance(2 * minute);
	expect(found.lines()).toEqual(['failing Pod/web it runs, and is not ready']);
	expect(found.findings()[0]?.uid).toBe(first?.uid);
});

test('a pod that has two causes is one pod of its workload', () => {
	const more = [{ name: 'proxy', ...isReady, ready: false }];
	const cart = object('cart', { spec: { replicas: 1 }, status: { readyReplicas: 0, conditions: [condition('Available', 'False', 60)] } });
	const half = pod('cart-7c9-a', { metadata: ofCart(), status: { ...isReady, ...restarted(3) }, more });
	const found = attentionOf({ Deployment: [cart], Pod: [half] });
	expect(found.lines()).toEqual(['critical Deployment/cart 0/1 ready: app: exit 2, 3 restarts; proxy is not ready']);
	expect(found.findings()[0]?.pods).toBe(1);
});

test('a pod that does not start says which init container it waits for, of a sidecar that its startup probe has not passed', () => {
	const starts = (...inits: readonly Part[]): KubeObject =>
		object('web', {
			spec: {
				initContainers: [{ name: 'mesh', restartPolicy: 'Always' }, { name: 'migrate' }],
				containers: [{ name: 'app' }],
			},
			status: {
				phase: 'Pending',
				conditions: notReady(20),
				initContainerStatuses: ['mesh', 'migrate'].map((name, at) => ({ name, ready: false, restartCount: 0, ...inits[at] })),
				containerStatuses: [{ name: 'app', ready: false, restartCount: 0, ...waiting('PodInitializing') }],
			},
		});
	const waits = waiting('PodInitializing');
	const held = starts({ ...runs, started: false }, waits);
	expect(linesOf({ Pod: [held] })).toEqual(['failing Pod/web it does not start: sidecar mesh runs, and its startup probe has not passed']);
	const Event = [probe('web', 'spec.initContainers{mesh}', 'Startup probe failed: connection refused')];
	expect(linesOf({ Pod: [held], Event })).toEqual(['failing Pod/web it does not start: mesh: Startup probe failed: connection refused']);
	expect(linesOf({ Pod: [starts({ ...runs, started: true }, runs)], Event })).toEqual([
		'failing Pod/web it does not start: migrate still runs',
	]);
	expect(linesOf({ Pod: [starts({ ...runs, started: true }, waits)], Event })).toEqual([
		'failing Pod/web it does not start: its containers are still being made',
	]);
});

test('a pod of which nothing is known is told as that, and that its node was lost only where that was said', () => {
	const message = 'Node a which was running pod web is unresponsive';
	const of = (status: Part, conditions: readonly Part[] = notReady(20), metadata: Part = {}) =>
		linesOf({
			Pod: [object('web', { metadata, spec: { containers: [{ name: 'app' }] }, status: { phase: 'Running', conditions, ...status } })],
		});
	expect(of({ phase: 'Unknown' })).toEqual(['failing Pod/web phase Unknown: its node has not said how it is']);
	expect(of({}, [condition('Ready', 'Unknown', 20)])).toEqual(['failing Pod/web it is not known whether it is ready']);
	expect(of({ reason: 'NodeLost', message })).toEqual([`failing Pod/web NodeLost: ${message}`]);
	expect(of({ reason: 'NodeLost', message }, [], { deletionTimestamp: ago(20), finalizers: ['example.com/keep'] })).toEqual([
		`warning Pod/web deleted, and kept by example.com/keep (whoever runs example.com); NodeLost: ${message}`,
	]);
	expect(of({ reason: 'NodeLost' }, [], { deletionTimestamp: ago(20) })).toEqual([
		'warning Pod/web deleted, and kept by its node, which has not said that its containers have ended; NodeLost: its node was lost',
	]);
});
