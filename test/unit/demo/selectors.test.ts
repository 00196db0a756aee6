import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resourceNamed } from '../../../src/demo/resources.ts';
import { parseFieldSelector, parseLabelSelector } from '../../../src/demo/selectors.ts';
import { StatusError } from '../../../src/demo/status.ts';
import type { KubeObject } from '../../../src/kube/types.ts';

const labelled = (labels: Readonly<Record<string, string>>): KubeObject => ({
	metadata: { name: 'x', uid: 'x', resourceVersion: '1', labels },
});

const matches = (selector: string, labels: Readonly<Record<string, string>>): boolean => parseLabelSelector(selector)(labelled(labels));

const refusal = (parse: () => unknown): string => {
	try {
		parse();
	} catch (error) {
		if (error instanceof StatusError) return `${error.body.code} ${error.body.message}`;
		throw error;
	}
	return 'accepted';
};

describe('a label selector', () => {
	test.each([
		['', {}, true],
		['app=cart', { app: 'cart' }, true],
		['app==cart', { app: 'cart' }, true],
		['app=cart', { app: 'search' }, false],
		['app=cart', {}, false],
		['app!=cart', { app: 'search' }, true],
		['app!=cart', {}, true],
		['app!=cart', { app: 'cart' }, false],
		['app in (cart, search)', { app: 'search' }, true],
		['app in (cart,search)', {}, false],
		['app notin (cart,search)', {}, true],
		['app notin (cart,search)', { app: 'cart' }, false],
		['app', { app: '' }, true],
		['app', {}, false],
		['!app', {}, true],
		['!app', { app: 'cart' }, false],
		['app=', { app: '' }, true],
		['tier in (web),app=cart,!old', { tier: 'web', app: 'cart' }, true],
		['tier in (web),app=cart,!old', { tier: 'web', app: 'cart', old: 'yes' }, false],
		['example.com/size>3', { 'example.com/size': '4' }, true],
		['example.com/size<3', { 'example.com/size': '4' }, false],
	])('%s on %o: %s', (selector, labels, expected) => {
		expect(matches(selector, labels)).toBe(expected);
	});

	test('that is none is refused with 400 in the words of the server', () => {
		expect(refusal(() => parseLabelSelector('a===b'))).toBe("400 unable to parse requirement: found '=', expected: identifier");
		expect(refusal(() => parseLabelSelector('a in b'))).toMatch(/^400 unable to parse requirement: found 'b', expected/);
		expect(refusal(() => parseLabelSelector('a b'))).toMatch(/^400 unable to parse requirement/);
		expect(refusal(() => parseLabelSelector(','))).toMatch(/^400 unable to parse requirement/);
	});

	test('never fails otherwise, whatever the text is', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 20, unit: fc.constantFrom(...'ab=!(),< inot') }), (text) => {
				expect(refusal(() => parseLabelSelector(text)(labelled({ a: 'b' })))).toMatch(/^(accepted|400 )/);
			}),
		);
	});

	test('and its negation never both hold', () => {
		const key = fc.constantFrom('a', 'b');
		const value = fc.constantFrom('1', '2', '3');
		fc.assert(
			fc.property(key, fc.array(value, { minLength: 1 }), fc.dictionary(key, value), (name, values, labels) => {
				const list = values.join(',');
				expect(matches(`${name} in (${list})`, labels)).toBe(!matches(`${name} notin (${list})`, labels));
				expect(matches(name, labels)).toBe(!matches(`!${name}`, labels));
				expect(matches(`${name}=${values[0]}`, labels)).toBe(!matches(`${name}!=${values[0]}`, labels));
			}),
		);
	});
});

describe('a field selector', () => {
	const pods = resourceNamed('pods');
	const pod = {
		metadata: { name: 'cart-0', namespace: 'shop', uid: 'x', resourceVersion: '1' },
		spec: { nodeName: 'worker-01' },
		status: { phase: 'Running' },
	};

	test.each([
		['metadata.name=cart-0', true],
		['metadata.name!=cart-0', false],
		['metadata.namespace=shop,status.phase=Running', true],
		['spec.nodeName=worker-01', true],
		['spec.nodeName=', false],
		['status.phase!=Running,spec.nodeName=worker-01', false],
	])('%s: %s', (selector, expected) => {
		expect(parseFieldSelector(selector, pods)(pod)).toBe(expected);
	});

	test('knows what an event is about, and who said it', () => {
		const event: KubeObject = {
			metadata: { name: 'e', namespace: 'shop', uid: 'e', resourceVersion: '1' },
			involvedObject: { kind: 'Pod', name: 'cart-0' },
			reason: 'BackOff',
			type: 'Warning',
			source: { component: 'kubelet' },
		};
		const selects = (text: string): boolean => parseFieldSelector(text, resourceNamed('events'))(event);
		expect(selects('involvedObject.kind=Pod,involvedObject.name=cart-0,reason=BackOff,type!=Normal,source=kubelet')).toBe(true);
		expect(selects('involvedObject.kind=Node')).toBe(false);
	});

	test('of a field that the kind is not indexed by is refused with 400', () => {
		expect(refusal(() => parseFieldSelector('spec.foo=bar', pods))).toBe('400 field label not supported: spec.foo');
		expect(refusal(() => parseFieldSelector('metadata.namespace=x', resourceNamed('nodes')))).toBe(
			'400 field label not supported: metadata.namespace',
		);
		expect(refusal(() => parseFieldSelector('nothing', pods))).toBe("400 invalid selector: 'nothing'; can't understand 'nothing'");
	});

	test('reads an escaped comma as part of the value', () => {
		expect(parseFieldSelector('spec.nodeName=a\\,b', pods)({ ...pod, spec: { nodeName: 'a,b' } })).toBe(true);
	});
});
