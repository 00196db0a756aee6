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
		expect(textOf(secret, { ...look, revealed: new Set(['data/tls.crt']) })).toContain('# 3 lines, 15 bytes');
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
