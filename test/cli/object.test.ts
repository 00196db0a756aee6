import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { demoServer } from '../support/demo-server.ts';
import { runKyacht } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('one object without a screen', () => {
	it('is printed in sections, as data and as YAML, a Secret masked but for the keys that were asked for', async () => {
		const server = await demoServer();
		const kubeconfig = join(temporaryDirectory(), 'config');
		writeFileSync(kubeconfig, server.kubeconfig());
		const journal = join(temporaryDirectory(), 'journal');
		const run = (...args: readonly string[]) => runKyacht([...args, '--kubeconfig', kubeconfig, '-n', 'shop']);
		const [text, json, yaml, secret, asked, events, noKey, absent] = await Promise.all([
			run('object', 'deploy/cart'),
			run('object', 'deploy/cart', '-o', 'json'),
			run('object-yaml', 'deployments.apps/cart'),
			run('object', 'secret/db-credentials', '-o', 'json'),
			run('object-yaml', 'secret/db-credentials', '--reveal', 'user', '--journal', journal, '--log-level', 'debug'),
			run('object-events', 'deploy/cart', '-o', 'json'),
			run('object', 'secret/db-credentials', '--reveal', 'nope'),
			run('object', 'pod/none'),
		]);
		expect([text.exitCode, text.stderr]).toEqual([0, '']);
		expect(text.stdout).toMatch(/^Deployment shop\/cart\n {2}Name +cart {2}in shop\n {2}Ready +4\/4\n/);
		for (const title of ['Conditions', 'Events', 'Pod template', 'Spec', 'Labels']) expect(text.stdout).toContain(`\n\n${title}\n`);
		expect(JSON.parse(json.stdout)).toMatchObject({
			domain: 'object',
			kind: 'Deployment',
			object: { apiVersion: 'apps/v1', metadata: { name: 'cart' } },
		});
		expect(json.stdout).not.toContain('managedFields');
		expect(yaml.stdout).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\nmetadata:\n/);
		expect(JSON.parse(secret.stdout).object.data).toEqual({ password: '<masked, 14 bytes>', user: '<masked, 3 bytes>' });
		expect(asked.stdout).toMatch(/password: <masked, 14 bytes>\n {2}user: YXBw {2}# app\n/);
		expect(readFileSync(journal, 'utf8')).toContain('db-credentials');
		expect(readFileSync(journal, 'utf8')).not.toMatch(/YXBw|"app"/);
		expect(JSON.parse(events.stdout)).toMatchObject({ domain: 'object-events', rows: [] });
		expect([noKey.stderr, noKey.exitCode]).toEqual([
			'kyacht: Secret db-credentials has no key "nope"; kyacht object secret/db-credentials lists those it has.\n',
			2,
		]);
		expect([absent.stderr, absent.exitCode]).toEqual([expect.stringContaining('There is no pod none in namespace shop'), 1]);
	});

	it.each([
		['object deploy', '"deploy" names no object; write KIND/NAME, as in deploy/cart.'],
		['object shop/deploy/cart', '"shop/deploy/cart" names no object; write KIND/NAME, as in deploy/cart.'],
		['object deploy/cart -o csv', 'kyacht object prints -o table, json, yaml, not csv; choose one.'],
		['object-yaml deploy/cart -o table', 'kyacht object-yaml prints -o yaml, json, not table; choose one.'],
		['object deploy/cart -A', 'kyacht object prints one object once, so -A changes nothing; -n names the namespace of what is in one.'],
		[
			'object deploy/cart -w',
			'kyacht object prints one object once, so -w changes nothing; kyacht KIND/NAME -w prints its row as it changes.',
		],
	])('kyacht %s says what is wrong', (line, sentence) => {
		expect(() => parseCommandLine(line.split(' '))).toThrow(sentence);
	});
});
