import { cpuText, memoryText } from '../base/quantity.ts';
import type { NodeRow } from '../domains/node-row.ts';
import type { PodRow } from '../domains/pod-row.ts';
import { type Field, fieldLines, type Section } from './section.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '' : ` (${Math.round((part / whole) * 100)}%)`);

/** Above this the scheduler finds no room for much more. */
const nearlyFull = 0.95;

/** What the pods of a node ask for and may use, of what it has, as `kubectl describe node` counts it: pods that have ended hold nothing. */
export function allocatedSection(node: NodeRow, pods: Iterable<PodRow>, isComplete: boolean): Section {
	const sum = { pods: 0, cpuRequest: 0, cpuLimit: 0, memoryRequest: 0, memoryLimit: 0 };
	for (const pod of pods) {
		if (pod.terminal) continue;
		sum.pods += 1;
		sum.cpuRequest += pod.cpuRequest;
		sum.cpuLimit += pod.cpuLimit;
		sum.memoryRequest += pod.memoryRequest;
		sum.memoryLimit += pod.memoryLimit;
	}
	const field = (name: string, request: number, limit: number, whole: number, text: (amount: number) => string): Field => ({
		name,
		text: `requests ${text(request)}${percent(request, whole)}, limits ${limit === 0 ? 'none' : `${text(limit)}${percent(limit, whole)}`}, of ${text(whole)}`,
		role: whole > 0 && request / whole > nearlyFull ? 'warning' : undefined,
	});
	const { podsAllocatable, cpuAllocatable, memoryAllocatable } = node;
	const lines = fieldLines([
		{ name: 'pods', text: `${sum.pods} of ${podsAllocatable}`, role: sum.pods >= podsAllocatable ? 'warning' : undefined },
		field('cpu', sum.cpuRequest, sum.cpuLimit, cpuAllocatable, cpuText),
		field('memory', sum.memoryRequest, sum.memoryLimit, memoryAllocatable, memoryText),
	]);
	return { title: isComplete ? 'Allocated' : 'Allocated (so far)', lines };
}
