import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openJournalFile } from '../../src/diagnostics/journal-file.ts';
import { createDiagnostics } from '../../src/diagnostics/report.ts';
import { warningTexts } from '../../src/kube/warnings.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { kubeServer } from '../support/kube-server.ts';
import { runKyacht } from '../support/run-kyacht.ts';
import { connectTo, podsIn } from '../support/test-connection.ts';

const deprecated = '299 - "v1 Pod is \\"deprecated\\", use v2 \u001b]52;c;\u0007"';

it('a warning of the server is on stderr once for two lists, in kubectl’s words, and harms no terminal', async () => {
	const server = await kubeServer((request, response) => {
		const metadata = request.url?.includes('continue') ? {} : { continue: 'more' };
		const name = request.url?.includes('continue') ? 'b' : 'a';
		const items = [{ metadata: { name, namespace: 'shop', uid: name } }];
		response.setHeader(
			'warning',
			['299 - "first, with a comma"', '199 proxy "stale"', '299 kube "über v1"'].map((text) => Buffer.from(text).toString('latin1')),
		);
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '1', ...metadata }, items }));
	});
	const ran = await runKyacht(['pods', '-n', 'shop', '-o', 'name', '--server', server.url]);
	expect(ran).toMatchObject({ stdout: 'pod/a\npod/b\n', stderr: 'Warning: first, with a comma\nWarning: über v1\n', exitCode: 0 });
});

it('what is hostile in a warning is shown, and credentials in it are not', () => {
	expect(warningTexts(deprecated)).toEqual(['v1 Pod is "deprecated", use v2 ^[]52;c;^G']);
	expect(warningTexts(`299 - "${'a'.repeat(5_000)}"`)[0]).toHaveLength(400);
	expect(warningTexts('299 - "token=abcdefgh12345"')[0]).not.toContain('abcdefgh12345');
	for (const none of ['', '299', '299 - ""', '299 - "open', '112 - "x"', ',,,']) expect(warningTexts(none)).toEqual([]);
});

it('a warning is in the journal of its stream and in the file, once however often it lists', async () => {
	const directory = mkdtempSync(join(tmpdir(), 'kyacht-warnings-'));
	onTestFinished(() => rmSync(directory, { recursive: true }));
	const file = openJournalFile({ path: join(directory, 'journal'), detail: 'info', onError: () => undefined });
	const diagnostics = createDiagnostics(new FakeClock(), [file.observer]);
	const server = await kubeServer((_, response) => {
		response.writeHead(200, { 'content-type': 'application/json', warning: '299 - "old"' });
		response.end(JSON.stringify({ kind: 'PodList', metadata: { resourceVersion: '1' }, items: [] }));
	});
	const connection = connectTo(server.url);
	connection.onWarning((entry) => diagnostics.observer.warned?.(entry));
	const { signal } = new AbortController();
	for (const streamId of ['pods', 'pods', 'others']) {
		const source = connection.listerWatcher(podsIn('shop', { streamId }));
		await source.list({ limit: 5, signal, onObjects: () => undefined });
	}
	file.close();
	expect(diagnostics.warnings('pods')).toMatchObject([{ streamId: 'pods', text: 'old', path: expect.stringContaining('/pods?limit=5') }]);
	expect(diagnostics.warnings()).toHaveLength(2);
	const [line = ''] = readFileSync(join(directory, 'journal'), 'utf8').split('\n');
	expect(JSON.parse(line)).toMatchObject({ type: 'warning', streamId: 'pods', text: 'old' });
});
