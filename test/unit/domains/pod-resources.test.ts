import { expect, test } from 'vitest';
import type { PodObject, ResourceList } from '../../../src/domains/pod-object.ts';
import { podResources } from '../../../src/domains/pod-resources.ts';

const container = (requests: ResourceList, limits: ResourceList = {}) => ({ resources: { requests, limits } });
const sidecar = (requests: ResourceList, limits: ResourceList = {}) => ({ ...container(requests, limits), restartPolicy: 'Always' });

const resources = (spec: NonNullable<PodObject['spec']>) => podResources({ metadata: { name: 'x', uid: 'u', resourceVersion: '1' }, spec });

const MiB = 1024;

test('containers are added up, CPU in millicores and memory in KiB', () => {
	const containers = [
		container({ cpu: '250m', memory: '64Mi' }, { cpu: '1', memory: '1Gi' }),
		container({ cpu: '1' }, { cpu: '500m', memory: '1Gi' }),
	];
	expect(resources({ containers })).toEqual({ cpuRequest: 1250, cpuLimit: 1500, memoryRequest: 64 * MiB, memoryLimit: 2048 * MiB });
});

test('sidecars are added to the containers beside which they run', () => {
	const spec = { containers: [container({ cpu: '100m' }, { cpu: '1' })], initContainers: [sidecar({ cpu: '50m' }, { cpu: '200m' })] };
	expect(resources(spec)).toMatchObject({ cpuRequest: 150, cpuLimit: 1200 });
});

test('a greedy init container sets the least that is requested, beside the sidecars that started before it', () => {
	const initContainers = [sidecar({ cpu: '50m' }), container({ cpu: '2' }), sidecar({ cpu: '30m' })];
	expect(resources({ containers: [container({ cpu: '100m' })], initContainers }).cpuRequest).toBe(2050);
	expect(resources({ containers: [container({ cpu: '4' })], initContainers }).cpuRequest).toBe(4080);
});

test('a pod of which one container may take all has no limit', () => {
	expect(resources({ containers: [container({}, { memory: '1Gi' }), container({})] }).memoryLimit).toBe(0);
	const initContainers = [sidecar({})];
	expect(resources({ containers: [container({}, { memory: '1Gi' })], initContainers }).memoryLimit).toBe(0);
});

test('an init container that ends does not take the limit away, and can raise it', () => {
	const containers = [container({}, { memory: '1Gi' })];
	expect(resources({ containers, initContainers: [container({})] }).memoryLimit).toBe(1024 * MiB);
	expect(resources({ containers, initContainers: [container({}, { memory: '3Gi' })] }).memoryLimit).toBe(3072 * MiB);
});

test('what the pod itself asks for comes before its containers, and overhead comes on top of both', () => {
	const containers = [container({ cpu: '100m', memory: '64Mi' }, { cpu: '1' })];
	const overhead = { cpu: '10m', memory: '1Mi' };
	expect(resources({ containers, overhead })).toEqual({ cpuRequest: 110, cpuLimit: 1010, memoryRequest: 65 * MiB, memoryLimit: 0 });
	expect(resources({ containers, overhead, resources: { requests: { cpu: '2' }, limits: { memory: '1Gi' } } })).toEqual({
		cpuRequest: 2010,
		cpuLimit: 1010,
		memoryRequest: 65 * MiB,
		memoryLimit: 1025 * MiB,
	});
});

test('a pod that says nothing asks for nothing, and what is no quantity counts as nothing', () => {
	const nothing = { cpuRequest: 0, cpuLimit: 0, memoryRequest: 0, memoryLimit: 0 };
	expect(podResources({ metadata: { name: 'x', uid: 'u', resourceVersion: '1' } })).toEqual(nothing);
	expect(resources({ containers: null, initContainers: null })).toEqual(nothing);
	expect(resources({ containers: [container({ cpu: 'a lot', memory: '' })] })).toEqual(nothing);
});
