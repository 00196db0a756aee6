import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { readHelmRelease } from '../../../src/kube/helm-release.ts';
import type { Mask } from '../../../src/kube/types.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const secrets = { group: '', version: 'v1', resource: 'secrets' };
const configMaps = { group: '', version: 'v1', resource: 'configmaps' };

const packed = (release: string | Buffer): string => gzipSync(release).toString('base64');
const inSecret = (packedRelease: string): Buffer =>
	Buffer.from(JSON.stringify({ kind: 'Secret', data: { release: Buffer.from(packedRelease).toString('base64') } }));
const inConfigMap = (release: unknown): Buffer => Buffer.from(JSON.stringify({ kind: 'ConfigMap', data: { release } }));

const failure = async (reading: Promise<unknown>): Promise<string> => {
	try {
		await reading;
	} catch (error) {
		if (error instanceof ApiFailure && error.error.kind === 'protocol') return error.message;
		throw error;
	}
	throw new Error('it was read');
};

describe('the release in a record of Helm', () => {
	test('is read out of each recorded Secret, and nothing but what the mask asks for', async () => {
		const records = recordedObjects('secrets').filter(({ type }) => type === 'helm.sh/release.v1');
		const mask: Mask = { version: true, chart: { metadata: { name: true, version: true, appVersion: true } } };
		const read = await Promise.all(records.map((record) => readHelmRelease(Buffer.from(JSON.stringify(record)), secrets, mask)));
		expect(read).toEqual([
			{ version: 1, chart: { metadata: { name: 'grafana', version: '9.1.0', appVersion: '12.1.0' } } },
			{ version: 2, chart: { metadata: { name: 'grafana', version: '9.2.1', appVersion: '12.2.0' } } },
			{ version: 3, chart: { metadata: { name: 'redis', version: '22.0.4', appVersion: '8.2.1' } } },
			{ version: 4, chart: { metadata: { name: 'redis', version: '22.0.5', appVersion: '8.2.1' } } },
		]);
	});

	test('is packed once less in a ConfigMap, and not zipped by the oldest versions', async () => {
		expect(await readHelmRelease(inConfigMap(packed('{"version":3}')), configMaps, true)).toEqual({ version: 3 });
		const plain = Buffer.from('{"version":4}').toString('base64');
		expect(await readHelmRelease(inSecret(plain), secrets, true)).toEqual({ version: 4 });
	});

	test('that would unpack to more than there is room for is refused before it is unpacked', async () => {
		const bomb = inSecret(packed(Buffer.alloc(4 * 1024 * 1024, ' ')));
		expect(bomb.length).toBeLessThan(16_000);
		expect(await failure(readHelmRelease(bomb, secrets, true, 1024 * 1024))).toMatch(/it unpacks to more than 1 MiB$/);
	});

	test.each([
		['no data', Buffer.from('{"kind":"Secret"}'), 'it holds no release'],
		['data of another form', inConfigMap({ a: 'hunter2' }), 'it holds no release'],
		['what is not the record of anything', Buffer.from('<html>hunter2'), 'the record is broken JSON'],
		['words', inConfigMap('hunter2 hunter2'), 'the release is broken JSON'],
		['a damaged archive', inConfigMap(packed('{"a":"hunter2"}').slice(0, -12)), 'what it holds is not gzipped, or damaged'],
		['an archive of half a release', inConfigMap(packed('{"config":{"password":"hunter2"')), 'the release is broken JSON'],
		['an archive of a list', inConfigMap(packed('["hunter2"]')), 'it is no mapping'],
	])('of %s is refused, without a word of what is in it', async (_of, body, why) => {
		const said = await failure(readHelmRelease(body, configMaps, { config: true }));
		expect(said).toBe(`no Helm release can be read out of it: ${why}`);
		expect(said).not.toContain('hunter2');
	});
});
