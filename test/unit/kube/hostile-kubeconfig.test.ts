import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { SentenceError } from '../../../src/base/sentence-error.ts';
import { parseConfig } from '../../../src/config/config-file.ts';
import { connect } from '../../../src/kube/connect.ts';
import { loadKubeconfig } from '../../../src/kube/kubeconfig.ts';
import { damage, damagedBy, jsonText } from '../../support/json-arbitrary.ts';
import { runs } from '../../support/property-runs.ts';

const directory = mkdtempSync(join(tmpdir(), 'kyacht-hostile-'));
const file = join(directory, 'config');
const warned = vi.spyOn(process, 'emitWarning');
afterEach(() => expect(warned).not.toHaveBeenCalled());
afterAll(() => {
	warned.mockRestore();
	rmSync(directory, { recursive: true });
});

const secret = 'sEcReT-5b1e';

/** The words of a SentenceError, or where the connection leads. Anything else that is thrown is a crash. */
function read(bytes: Buffer | string): string {
	writeFileSync(file, bytes);
	try {
		const connection = connect(loadKubeconfig({ env: {}, home: '/nowhere', kubeconfig: file }), undefined, { version: '0.0.0' });
		void connection.close();
		return connection.server;
	} catch (error) {
		if (!(error instanceof SentenceError)) throw error;
		expect(error.exitCode).toBe(2);
		expect(error.message).not.toMatch(/[\n\r]/);
		return error.message;
	}
}

const config = (user: string, cluster = '', context = ''): string => `apiVersion: v1
kind: Config
current-context: c
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"${cluster}}}]
users:
- name: u
  user: ${user}
contexts:
- name: c
  context: {cluster: c, user: u${context}}
`;

const token = `{token: ${secret}}`;
const exec = (more: string): string => `{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, ${more}}}`;
const oidc = `{auth-provider: {name: oidc, config: {id-token: ${secret}, refresh-token: ${secret}, client-id: i, idp-issuer-url: "https://i"}}}`;
const users = [
	token,
	exec(`command: aws, args: [--token, ${secret}]`),
	oidc,
	`{username: u, password: ${secret}}`,
	`{client-key-data: ${secret}}`,
];

describe('a kubeconfig', () => {
	it('is read or refused with a sentence that repeats nothing of it, whatever became of its bytes', () => {
		fc.assert(
			fc.property(fc.constantFrom(...users), fc.array(damage, { minLength: 1, maxLength: 4 }), (user, damages) => {
				const said = read(damagedBy(Buffer.from(config(user)), damages));
				expect(said.split(directory).join('')).not.toMatch(/sEcReT-5b/);
			}),
			{ numRuns: runs(400) },
		);
	});

	it('is read or refused with a sentence, whatever stands in the place of any value', () => {
		const places: readonly ((value: string) => string)[] = [
			(value) => value,
			(value) => `clusters: ${value}\nusers: ${value}\ncontexts: ${value}\ncurrent-context: ${value}`,
			(value) => config(value),
			(value) => config(token, `, certificate-authority-data: ${value}, proxy-url: ${value}, extensions: ${value}`),
			(value) => config(token, '', `, namespace: ${value}`),
			(value) => config(`{as: x, as-groups: ${value}, as-user-extra: ${value}}`),
			(value) => config(`{token: ${value}, tokenFile: ${value}, username: ${value}, password: ${value}}`),
			(value) => config(exec(`command: x, args: ${value}, env: ${value}, provideClusterInfo: true`)),
			(value) => config(`{auth-provider: {name: oidc, config: ${value}}}`),
		];
		fc.assert(
			fc.property(fc.constantFrom(...places), jsonText, (place, value) => {
				read(place(value.replaceAll(/[\r\n]/g, ' ')));
			}),
			{ numRuns: runs(200) },
		);
	});

	const ten = (of: string): string => `[${Array.from({ length: 10 }, () => of).join(', ')}]`;
	const bomb = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
		(name, at) => `${name}: &${name} ${ten(at === 0 ? 'lol' : `*${'abcdefg'[at - 1]}`)}`,
	);

	it.each([
		['aliases that stand for ten million words', config(`{token: t, ${bomb.join(', ')}}`)],
		['a mapping that holds itself', config('&u {token: t, again: *u}')],
		['an anchor that is not there', config('*nowhere')],
		['a list of lists without end', `clusters: ${'['.repeat(10_000)}`],
		['two documents', 'a: 1\n---\nb: 2\n'],
		['no text', '\0\0\0'],
		['a name that is a number', 'clusters: [{name: 1, cluster: {}}]'],
	])('with %s is malformed', (_, text) => {
		expect(read(text)).toMatch(/is malformed at line \d+: .*; correct it, or name another file with --kubeconfig\.$/);
	});

	it('that never ends is no kubeconfig', () => {
		expect(() => loadKubeconfig({ env: {}, home: '/nowhere', kubeconfig: '/dev/zero' })).toThrow(
			'/dev/zero is larger than any kubeconfig; name another file with --kubeconfig.',
		);
	});

	it('may use anchors and merges, as kubectl lets it', () => {
		const text = `shared: &shared {server: "https://shared:6443"}
more: &more {<<: *shared, insecure-skip-tls-verify: true}
${config(token).replace('cluster: {server: "https://127.0.0.1:1"}', 'cluster: *more')}`;
		expect(read(text)).toBe('https://shared:6443');
	});
});

/** What a request fails with, before anything is sent. */
async function refusal(user: string): Promise<unknown> {
	writeFileSync(file, config(user));
	const connection = connect(loadKubeconfig({ env: {}, home: '/nowhere', kubeconfig: file }), undefined, { version: '0.0.0' });
	try {
		await connection.get({ path: '/version', verb: 'other' });
	} catch (error) {
		if (error instanceof ApiFailure) return error.error;
		throw error;
	} finally {
		await connection.close();
	}
	return undefined;
}

describe('credentials that cannot be used', () => {
	it.each([
		['a token with a line break', `{token: "${secret}\\n"}`],
		['a password with a NUL in a name that is sent', `{token: ${secret}, as: "x\\0"}`],
		['a plugin with a NUL in its name', exec('command: "x\\0y"')],
		['a plugin with a NUL in its environment', exec('command: x, env: [{name: A, value: "\\0"}]')],
	])('are unauthorized, and not repeated: %s', async (_, user) => {
		const error = await refusal(user);
		expect(error).toMatchObject({ kind: 'unauthorized' });
		expect(JSON.stringify(error)).not.toContain('sEcReT');
	});

	it('are not those with letters of any language: they are sent as UTF-8', async () => {
		expect(await refusal('{token: t, as: "日本", as-groups: ["größe"], as-user-extra: {"é": ["ü"]}}')).toMatchObject({
			kind: 'network',
			code: 'ECONNREFUSED',
		});
	});
});

describe('the config file', () => {
	it('is read or refused with a sentence, whatever stands in it', () => {
		const good = 'metricsInterval: 5s\nwatchdog: 75s\ncompress: auto\nlogLevel: info\ntheme: dark\n';
		const any = fc.oneof(
			fc.array(damage, { minLength: 1, maxLength: 4 }).map((damages) => damagedBy(Buffer.from(good), damages).toString('utf8')),
			jsonText.map((value) => `metricsInterval: ${value}\nwatchdog: ${value}\ntheme: ${value}`),
			jsonText,
			fc.constantFrom(`a: ${'['.repeat(500)}`, 'theme: &a [*a]', '&a {*a : *a}', '? {a: b}\n: c', 'theme: *nowhere'),
		);
		fc.assert(
			fc.property(any, (text) => {
				try {
					parseConfig(text, '/etc/config.yaml');
				} catch (error) {
					expect(error).toBeInstanceOf(SentenceError);
				}
			}),
			{ numRuns: runs(200) },
		);
	});
});
