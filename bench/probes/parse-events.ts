/** What events.ts is measured against: the same watch, a line at a time through JSON.parse, into the same rows. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { podsResource } from '../../src/domains/pod-row.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { createInternPool } from '../../src/stores/intern.ts';
import { accessOf, bareGet } from '../measure/bare-request.ts';
import { answer, cpuMs, peakRssBytes, requested, sleep, stayAlive } from './cluster.ts';
import type { EventFigures, EventsRequest } from './events.ts';

const settleMs = 2_000;

const request = requested<EventsRequest>();
stayAlive();
const access = await accessOf(request.kubeconfig);
const { endpoint, credentials } = access;
const { body } = await bareGet(access, '/api/v1/pods?limit=1');
const { resourceVersion } = (JSON.parse(body.toString('utf8')) as { metadata: { resourceVersion: string } }).metadata;
const { intern } = createInternPool();
const rows = new Map<string, unknown>();
let events = 0;
let rest = '';
const call = (endpoint.server.protocol === 'https:' ? httpsRequest : httpRequest)({
	host: endpoint.server.hostname,
	port: endpoint.server.port,
	path: `/api/v1/pods?watch=1&allowWatchBookmarks=true&resourceVersion=${resourceVersion}`,
	headers: { ...credentials.headers, accept: 'application/json', 'user-agent': 'bench' },
	ca: endpoint.ca,
	cert: credentials.clientCertificate,
	key: credentials.clientKey,
	rejectUnauthorized: !endpoint.insecure,
});
call.on('response', (response) => {
	response.setEncoding('utf8').on('data', (text: string) => {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			const { type, object } = JSON.parse(line) as { type: string; object: KubeObject };
			if (type === 'BOOKMARK') continue;
			rows.set(object.metadata.uid, podsResource.project(object, intern));
			events += 1;
		}
	});
});
call.end();
await sleep(settleMs);
events = 0;
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
await sleep(request.forMs);
const figures: EventFigures = { events, tookMs: performance.now() - startedAt, cpuMs: cpuMs(cpuBefore), peakRssBytes: peakRssBytes() };
answer(figures);
