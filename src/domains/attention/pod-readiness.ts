import { epochSeconds } from '../../base/age.ts';
import { counted } from '../../base/counted.ts';
import type { Condition, ContainerStatus, PodObject } from '../pod-object.ts';
import { isSidecarNamed } from '../pod-status.ts';
import { graceSeconds, oneLine, type Symptom, saying } from './symptom.ts';

export const conditionOf = ({ status }: PodObject, type: string): Condition | undefined =>
	status?.conditions?.find((each) => each.type === type);

/** Epoch seconds. */
export const sinceOf = (pod: PodObject, condition: Condition | undefined): number =>
	epochSeconds(condition?.lastTransitionTime) || epochSeconds(pod.metadata.creationTimestamp);

/** It is on a node, and its containers are still being made. */
export function starting(pod: PodObject): Symptom | undefined {
	const { phase, initContainerStatuses, containerStatuses } = pod.status ?? {};
	if (phase !== 'Pending') return undefined;
	const initContainers = pod.spec?.initContainers ?? [];
	// They are started one after the other: a sidecar holds up those after it until it has started, any other until it has ended.
	const held = (initContainerStatuses ?? []).find(
		({ name, state, started }) => state?.running && (started === false || !isSidecarNamed(name, initContainers)),
	);
	const common = {
		cause: 'starting',
		severity: 'failing',
		since: sinceOf(pod, conditionOf(pod, 'PodScheduled')),
		grace: graceSeconds,
	} as const;
	if (held === undefined) {
		const none = (containerStatuses ?? []).length === 0;
		const how = none ? 'nothing is said of its containers' : 'its containers are still being made';
		return { ...common, text: `${stands}${how}`, version: '' };
	}
	const { name } = held;
	if (!isSidecarNamed(name, initContainers)) {
		return { ...common, text: `${stands}${name === '' ? 'an init container' : name} still runs`, version: '', container: name };
	}
	// The kubelet counts a container without a startup probe as started as soon as it runs (pkg/kubelet/prober/prober_manager.go, 1.36).
	const text = `${stands}sidecar ${name} runs, and its startup probe has not passed`;
	return { ...common, text, version: 'sidecar', container: name, lead: `${stands}${name}: ` };
}

const stands = 'it does not start: ';

/** `past`: what is said of its containers, which run now. */
export function unready(pod: PodObject, ready: Condition | undefined, past: readonly Symptom[]): Symptom | undefined {
	if (ready === undefined) return undefined;
	const { initContainerStatuses, containerStatuses } = pod.status ?? {};
	const initContainers = pod.spec?.initContainers ?? [];
	const sidecars = (initContainerStatuses ?? []).filter(({ name }) => isSidecarNamed(name, initContainers));
	const all = [...sidecars, ...(containerStatuses ?? [])];
	const short = all.filter((each) => each.ready !== true);
	const [first] = short;
	const lost = lostText(pod, ready);
	const gates = ready.reason === 'ReadinessGatesNotReady' ? oneLine(ready.message) : '';
	const text = lost ?? (gates === '' ? unreadyText(short, all.length) : gates);
	const since = sinceOf(pod, ready);
	// One that ends again and again is not ready in between: that is told, and nothing else until it has run long enough.
	const calm = past.flatMap(({ container, until = 0 }) => (short.some(({ name }) => name === container) ? [until - since] : []));
	return {
		cause: lost === undefined ? 'unready' : 'lost',
		severity: 'failing',
		text,
		since,
		grace: lost === undefined ? Math.max(graceSeconds, ...calm) : graceSeconds,
		version: '',
		...(first === undefined ? {} : { container: first.name }),
		...(first === undefined || all.length === 1 ? {} : { lead: short.length === 1 ? `${first.name}: ` : `${text}; ${first.name}: ` }),
	};
}

/** Nothing is known of it now. Whether its node answers others the node itself says. */
function lostText(pod: PodObject, ready: Condition): string | undefined {
	const { phase } = pod.status ?? {};
	const node = nodeLost(pod);
	if (node !== '') return node;
	if (phase === 'Unknown') return 'phase Unknown: its node has not said how it is';
	if (ready.status !== 'Unknown') return undefined;
	const said = saying(ready.reason, ready.message);
	return `it is not known whether it is ready${said === '' ? '' : `: ${said}`}`;
}

/** What was said of a pod whose node was lost, `NodeLost: Node a which was running pod b is unresponsive`; '': that was not said. */
export const nodeLost = ({ status }: PodObject): string =>
	status?.reason === 'NodeLost' ? saying(status.reason, status.message || 'its node was lost') : '';

/** More containers than these in one line are counted. */
const mostNamed = 3;

function unreadyText(short: readonly ContainerStatus[], of: number): string {
	const [first] = short;
	if (first === undefined) return 'it is not ready';
	const done = short.every(({ state }) => state?.terminated);
	if (done) return `${of > 1 ? `${first.name} has` : 'it has'} completed, and is not started again`;
	if (of === 1) return 'it runs, and is not ready';
	if (short.length > mostNamed) return `${counted(short.length, 'container')} of ${of} are not ready`;
	const names = short.map(({ name }) => name);
	const last = names.pop();
	return names.length === 0 ? `${last} is not ready` : `${names.join(', ')} and ${last} are not ready`;
}
