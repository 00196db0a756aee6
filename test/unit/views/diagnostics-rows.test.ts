import { expect, test } from 'vitest';
import type { DomainDiagnostics, StreamDiagnostics } from '../../../src/diagnostics/types.ts';
import type { StreamStatus } from '../../../src/sync/types.ts';
import { domainColumns, domainSource } from '../../../src/views/diagnostics-rows.ts';
import { delivering } from '../../support/stream-status.ts';

const stream = (status: StreamStatus): StreamDiagnostics => ({
	streamId: 'prod pods',
	status,
	objects: 3,
	deliveredAt: undefined,
	eventsPerSecond: undefined,
	relists: 0,
	errors: 0,
	requests: 0,
	probes: 0,
	resourceVersion: '42',
});
const refused = (reason: 'permissions' | 'absent'): StreamDiagnostics =>
	stream({ ...delivering, mode: 'snapshot', level: 'unhealthy', reason, live: false, rows: 'none', polling: { kind: 'disabled' } });

test.each([
	[[], 'healthy (delivering)', undefined],
	[[refused('permissions'), refused('permissions')], 'healthy (delivering), 2 forbidden', 'warning'],
	[[refused('absent'), refused('permissions')], 'healthy (delivering), 1 forbidden, 1 not served', 'warning'],
] as const)('the row of a domain has what is missing beside the health of what is read: %#', (missing, words, health) => {
	const worst = stream(delivering);
	const row: DomainDiagnostics = { domain: 'attention', scope: 'prod', worst, missing, objects: 3, streams: [worst, ...missing] };
	const cells = domainSource([row], 0).at(0);
	const of = (id: string) => cells[domainColumns([row]).findIndex((column) => column.id === id)];
	expect([of('health')?.text, of('health')?.health]).toEqual([words, health]);
	expect([of('mode')?.text, of('polling')?.text]).toEqual(['watch', 'paused']);
});
