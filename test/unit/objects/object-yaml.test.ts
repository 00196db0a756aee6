import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { plainOf } from '../../../src/base/text-line.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { objectYaml, type YamlLook } from '../../../src/objects/object-yaml.ts';
import { lastApplied, maskSecret, secretValue } from '../../../src/objects/secret-mask.ts';

const secret: KubeObject = {
	apiVersion: 'v1',
	kind: 'Secret',
	metadata: {
		name: 'db',
		namespace: 'shop',
		uid: 'u',
		resourceVersion: '1',
		annotations: { [lastApplied]: '{"data":{"password":"czNjcjN0"}}', note: 'kept' },
		managedFields: [{ manager: 'kubectl' }],
	},
	data: { password: 'czNjcjN0', 'tls.crt': Buffer.from('-----BEGIN\nabc\n').toString('base64'), none: '' },
	stringData: { pin: 's3cr3t' },
	type: 'Opaque',
};

const look: YamlLook = { unfolded: false, revealed: new Set() };
const textOf = (object: KubeObject, of: YamlLook = look): string => objectYaml(object, of).map(plainOf).join('\n');

describe('the YAML of a Secret', () => {
	it('holds no value, nor what kubectl apply has written of it', () => {
		const text = textOf(secret);
		expect(text).not.toMatch(/czNjcjN0|s3cr3t|LS0t/);
		expect(text).toContain('  password: <masked, 6 bytes>');
		expect(text).toContain('  none: <masked, 0 bytes>');
		expect(text).toContain(`    ${lastApplied}: <masked, 32 bytes>`);
		expect(text).toContain('    note: kept');
		expect(parse(text).metadata.name).toBe('db');
	});

	it('holds the one value that was asked for, and what it reads when it is decoded', () => {
		const text = textOf(secret, { ...look, revealed: new Set(['data/password']) });
		expect(text).toContain('  password: czNjcjN0  # s3cr3t');
		expect(text).toContain('  pin: <masked, 6 bytes>');
		expect(text).toContain('  tls.crt: <masked, 15 bytes>');
	});

	it('shows a value of several lines decoded below it, in comments, and counts its lines as an editor does', () => {
		const encoded = (text: string): string => Buffer.from(text).toString('base64');
		const long = 'x'.repeat(300);
		const texts = { one: 'l1\n', two: 'a: 1\r\n\nl3', long, bare: 'up\rdown', empty: '' };
		const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, encoded(text)]));
		const object = { ...secret, data };
		const revealed = new Set(Object.keys(texts).map((key) => `data/${key}`));
		const text = textOf(object, { ...look, revealed });
		expect(text).toContain(`  one: ${data['one']}  # 1 line, 3 bytes\n  # l1\n  two: `);
		expect(text).toContain('  # 3 lines, 9 bytes\n  # a: 1\n  #\n  # l3\nkind: ');
		expect(text).toContain(`  # 1 line, 300 bytes\n  # ${long}\n`);
		expect(text).toContain('  # 2 lines, 7 bytes\n  # up\n  # down\n');
		expect(text).toContain('  empty: ""\n');
		expect(parse(text).data).toEqual(data);
		const below = objectYaml(object, { ...look, revealed: new Set(['data/one']) }).find((line) => plainOf(line) === '  # l1');
		expect(below?.target).toBe('data/one');
	});

	it('says of bytes that are no text that they are none', () => {
		const object = { ...secret, data: { key: Buffer.from([0xff, 0xfe]).toString('base64') } };
		expect(textOf(object, { ...look, revealed: new Set(['data/key']) })).toContain('  key: //4=  # 2 bytes that are no text');
	});

	it('has for each value a line that is known by its key', () => {
		const targets = objectYaml(secret, look).flatMap(({ target }) => target ?? []);
		expect(targets).toEqual(['data/none', 'data/password', 'data/tls.crt', `annotations/${lastApplied}`, 'stringData/pin']);
		expect(secretValue(secret, 'data/password')?.toString()).toBe('s3cr3t');
		expect(secretValue(secret, 'stringData/pin')?.toString()).toBe('s3cr3t');
		expect(secretValue(secret, 'data/toString')).toBeUndefined();
	});
});

describe('the YAML of any object', () => {
	it('counts managed fields in one line until they are asked for', () => {
		expect(textOf(secret)).toContain('  # managedFields: 1 entry, not shown');
		expect(textOf(secret, { ...look, unfolded: true })).toContain('  managedFields:\n  - manager: kubectl');
	});

	it('is that of the object whole where it is no Secret', () => {
		const map: KubeObject = { ...secret, kind: 'ConfigMap' };
		expect(parse(textOf(map, { ...look, unfolded: true }))).toEqual(map);
		expect(maskSecret(map)).toBe(map);
	});
});
