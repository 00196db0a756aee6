import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/base/text-line.ts';
import { manifestObjects } from '../../../src/objects/manifest-documents.ts';
import { manifestTarget, readManifest } from '../../../src/objects/manifest-text.ts';

const shown = (manifest: string, ...revealed: readonly string[]): string =>
	readManifest(manifest).lines(new Set(revealed)).map(plainOf).join('\n');

const manifest = `---
# Source: cart/templates/secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: cart
  labels:
    name: shop
type: Opaque
data:
  # of the database
  password: aHVudGVyMg==
  "tls.key": |
    -----BEGIN hunter2
    hunter2

    hunter2
  empty: ""
stringData:
  url: >-
    postgres://app:hunter2@db
immutable: true
---
# Source: cart/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  labels:
    name: no
  name: cart
data:
  mode: plain
`;

describe('the manifest of a release', () => {
	test('is shown as it is stored, but for the values of its Secrets', () => {
		const text = shown(manifest);
		expect(text).not.toMatch(/hunter2|aHVudGVyMg/);
		expect(text.split('\n').slice(8, 17)).toEqual([
			'type: Opaque',
			'data:',
			'  <masked>',
			'  password: <masked>',
			'  "tls.key": <masked>',
			'  empty: <masked>',
			'stringData:',
			'  url: <masked>',
			'immutable: true',
		]);
		expect(text).toContain('  mode: plain');
	});

	test('shows a value that was asked for, and no other', () => {
		const key = shown(manifest, manifestTarget(0, 'data', 'tls.key'));
		expect(key).toContain('    -----BEGIN hunter2\n    hunter2\n\n    hunter2\n  empty: <masked>');
		expect(key).toContain('  password: <masked>');
		const all = new Set(
			readManifest(manifest)
				.lines(new Set())
				.flatMap(({ target }) => target ?? []),
		);
		expect(shown(manifest, ...all)).toBe(manifest.trimEnd());
	});

	test.each([
		['in one line', 'kind: Secret\nstringData: {password: hunter2}\n', 'kind: Secret\nstringData: <masked>'],
		['in JSON', '{"apiVersion":"v1","kind":"Secret",\n"data":{"a":"hunter2"}}', '<masked>'],
		[
			'in a List',
			'kind: List\nitems:\n- kind: Secret\n  data:\n    a: hunter2\n  type: x\n- kind: Pod',
			'kind: List\nitems:\n- kind: Secret\n  data:\n    a: <masked>\n  type: x\n- kind: Pod',
		],
		['in a List, before its kind', '- data:\n    a: hunter2\n  kind: "Secret"', '- data:\n    a: <masked>\n  kind: "Secret"'],
		['as something that is no mapping', 'kind: Secret\ndata:\n  hunter2\n', 'kind: Secret\ndata: <masked>'],
	])('masks values %s', (_how, text, expected) => {
		expect(readManifest(text).holdsSecrets).toBe(true);
		expect(shown(text)).toBe(expected);
		const all = new Set(
			readManifest(text)
				.lines(new Set())
				.flatMap(({ target }) => target ?? []),
		);
		expect(shown(text, ...all)).toBe(text.replace(/\n$/, ''));
	});

	test('names its objects by their own names', () => {
		expect(manifestObjects(manifest)).toEqual([
			{ kind: 'Secret', name: 'cart' },
			{ kind: 'ConfigMap', name: 'cart' },
		]);
	});
});
