import { describe, expect, it } from 'vitest';
import { nodesResource } from '../../../src/domains/node-row.ts';
import { scopeOfEvents } from '../../../src/domains/object-events.ts';
import { podsResource } from '../../../src/domains/pod-row.ts';
import type { KubeObject } from '../../../src/kube/types.ts';

const cart = { of: podsResource, namespace: 'shop', name: 'cart-1', uid: 'u1' };

const pod = (annotations?: Readonly<Record<string, string>>): KubeObject => ({
	metadata: { name: 'cart-1', namespace: 'shop', uid: 'u2', resourceVersion: '1', ...(annotations === undefined ? {} : { annotations }) },
});

describe('events about an object are looked for', () => {
	it('by its uid in its namespace: the one that it has now', () => {
		expect(scopeOfEvents(cart)).toEqual({ namespace: 'shop', fieldSelector: 'involvedObject.uid=u1' });
		expect(scopeOfEvents(cart, pod())).toEqual({ namespace: 'shop', fieldSelector: 'involvedObject.uid=u2' });
	});

	it('by the hash of its file where it is the mirror of a static pod', () => {
		const { fieldSelector } = scopeOfEvents(cart, pod({ 'kubernetes.io/config.mirror': 'a1b2' }));
		expect(fieldSelector).toBe('involvedObject.uid=a1b2');
	});

	it('by the name of a node, in all namespaces, since the kubelet writes it in the place of the uid', () => {
		expect(scopeOfEvents({ of: nodesResource, namespace: '', name: 'worker-1', uid: 'u3' })).toEqual({
			fieldSelector: 'involvedObject.kind=Node,involvedObject.name=worker-1',
		});
	});

	it('by kind and name where nobody knows a uid', () => {
		const { uid: _, ...named } = cart;
		expect(scopeOfEvents(named).fieldSelector).toBe('involvedObject.kind=Pod,involvedObject.name=cart-1');
	});
});
