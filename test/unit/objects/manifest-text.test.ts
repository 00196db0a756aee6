import { describe, expect, test } from 'vitest';
import { allAtOnce } from '../../../src/base/steps.ts';
import { plainOf } from '../../../src/base/text-line.ts';
import { manifestObjects } from '../../../src/objects/manifest-objects.ts';
import { manifestSteps, manifestTarget, readManifest } from '../../../src/objects/manifest-text.ts';

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
		expect(allAtOnce(manifestObjects(manifest)).objects).toEqual([
			{ kind: 'Secret', name: 'cart' },
			{ kind: 'ConfigMap', name: 'cart' },
		]);
	});

	test.each([
		['JSON', '{"kind":"Service","metadata":{"labels":{"name":"no"},"name":"a"}}', ['Service/a']],
		['quotes and comments', '"kind": "Service" # x\nmetadata: # y\n  # z\n  "name": \'it is\'', ['Service/it is']],
		['blocks and escapes', 'kind: >-\n  Service\nmetadata: {name: "a\\x62"}', ['Service/ab']],
		[
			'lists',
			'kind: List\nitems:\n- kind: Pod\n  metadata: {name: a}\n- {}\n---\nkind: PodList\nitems:\n- metadata:\n    name: b',
			['Pod/a', 'Pod/b'],
		],
		['what is no object', '# nothing\n---\nkind: Pod\n---\n- a\n---\ndata:\n  x: |\n    kind: Pod\n    metadata: {name: no}', []],
		['what is no YAML', 'kind: Pod\nmetadata:\n  name: a\n  - b: [\n---\nkind: Pod\nmetadata:\n  name: c', ['Pod/a', 'Pod/c']],
	])('finds them in %s', (_how, text, names) => {
		expect(allAtOnce(manifestObjects(text)).objects.map(({ kind, name }) => `${kind}/${name}`)).toEqual(names);
	});

	test.each([
		['its lines and what is masked in them', manifestSteps],
		['its objects', manifestObjects],
	])('is read in many small steps for %s, however long one document is', (_what, read) => {
		const key = (at: number): string => `  key${at}:\n    secretName: a${at}\n    list: [a, b, "c"]\n`;
		const document = `kind: Thing\nmetadata:\n  name: a\nspec:\n${Array.from({ length: 2_000 }, (_, at) => key(at)).join('')}`;
		let steps = 0;
		for (const work = read(document); work.next().done !== true; ) steps += 1;
		// A step is of a few hundred lexemes or lines; one of a document as a whole would be a hundred times that.
		expect(steps).toBeGreaterThan(document.length / 1_024);
	});

	test('says how many documents of a manifest of megabytes were not read', () => {
		const large = `kind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: ${'x'.repeat(3 * 1024 * 1024)}`;
		expect(allAtOnce(manifestObjects([large, large, 'kind: Pod'].join('\n---\n')))).toEqual({
			objects: [{ kind: 'ConfigMap', name: 'a' }],
			unread: 2,
		});
	});
});
