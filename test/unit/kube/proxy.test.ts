import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SentenceError } from '../../../src/base/sentence-error.ts';
import { checkProxy, proxyFor, takesProxy } from '../../../src/kube/proxy.ts';

const to = (server: string, env: NodeJS.ProcessEnv, proxyUrl?: string): string | undefined =>
	proxyFor({ server: new URL(server), proxyUrl }, env)?.url.host;

const API = 'https://api.example.test:6443';

describe('which proxy a request takes, as kubectl 1.32 was seen to take it', () => {
	const rows: ReadonlyArray<
		readonly [what: string, server: string, env: NodeJS.ProcessEnv, proxyUrl: string | undefined, proxy: string | undefined]
	> = [
		['the cluster’s own before the environment’s', API, { HTTPS_PROXY: 'http://env:1' }, 'http://own:2', 'own:2'],
		['the cluster’s own whatever NO_PROXY says', API, { NO_PROXY: '*' }, 'http://own:2', 'own:2'],
		['the cluster’s own to this machine, too', 'https://127.0.0.1:6443', {}, 'http://own:2', 'own:2'],
		['HTTPS_PROXY for https', API, { HTTPS_PROXY: 'http://env:1', HTTP_PROXY: 'http://other:1' }, undefined, 'env:1'],
		['https_proxy in small letters', API, { https_proxy: 'http://env:1' }, undefined, 'env:1'],
		['capitals before small letters', API, { HTTPS_PROXY: 'http://env:1', https_proxy: 'http://small:1' }, undefined, 'env:1'],
		['small letters where capitals are empty', API, { HTTPS_PROXY: '', https_proxy: 'http://small:1' }, undefined, 'small:1'],
		['HTTP_PROXY never for https', API, { HTTP_PROXY: 'http://env:1', ALL_PROXY: 'http://all:1' }, undefined, undefined],
		['HTTP_PROXY for http', 'http://api.example.test:8080', { HTTP_PROXY: 'http://env:1' }, undefined, 'env:1'],
		['HTTPS_PROXY never for http', 'http://api.example.test:8080', { HTTPS_PROXY: 'http://env:1' }, undefined, undefined],
		['one without a scheme is http', API, { HTTPS_PROXY: '10.0.0.9:3128' }, undefined, '10.0.0.9:3128'],
		['a name without a scheme is http', API, { HTTPS_PROXY: 'proxy:3128' }, undefined, 'proxy:3128'],
		['one with SOCKS', API, { HTTPS_PROXY: 'socks5://env:1' }, undefined, 'env:1'],
		['none to localhost', 'https://localhost:6443', { HTTPS_PROXY: 'http://env:1' }, undefined, undefined],
		['none to 127.0.0.0/8', 'https://127.3.2.1:6443', { HTTPS_PROXY: 'http://env:1' }, undefined, undefined],
		['none to ::1', 'https://[::1]:6443', { HTTPS_PROXY: 'http://env:1' }, undefined, undefined],
		['but one to a name below localhost', 'https://a.localhost:6443', { HTTPS_PROXY: 'http://env:1' }, undefined, 'env:1'],
	];
	it.each(rows)('%s', (_, server, env, proxyUrl, proxy) => {
		expect(to(server, env, proxyUrl)).toBe(proxy);
	});

	const names: ReadonlyArray<readonly [noProxy: string, server: string, takes: boolean]> = [
		['example.test', API, false],
		['.example.test', API, false],
		['*.example.test', API, false],
		['EXAMPLE.test', API, false],
		[' other , example.test ', API, false],
		['api.example.test', API, false],
		['.api.example.test', API, true],
		['*.api.example.test', API, true],
		['ample.test', API, true],
		['api.example.test:6443', API, false],
		['api.example.test:443', API, true],
		['example.test:443', 'https://api.example.test', false],
		['*', API, false],
		['a,*,b', API, false],
		['', API, true],
		[',, ,', API, true],
		[':6443', API, true],
		['10.0.0.0/8', 'https://10.1.2.3:6443', false],
		['10.0.0.0/8', 'https://11.1.2.3:6443', true],
		['10.0.0.0/33', 'https://10.1.2.3:6443', true],
		['10.1.2.3', 'https://10.1.2.3:6443', false],
		['10.1.2.3:6443', 'https://10.1.2.3:6443', false],
		['10.1.2.3:443', 'https://10.1.2.3:6443', true],
		['10.1.2', 'https://10.1.2.3:6443', true],
		['fd00::/8', 'https://[fd12::1]:6443', false],
		['fd12::1', 'https://[fd12::1]:6443', false],
		['[fd12::1]', 'https://[fd12::1]:6443', false],
		['[fd12:0::1]:6443', 'https://[fd12::1]:6443', false],
		['[fd12::1]:443', 'https://[fd12::1]:6443', true],
		['fd13::/16', 'https://[fd12::1]:6443', true],
		['0.0.0.0/0', API, true],
	];
	it.each(names)('NO_PROXY=%s, to %s: %s', (noProxy, server, takes) => {
		expect(takesProxy(new URL(server), noProxy)).toBe(takes);
		expect(to(server, { HTTPS_PROXY: 'http://env:1', no_proxy: noProxy }) !== undefined).toBe(takes);
	});

	it('whatever NO_PROXY holds, it decides without failing', () => {
		fc.assert(
			fc.property(fc.string(), fc.constantFrom(API, 'https://10.1.2.3', 'https://[fd12::1]:6443'), (noProxy, server) => {
				expect(typeof takesProxy(new URL(server), noProxy)).toBe('boolean');
			}),
		);
	});
});

describe('a proxy that cannot be used', () => {
	it.each([
		['http://me:SECRET@[', /^HTTPS_PROXY is no URL; write it like http:/],
		['socks4://me:SECRET@proxy:1080', /^HTTPS_PROXY: kyacht cannot use a socks4 proxy; name one with http, https or socks5\.$/],
		['ftp://me:SECRET@proxy', /cannot use a ftp proxy/],
	])('%s is refused with a sentence that names the variable and not what it holds', (value, words) => {
		const sentence = (() => {
			try {
				return to(API, { HTTPS_PROXY: value });
			} catch (error) {
				if (error instanceof SentenceError) return error.message;
				throw error;
			}
		})();
		expect(sentence).toMatch(words);
		expect(sentence).not.toContain('SECRET');
	});

	it('is one for an http:// server under a Node that cannot hand requests on; tunnels need nothing of it', () => {
		const check = (server: string, proxyUrl: string, node: string) => () => checkProxy({ server: new URL(server), proxyUrl }, {}, node);
		expect(check('http://api:8080', 'http://proxy:1', '22.12.0')).toThrow(/Node 22\.12\.0 cannot use one; run kyacht with Node 24\.5/);
		expect(check('http://api:8080', 'http://proxy:1', '22.21.0')).not.toThrow();
		expect(check('https://api:6443', 'http://proxy:1', '22.12.0')).not.toThrow();
		expect(check('http://api:8080', 'socks5://proxy:1', '22.12.0')).not.toThrow();
	});
});
