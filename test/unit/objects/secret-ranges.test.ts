import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { plainOf } from '../../../src/base/text-line.ts';
import { readManifest } from '../../../src/objects/manifest-text.ts';
import { LONGEST_PARSED, secretRanges } from '../../../src/objects/secret-ranges.ts';

const shown = (manifest: string): string => readManifest(manifest).lines(new Set()).map(plainOf).join('\n');
const sentence = '# Masked whole: this document may hold a Secret, and nothing tells for sure where the values are.';

function revealed(manifest: string): string {
	const text = readManifest(manifest);
	const targets = new Set(text.lines(new Set()).flatMap(({ target }) => target ?? []));
	return text.lines(targets).map(plainOf).join('\n');
}

const applied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Ways to write a Secret whose value is LEAK. */
const spellings: Readonly<Record<string, string>> = {
	'as JSON in a line': '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"stringData":{"z":"LEAK"}}',
	'as JSON in lines': '{\n  "kind": "Secret",\n  "stringData": {\n    "z": "LEAK"\n  }\n}',
	'as JSON with escapes': '{"k\\u0069nd":"\\u0053ecret","stringData":{"z":"LEAK"}}',
	'as a broken JSON': '{"kind":"\\u0053ecret","stringData":{"z":"LEAK"}',
	'behind the line of its document': '--- {kind: Secret, stringData: {z: LEAK}}',
	'right behind a separator': '---kind: Secret\nstringData:\n  z: LEAK',
	'in braces in a List': 'kind: List\nitems: [{kind: Secret, stringData: {z: LEAK}}]',
	'in braces as an item': 'kind: List\nitems:\n- {kind: Secret, stringData: {z: LEAK}}\n- {kind: Pod}',
	'in a List in a List': 'kind: List\nitems:\n- kind: List\n  items:\n  - - kind: Secret\n      stringData:\n        z: LEAK',
	'with a tag': 'kind: !!str Secret\nstringData:\n  z: LEAK',
	'with an odd tag': 'kind: !!binary U2VjcmV0\nstringData:\n  z: LEAK',
	'with a tag of its own': '%TAG !x! tag:yaml.org,2002:\n---\nkind: !x!str Secret\nstringData:\n  z: LEAK',
	'with its kind as a block': 'kind: >-\n  Secret\nstringData:\n  z: LEAK',
	'with its kind as a block that ends': 'kind: |\n  Secret\n\nstringData:\n  z: LEAK',
	'with its kind on the next line': 'kind:\n  Secret\nstringData:\n  z: LEAK',
	'with its kind over two lines': 'kind: "Sec\\\n  ret"\nstringData:\n  z: LEAK',
	'with its kind after its values': 'stringData:\n  z: LEAK\nkind: "Secret" # it is',
	'with names in capitals': 'Kind: SECRET\nStringData:\n  z: LEAK',
	'with quoted names': '"kind": Secret\n\'stringData\':\n  "z": LEAK',
	'with two kinds': 'kind: ConfigMap\nkind: Secret\nstringData:\n  z: LEAK',
	'with explicit keys': '? kind\n: Secret\n? stringData\n: z: LEAK',
	'with explicit keys of values': 'kind: Secret\nstringData:\n  ? z\n  : LEAK',
	'with a key over two lines': 'kind: Secret\nstringData:\n  "z\\\n   y": LEAK',
	'as items of a SecretList': 'kind: SecretList\nitems:\n- metadata: {name: a}\n  stringData:\n    z: LEAK\n- stringData: {z: LEAK}',
	'as JSON in a SecretList': 'kind: SecretList\nitems:\n- {"stringData": {"z": "LEAK"}}',
	'behind an anchor': 'x: &d\n  z: LEAK\nkind: Secret\nstringData: *d',
	'behind an anchor of its kind': 'a: &k Secret\nb: {kind: *k, stringData: {z: LEAK}}',
	'behind a merge key': 'x: &d {stringData: {z: LEAK}}\nkind: Secret\n<<: *d',
	'behind a merge key without an anchor': 'kind: Secret\n<<: {stringData: {z: LEAK}}',
	'under a comment at the margin': 'kind: Secret\nstringData:\n  a: b\n# a comment\n  z: LEAK',
	'under a comment in between': 'kind: Secret\nstringData:\n  # a comment\n\n  z: LEAK\n  # of LEAK',
	'in a comment at its field': 'kind: Secret\nstringData: # LEAK\n  # or LEAK\n  z: x',
	'as last applied': `kind: Secret\nmetadata:\n  annotations:\n    ${applied}: |\n      {"kind":"Secret","stringData":{"z":"LEAK"}}\n`,
	'as last applied in braces': `kind: Secret\nmetadata: {annotations: {"${applied}": '{"stringData":{"z":"LEAK"}}'}}`,
	'as a text': 'kind: Secret\nstringData: >-\n  LEAK',
	'as blocks of text': 'kind: Secret\ndata:\n  z: |-\n    a\n\n    LEAK\ntype: Opaque',
	'over lines in quotes': 'kind: Secret\nstringData:\n  z: "a\n\n    kind: x\n    LEAK"',
	'in items': 'kind: Secret\nstringData:\n- z: LEAK',
	'in items at the margin': 'kind: Secret\ndata:\n- LEAK\nimmutable: true',
	'with line breaks of a typewriter': 'kind: ConfigMap\rkind: Secret\nstringData:\n  z: LEAK',
	'with line breaks of Unicode': 'a: b\u2028kind: Secret\u2028stringData:\u2028  z: LEAK',
	'with a mark of its bytes': '\ufeffkind: Secret\nstringData:\n  z: LEAK',
	'in two documents of which one ends': 'a: b\n...\nkind: Secret\nstringData:\n  z: LEAK',
	'within another object': 'kind: Object\nspec:\n  manifest:\n    kind: Secret\n    stringData:\n      z: LEAK\n  other: 1',
	'as a text of another object': 'kind: ConfigMap\ndata:\n  a: b\n  s.yaml: |\n    kind: Secret\n    stringData:\n      z: LEAK\n  c: d',
	'as a text of JSON of another object': 'kind: ConfigMap\ndata: {s.json: \'{"kind":"Secret","stringData":{"z":"LEAK"}}\'}',
	'too deep to be read': `kind: Secret\nx: ${'['.repeat(20_000)}\nstringData:\n  z: LEAK`,
	'too long to be read': `kind: Secret\nx: ${'x'.repeat(LONGEST_PARSED)}\nstringData:\n  z: LEAK`,
	'with a bomb of aliases':
		'kind: Secret\na: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: &d [*c, *c, *c]\nstringData:\n  z: LEAK',
};

/** Any one Secret, written as `yaml` or JSON.stringify would in any of their ways. */
const layout = fc.record({
	indent: fc.integer({ min: 1, max: 6 }),
	indentSeq: fc.boolean(),
	lineWidth: fc.constantFrom(0, 20, 80),
	collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
	defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_SINGLE' as const, 'QUOTE_DOUBLE' as const, 'BLOCK_LITERAL' as const),
	defaultKeyType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const),
});
const leak = fc.stringMatching(/^zq[a-z0-9]{8,12}$/);
const wrap = fc.constantFrom<(object: unknown) => unknown>(
	(object) => object,
	(object) => ({ apiVersion: 'v1', kind: 'List', items: [{ kind: 'Pod' }, object, { kind: 'Service' }] }),
	(object) => ({ kind: 'List', items: [{ kind: 'List', items: [[object], object] }] }),
	(object) => ({ kind: 'SecretList', items: [{ ...(object as object), kind: undefined }] }),
);
const padding = fc.constantFrom(
	'',
	'a ',
	'a\n\n',
	'# ',
	'kind: Pod\n',
	'---\n',
	'{',
	'"',
	"'",
	'\t',
	'\\',
	'| \n',
	': ',
	'&a ',
	'*a',
	'- ',
);

describe('what is shown of a manifest', () => {
	test.each(Object.entries(spellings))('never has a value of a Secret written %s', (_how, document) => {
		const whole = `---\n# Source: a.yaml\nkind: Pod\n---\n${document}\n---\nkind: Service\n`;
		for (const manifest of [document, whole, document.replaceAll('\n', '\r\n')]) {
			expect(shown(manifest)).not.toContain('LEAK');
			expect(revealed(manifest)).toBe(manifest.replace(/\n$/, ''));
		}
		expect(shown(whole)).toMatch(/^---\n# Source: a.yaml\nkind: Pod\n[\s\S]*\n---\nkind: Service$/);
	});

	test('never has a value of a Secret, however it is laid out and whatever is around it', () => {
		fc.assert(
			fc.property(leak, layout, wrap, padding, padding, fc.boolean(), (value, { ...how }, into, before, after, isJson) => {
				const text = `${before}${value}${after}`;
				const object = into({
					apiVersion: 'v1',
					kind: 'Secret',
					metadata: { name: 'x', annotations: { [applied]: JSON.stringify({ stringData: { text } }) } },
					data: { [`k.${before.length}`]: text, other: value },
					stringData: { text, z: value },
					type: 'Opaque',
				});
				const document = isJson ? JSON.stringify(object, null, how.indent % 3) : stringify(object, how);
				const manifest = `---\n${document}\n---\nkind: Service\n`;
				expect(shown(manifest)).not.toContain(value);
				expect(revealed(manifest)).toBe(manifest.replace(/\n$/, ''));
			}),
			{ numRuns: 300 },
		);
	});

	test('has all of what holds no Secret, whatever words are in it', () => {
		const plain = [
			'kind: Deployment\nspec: {a: {secretKeyRef: {name: secret, key: password}}}\ndata:\n  z: shown # really',
			'kind: RoleBinding\nx: &a [1, 2]\ny: *a\n# of a secret\ndata: {z: shown}',
			'kind: ConfigMap\ndata:\n  url: "\\u0041 secret"',
		];
		for (const document of plain) {
			expect(readManifest(document).holdsSecrets).toBe(false);
			expect(shown(document)).toBe(document);
		}
	});

	test('keeps what is around the values, and says of a document that is masked whole that it is', () => {
		expect(shown('kind: List # of two\nitems:\n# the first\n- kind: Secret\n  stringData:\n    z: LEAK\n  type: x # kept')).toBe(
			'kind: List # of two\nitems:\n# the first\n- kind: Secret\n  stringData:\n    z: <masked>\n  type: x # kept',
		);
		expect(shown('kind: List\nitems:\n- {kind: Secret, data: {z: LEAK}}\n- {kind: Pod}')).toBe(
			'kind: List\nitems:\n- <masked>\n- {kind: Pod}',
		);
		expect(shown('---\n# Source: a.yaml\nkind: Secret\nx: &d {z: LEAK}\ndata: *d')).toBe(`---\n# Source: a.yaml\n${sentence}`);
	});

	test('tells Secrets of one document apart', () => {
		const two = 'kind: List\nitems:\n- kind: Secret\n  data:\n    z: one\n- kind: Secret\n  data:\n    z: two';
		const text = readManifest(two);
		const targets = text.lines(new Set()).flatMap(({ target }) => target ?? []);
		expect(targets.map((target) => text.value(target))).toEqual(['one', 'two']);
	});

	test('parses so much of a manifest, and masks what comes after whole where it may hold a Secret', () => {
		const document = `---\nkind: Pod\n# ${'x'.repeat(LONGEST_PARSED - 27)}\nsecret: no\n`;
		const text = shown(`${document.repeat(4)}---\nkind: Secret\ndata:\n  z: LEAK\n---\nkind: Service`);
		expect(text.match(/secret: no/g)).toHaveLength(4);
		expect(text.split('\n').slice(-4)).toEqual(['---', sentence, '---', 'kind: Service']);
	});

	test('takes what is huge and says nothing of Secrets as it is', () => {
		expect(secretRanges(`kind: Pod\nx: ${'x'.repeat(LONGEST_PARSED)}`)).toEqual([]);
	});
});
