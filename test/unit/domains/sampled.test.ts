import { expect, test } from 'vitest';
import { NodeRow } from '../../../src/domains/node-row.ts';
import { PodRow } from '../../../src/domains/pod-row.ts';
import { isSampled } from '../../../src/domains/sampled.ts';

const now = Date.UTC(2026, 10, 22, 3, 0, 0);
const ago = (seconds: number): string => new Date(now - 1000 * seconds).toISOString();

const pod = (created: string, phase: string, ready: boolean, restarted?: string): PodRow => {
	const ended = restarted === undefined ? {} : { restartCount: 1, lastState: { terminated: { exitCode: 1, finishedAt: restarted } } };
	const containerStatuses = [{ name: 'app', ready, restartCount: 0, state: { running: {} }, ...ended }];
	const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
	const metadata = { name: 'cart', namespace: 'shop', uid: 'u', resourceVersion: '1', creationTimestamp: created };
	return new PodRow({ metadata, spec: { containers: [{ name: 'app' }] }, status: { phase, conditions, containerStatuses } }, String);
};
const node = (ready: string): NodeRow => {
	const metadata = { name: 'worker', uid: 'u', resourceVersion: '1', creationTimestamp: ago(9) };
	return new NodeRow({ metadata, status: { conditions: [{ type: 'Ready', status: ready }] } }, String);
};

test.each([
	['a pod that runs for two minutes', pod(ago(120), 'Running', true), true],
	['a pod that was made just now', pod(ago(20), 'Running', true), false],
	['a pod of which a container restarted just now', pod(ago(9_000), 'Running', true, ago(20)), false],
	['a pod that runs and is not ready', pod(ago(120), 'Running', false), true],
	['a pod that has ended', pod(ago(120), 'Succeeded', false), false],
	['a node that is ready', node('True'), true],
	['a node whose kubelet is silent', node('Unknown'), false],
])('whether metrics-server should have a sample is known of %s', (_, row, sampled) => {
	expect(isSampled(row, now)).toBe(sampled);
});
