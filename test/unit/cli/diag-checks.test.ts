import { expect, it } from 'vitest';
import { checkMetrics } from '../../../src/cli/check-metrics.ts';
import { checkLogin } from '../../../src/cli/diag-checks.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { kubeServer } from '../../support/kube-server.ts';
import { connectTo } from '../../support/test-connection.ts';

it.each([
	['half an answer', '{"status":'],
	['null', 'null'],
	['a list', '[]'],
])('of %s that calls itself JSON, login and metrics say that it is no JSON object', async (_, body) => {
	const server = await kubeServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
	const target = { connection: connectTo(server.url), clock: new FakeClock(), scope: {}, signal: new AbortController().signal };
	const checks = [await checkLogin(target), await checkMetrics(target, 'nodes')];
	expect(checks.map(({ check, result }) => `${check} ${result}`)).toEqual(['login failed', 'metrics degraded']);
	for (const { sentence } of checks) expect(sentence).toMatch(/the server's answer to \/apis\/\S+ is no JSON object/);
});
