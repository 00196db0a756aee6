/** Reads one page of pods from memory again and again: by the mask, and by JSON.parse with the same projection. */
import { performance } from 'node:perf_hooks';
import { podsResource } from '../../src/domains/pod-row.ts';
import { compileObjectMask, ListReader } from '../../src/kube/object-reader.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { createInternPool } from '../../src/stores/intern.ts';
import { answer, type ClusterRequest, connectTo, requested, stayAlive } from './cluster.ts';

export interface ReaderFigures {
	readonly pods: number;
	readonly bytesPerPod: number;
	/** Microseconds a pod, the best of the rounds: what else the machine does is no part of it. */
	readonly maskedUs: number;
	readonly projectedUs: number;
	readonly parsedUs: number;
}

const rounds = 15;
const chunkBytes = 64 * 1024;

stayAlive();
const connection = connectTo(requested<ClusterRequest>());
const { body } = await connection.get({ path: '/api/v1/pods?limit=500', verb: 'list' });
const mask = compileObjectMask(podsResource.mask);
const { intern } = createInternPool();
const chunks = Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, index) =>
	body.subarray(index * chunkBytes, (index + 1) * chunkBytes),
);

function masked(): readonly KubeObject[] {
	const reader = new ListReader(mask);
	const objects: KubeObject[] = [];
	for (const chunk of chunks) {
		reader.feed(chunk);
		reader.drain(objects, () => false);
	}
	reader.drain(objects, () => false, true);
	reader.end();
	return objects;
}

const parsed = (): readonly KubeObject[] => (JSON.parse(body.toString('utf8')) as { items: readonly KubeObject[] }).items;
const rowsOf = (objects: readonly KubeObject[]): unknown[] => objects.map((object) => podsResource.project(object, intern));

const pods = masked().length;
function best(run: () => unknown): number {
	let least = Number.POSITIVE_INFINITY;
	for (let round = 0; round < rounds; round += 1) {
		const startedAt = performance.now();
		run();
		least = Math.min(least, performance.now() - startedAt);
	}
	return (least * 1000) / pods;
}

const figures: ReaderFigures = {
	pods,
	bytesPerPod: body.length / pods,
	maskedUs: best(() => rowsOf(masked())),
	projectedUs: best(masked),
	parsedUs: best(() => rowsOf(parsed())),
};
answer(figures);
