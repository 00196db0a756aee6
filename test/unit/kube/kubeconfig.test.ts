import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SentenceError } from '../../../src/base/sentence-error.ts';
import { connect } from '../../../src/kube/connect.ts';
import { type KubeconfigOptions, loadKubeconfig } from '../../../src/kube/kubeconfig.ts';
import { type ConnectionFlags, resolveTarget } from '../../../src/kube/target.ts';
import { pemPath } from '../../support/kube-server.ts';

const pem = (name: string): string => readFileSync(pemPath(name), 'utf8');

function directory(files: Readonly<Record<string, string>> = {}): string {
	const path = mkdtempSync(join(tmpdir(), 'kyacht-kubeconfig-'));
	onTestFinished(() => rmSync(path, { recursive: true }));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(join(path, name, '..'), { recursive: true });
		writeFileSync(join(path, name), text);
	}
	return path;
}

const config = (name: string, more = '', user = '{token: t}', cluster = ''): string =>
	`apiVersion: v1
kind: Config
clusters: [{name: ${name}, cluster: {server: "https://${name}.example.com:6443"${cluster}}}]
users: [{name: ${name}, user: ${user}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}}}]
${more}`;

const load = (home: string, more: Partial<KubeconfigOptions> = {}) => loadKubeconfig({ env: {}, home, ...more });

/** The target of one file's only context. */
function targetOf(text: string, flags: ConnectionFlags = {}, files: Readonly<Record<string, string>> = {}) {
	const home = directory({ ...files, '.kube/config': text });
	return { home, ...resolveTarget(load(home), undefined, flags) };
}

function sentenceOf(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		if (error instanceof SentenceError) {
			expect(error.exitCode).toBe(2);
			expect(error.message).not.toContain('\n');
			return error.message;
		}
		throw error;
	}
	throw new Error('nothing was thrown');
}

describe('where a kubeconfig is found', () => {
	it('is ~/.kube/config', () => {
		const home = directory({ '.kube/config': config('one', 'current-context: one') });
		const found = load(home);
		expect([found.source, found.currentContext, found.paths]).toEqual(['kubeconfig', 'one', [join(home, '.kube/config')]]);
		expect(found.contexts).toEqual([{ name: 'one', cluster: 'one', user: 'one', namespace: undefined }]);
	});

	it('is each file of KUBECONFIG: missing ones are skipped, and the first to name something wins, whole entries at a time', () => {
		const first = config('one', '', '{token: first}').replace(
			'contexts: [',
			'contexts: [{name: shared, context: {cluster: one, namespace: first}}, ',
		);
		const second = `${config('two', 'current-context: two', '{token: t}')}`
			.replace('users: [', 'users: [{name: one, user: {token: second, username: x}}, ')
			.replace('contexts: [', 'contexts: [{name: shared, context: {cluster: two, user: two, namespace: second}}, ');
		const third = config('three', 'current-context: three');
		const home = directory({ first, second, third });
		const paths = ['missing', 'first', '', 'second', 'third'].map((name) => (name === '' ? '' : join(home, name)));
		const found = load(home, { env: { KUBECONFIG: paths.join(delimiter) } });
		expect(found.currentContext).toBe('two');
		expect(found.contexts.map(({ name }) => name)).toEqual(['one', 'shared', 'three', 'two']);
		expect(found.contexts.find(({ name }) => name === 'shared')).toMatchObject({ cluster: 'one', user: '', namespace: 'first' });
		const { auth } = resolveTarget(found, 'one', {});
		expect([auth.token, auth.basic]).toEqual(['first', undefined]);
		expect(found.paths.length).toBe(4);
	});

	it('is the file of --kubeconfig alone, which must exist', () => {
		const home = directory({ '.kube/config': config('home'), other: config('other') });
		expect(
			load(home, { kubeconfig: join(home, 'other'), env: { KUBECONFIG: join(home, '.kube/config') } }).contexts.map(({ name }) => name),
		).toEqual(['other']);
		expect(sentenceOf(() => load(home, { kubeconfig: join(home, 'gone') }))).toContain(`${join(home, 'gone')} does not exist`);
	});

	it('is the service account of a pod when there is no kubeconfig', () => {
		const home = directory({ 'sa/token': 'from-the-kubelet\n', 'sa/ca.crt': pem('ca.crt'), 'sa/namespace': 'shop\n' });
		const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
		const found = load(home, { env, serviceAccountDir: join(home, 'sa') });
		expect(found.source).toBe('in-cluster');
		const target = resolveTarget(found, undefined, {});
		expect(target.endpoint.server.href).toBe('https://[fd00::1]/');
		expect([target.namespace, target.auth.tokenFile, target.endpoint.ca?.toString()]).toEqual([
			'shop',
			join(home, 'sa/token'),
			pem('ca.crt'),
		]);
		writeFileSync(join(home, 'config'), config('one', 'current-context: one'));
		expect(load(home, { env: { ...env, KUBECONFIG: join(home, 'config') }, serviceAccountDir: join(home, 'sa') }).source).toBe(
			'kubeconfig',
		);
	});

	it('is nowhere: the sentence names the paths that were looked in, and the demo', () => {
		const home = directory();
		const found = load(home);
		expect(found.source).toBe('none');
		expect(sentenceOf(() => resolveTarget(found, undefined, {}))).toMatch(new RegExp(`${join(home, '.kube/config')}.*--demo`));
	});

	it('needs no file when --server says where the cluster is', () => {
		const found = load(directory(), { server: 'http://localhost:8001' });
		expect(found.source).toBe('flags');
		const target = resolveTarget(found, undefined, { server: 'http://localhost:8001', token: 'x' });
		expect([target.endpoint.server.href, target.context, target.auth.token]).toEqual(['http://localhost:8001/', 'localhost:8001', 'x']);
	});

	it('may be empty, or hold only comments', () => {
		for (const text of ['', '# nothing\n', 'apiVersion: v1\nkind: Config\n', 'clusters: null\n']) {
			expect(load(directory({ '.kube/config': text })).source).toBe('none');
		}
	});
});

describe('a context', () => {
	it('that is not there is told with the nearest name', () => {
		const home = directory({ '.kube/config': config('production', 'current-context: gone') });
		const found = load(home);
		expect(sentenceOf(() => resolveTarget(found, 'prodution', {}))).toMatch(/"prodution".*did you mean production\?/);
		expect(sentenceOf(() => resolveTarget(found, undefined, {}))).toMatch(/current context "gone".*there are: production/);
	});

	it('must be chosen when none is current', () => {
		const found = load(directory({ '.kube/config': config('production') }));
		expect(sentenceOf(() => resolveTarget(found, undefined, {}))).toMatch(/No current-context.*--context, such as production/);
	});

	it('can have its cluster and user replaced by flags, which must exist', () => {
		const text = config('one', 'current-context: one').replace('users: [', 'users: [{name: other, user: {token: o}}, ');
		const found = load(directory({ '.kube/config': text }));
		expect(resolveTarget(found, undefined, { user: 'other' }).auth.token).toBe('o');
		expect(sentenceOf(() => resolveTarget(found, undefined, { user: 'othr' }))).toMatch(/user "othr".*did you mean other\?/);
		expect(sentenceOf(() => resolveTarget(found, undefined, { cluster: 'nope' }))).toMatch(/cluster "nope"/);
	});
});

describe('a malformed kubeconfig is told with file and line, and never with what stands there', () => {
	const cases: ReadonlyArray<readonly [string, string, RegExp]> = [
		['broken YAML', 'apiVersion: v1\nusers: [{name: a, user: {token: SECRET}\n', /config is malformed at line 3: it is no valid YAML/],
		['a list where a mapping belongs', '- SECRET\n', /line 1.*no mapping/],
		['clusters that are no list', 'kind: Config\nclusters: SECRET\n', /line 2: clusters is no list/],
		['an entry without a name', 'users:\n- user: {token: SECRET}\n', /line 2: an entry of users has no name/],
		['an entry that is text', 'contexts:\n- SECRET\n', /line 2: an entry of contexts is no mapping/],
		['a user that is text', 'users:\n- name: a\n  user: SECRET\n', /line 3: user of a is no mapping/],
		['a current-context that is a number', 'current-context: 12\n', /line 1: current-context/],
	];
	it.each(cases)('%s', (_, text, expected) => {
		const sentence = sentenceOf(() => load(directory({ '.kube/config': text })));
		expect(sentence).toMatch(expected);
		expect(sentence).not.toContain('SECRET');
	});

	const entries: ReadonlyArray<readonly [string, string, string, RegExp]> = [
		['a token that is a number', '{token: 123456}', '', /config:4 \(one\): token must be text/],
		[
			'an insecure that is text',
			'{}',
			', insecure-skip-tls-verify: "yes"',
			/config:3 \(one\): insecure-skip-tls-verify must be true or false/,
		],
		[
			'a CA that is not there',
			'{}',
			', certificate-authority: gone.crt',
			/certificate-authority names .*gone\.crt, which cannot be read \(ENOENT\)/,
		],
		['data that is no base64', '{client-certificate-data: "SECRET!"}', '', /client-certificate-data must be base64/],
		['an exec without a command', '{exec: {apiVersion: client.authentication.k8s.io/v1}}', '', /exec\.command must be/],
		[
			'an exec of a removed version',
			'{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}',
			'',
			/exec\.apiVersion must be/,
		],
		['a removed auth-provider', '{auth-provider: {name: gcp}}', '', /auth-provider gcp was removed/],
		['groups without a user to act as', '{as-groups: [a]}', '', /--as/],
		['a removed auth-provider with its successor', '{auth-provider: {name: azure}}', '', /azure was removed .* kubelogin/],
		['a proxy that cannot be used', '{}', ', proxy-url: "socks4://me:SECRET@p:1080"', /socks4 proxy; name one with http, https or socks5/],
		['a proxy without a scheme', '{}', ', proxy-url: "me:SECRET@p:1080"', /proxy-url is no URL/],
		[
			'a CA that is none',
			'{}',
			`, certificate-authority-data: "${Buffer.from('SECRET').toString('base64')}"`,
			/holds no certificate in PEM/,
		],
	];
	it.each(entries)('%s', (_, user, cluster, expected) => {
		const sentence = sentenceOf(() => targetOf(config('one', 'current-context: one', user, cluster)));
		expect(sentence).toMatch(expected);
		expect(sentence).not.toMatch(/SECRET|123456/);
	});

	it('a file that is a directory', () => {
		const home = directory({ '.kube/config/x': '' });
		expect(sentenceOf(() => load(home))).toMatch(/is a directory/);
	});

	it('a cluster without a server, or with one that is no address', () => {
		const without = config('one', 'current-context: one').replace('server: "https://one.example.com:6443"', '');
		expect(sentenceOf(() => targetOf(without))).toMatch(/cluster "one" .* names no server/);
		expect(sentenceOf(() => targetOf(config('one', 'current-context: one'), { server: 'ftp://x' }))).toMatch(
			/What --server gives is no address/,
		);
	});
});

describe('what a context leads to', () => {
	const current = 'current-context: one';

	it('are files relative to the file that names them; inline data wins over a file', () => {
		const cluster = ', certificate-authority: ../pki/ca.crt';
		const data = Buffer.from(pem('client.crt')).toString('base64');
		const user = `{client-certificate: c.crt, client-certificate-data: ${data}, client-key: c.key, tokenFile: token}`;
		const files = { 'pki/ca.crt': pem('ca.crt'), '.kube/c.key': pem('client.key') };
		const target = targetOf(config('one', current, user, cluster), {}, files);
		const { home, endpoint, auth } = target;
		expect([endpoint.ca, auth.clientCertificate, auth.clientKey].map(String)).toEqual(['ca.crt', 'client.crt', 'client.key'].map(pem));
		expect(auth.tokenFile).toBe(join(home, '.kube/token'));
		expect(target.files).toEqual(['.kube/config', 'pki/ca.crt', '.kube/c.key'].map((file) => join(home, file)));
	});

	it('is under the flags for certificates: a CA replaces the file’s own and its insecure, a name counts, and --server drops the file’s', () => {
		const cluster = `, insecure-skip-tls-verify: true, tls-server-name: old`;
		const of = (flags: ConnectionFlags) => targetOf(config('one', current, '{token: t}', cluster), flags).endpoint;
		const given = of({ certificateAuthority: pemPath('ca.crt'), tlsServerName: 'new' });
		expect([given.insecure, given.ca?.toString(), given.serverName]).toEqual([false, pem('ca.crt'), 'new']);
		const elsewhere = of({ server: 'https://other:6443' });
		expect([elsewhere.insecure, elsewhere.serverName]).toEqual([true, undefined]);
		expect(sentenceOf(() => of({ certificateAuthority: pemPath('ca.crt'), insecureSkipTlsVerify: true }))).toMatch(/contradict each other/);
		expect(sentenceOf(() => of({ certificateAuthority: '/gone.crt' }))).toMatch(/^--certificate-authority names \/gone\.crt, .*ENOENT/);
		expect(sentenceOf(() => of({ certificateAuthority: pemPath('README.md') }))).toMatch(/^--certificate-authority holds no certificate/);
	});

	it('has a client certificate, of the file or of flags, which has to have its own key, readable', () => {
		const exec = 'exec: {apiVersion: client.authentication.k8s.io/v1, command: x}';
		const at = (certificate: string, key?: string) =>
			`{client-certificate: "${certificate}"${key === undefined ? '' : `, client-key: "${key}"`}, ${exec}}`;
		const of = (user: string, flags: ConnectionFlags = {}) => targetOf(config('one', current, user), flags).auth;
		const own = of(at(pemPath('client.crt'), pemPath('client.key')));
		// As in kubectl, the plugin is not asked then.
		expect([String(own.clientCertificate), own.exec]).toEqual([pem('client.crt'), undefined]);
		const flags = { clientCertificate: pemPath('client.crt'), clientKey: pemPath('client.key') };
		const given = of('{token: t, client-certificate: /gone, client-key: /gone}', flags);
		expect([String(given.clientKey), given.token]).toEqual([pem('client.key'), 't']);
		const fault = (user: string, more: ConnectionFlags = {}) => sentenceOf(() => of(user, more));
		expect(fault(at(pemPath('client.crt')))).toMatch(/config:4 \(one\): the client certificate has no key; add client-key/);
		expect(fault(at(pemPath('client.crt'), pemPath('named.key')))).toMatch(/is not the key of the client certificate/);
		expect(fault(at(pemPath('README.md'), pemPath('client.key')))).toMatch(/holds no certificate in PEM/);
		expect(fault(at(pemPath('client.crt'), pemPath('README.md')))).toMatch(/holds no private key in PEM/);
		expect(fault('{token: t}', { ...flags, clientKey: pemPath('named.key') })).toMatch(/^--client-certificate and --client-key: /);
	});

	it.each(['pkcs8', 'pkcs1'] as const)('refuses an encrypted key (%s) with what to do about it', (type) => {
		const { privateKey } = generateKeyPairSync('rsa', {
			modulusLength: 2048,
			publicKeyEncoding: { type: 'spki', format: 'pem' },
			privateKeyEncoding: { type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'SECRET' },
		});
		const user = `{client-certificate: "${pemPath('client.crt')}", client-key: locked.key}`;
		const sentence = sentenceOf(() => targetOf(config('one', current, user), {}, { '.kube/locked.key': privateKey }));
		expect(sentence).toMatch(/config:4 \(one\): the client key is encrypted, .*openssl pkey/);
		expect(sentence).not.toContain(privateKey.split('\n')[2]);
	});

	it('is logged in to by name and password where flags or the address say so; two ways at once are refused', () => {
		const basic = Buffer.from('me:p:w').toString('base64');
		const of = (user: string, flags: ConnectionFlags) => targetOf(config('one', current, user), flags).auth;
		const flags = { username: 'me', password: 'p:w' };
		expect(of('{token: t, tokenFile: f}', flags)).toMatchObject({ basic, token: undefined, tokenFile: undefined });
		expect(of('{token: t}', { server: 'https://me:p%3Aw@one:6443' })).toMatchObject({ basic, token: undefined });
		expect(targetOf(config('one', current, '{}'), { server: 'https://me:p%3Aw@one:6443' }).endpoint.server.href).toBe('https://one:6443/');
		expect(sentenceOf(() => of('{}', { ...flags, token: 'x' }))).toMatch(/--token and --username are two ways/);
	});

	it('has its TLS settings also without a user', () => {
		const text = config('one', current, '{}', ', tls-server-name: api.example.test, insecure-skip-tls-verify: true').replace(
			', user: one',
			'',
		);
		const { endpoint, user } = targetOf(text);
		expect([user, endpoint.serverName, endpoint.insecure]).toEqual(['', 'api.example.test', true]);
	});

	it('may be an http:// server, and an address without a scheme is https only with TLS settings', () => {
		const at = (server: string, cluster = '') =>
			targetOf(config('one', current, '{}', cluster).replace('https://one.example.com:6443', server)).endpoint.server.origin;
		expect(at('http://127.0.0.1:8001')).toBe('http://127.0.0.1:8001');
		expect(at('10.0.0.1:8080')).toBe('http://10.0.0.1:8080');
		expect(at('10.0.0.1:6443', ', insecure-skip-tls-verify: true')).toBe('https://10.0.0.1:6443');
	});

	it('is under the flags: a token replaces every other proof of the user, --insecure drops the CA', () => {
		const user = '{username: u, password: p, exec: {apiVersion: client.authentication.k8s.io/v1, command: x}}';
		const { auth, endpoint } = targetOf(config('one', current, user, ', certificate-authority: gone.crt'), {
			token: 'flag',
			insecureSkipTlsVerify: true,
		});
		expect([auth.token, auth.basic, auth.exec, endpoint.ca, endpoint.insecure]).toEqual(['flag', undefined, undefined, undefined, true]);
	});

	it('impersonates with user, uid, groups and extra fields, and flags win', () => {
		const user = '{as: jane, as-uid: "7", as-groups: [dev, ops], as-user-extra: {example.com/Reason: [a, b]}}';
		expect(targetOf(config('one', current, user)).auth.impersonation).toEqual({
			'Impersonate-User': 'jane',
			'Impersonate-Uid': '7',
			'Impersonate-Group': ['dev', 'ops'],
			'Impersonate-Extra-example.com%2FReason': ['a', 'b'],
		});
		const flags = { as: 'joe', asGroup: ['qa'], asUid: '8' };
		expect(targetOf(config('one', current, user), flags).auth.impersonation).toMatchObject({
			'Impersonate-User': 'joe',
			'Impersonate-Uid': '8',
			'Impersonate-Group': ['qa'],
			'Impersonate-Extra-example.com%2FReason': ['a', 'b'],
		});
		const extra = { as: 'joe', asUserExtra: ['k=a', 'k=b=c', 'l='] };
		expect(targetOf(config('one', current, user), extra).auth.impersonation).toMatchObject({
			'Impersonate-User': 'joe',
			'Impersonate-Extra-k': ['a', 'b=c'],
			'Impersonate-Extra-l': [''],
		});
		expect(sentenceOf(() => targetOf(config('one', current, user), { as: 'joe', asUserExtra: ['reason'] }))).toMatch(/no key and value/);
	});

	it('runs a plugin by a path relative to the file, and tells it of the cluster when it asks', () => {
		const exec =
			'{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login, args: [a], env: [{name: A, value: b}], provideClusterInfo: true, installHint: get it}}';
		const extension = ', extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: x}}], tls-server-name: api';
		const { home, auth } = targetOf(config('one', current, exec, extension));
		expect(auth.exec).toEqual({
			apiVersion: 'client.authentication.k8s.io/v1',
			command: join(home, '.kube/bin/login'),
			args: ['a'],
			env: { A: 'b' },
			installHint: 'get it',
			interactiveMode: 'IfAvailable',
			cluster: { server: 'https://one.example.com:6443', 'tls-server-name': 'api', config: { audience: 'x' } },
		});
	});
});

describe('a connection', () => {
	it('is made without waiting for anything, and says whom it is for', async () => {
		const home = directory({ '.kube/config': config('one', 'current-context: one').replace('user: one}', 'user: one, namespace: shop}') });
		const connection = connect(load(home), undefined, { version: '1.2.3' });
		expect(connection).toMatchObject({
			context: 'one',
			cluster: 'one',
			user: 'one',
			namespace: 'shop',
			server: 'https://one.example.com:6443',
		});
		expect([connection.unanswered(), connection.clockSkewMs(), connection.credentialOutput()]).toEqual([[], undefined, '']);
		await connection.close();
	});
});
