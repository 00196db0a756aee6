import { epochSeconds } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import type { Condition, Container, ContainerStatus, PodObject } from './pod-object.ts';

/** What `kubectl get pods` says of a pod, and how the pod is doing. */
export interface PodStatus {
	/** `Running`, `Init:1/3`, `CrashLoopBackOff`, `Terminating`… */
	readonly text: string;
	readonly health: ObjectHealth;
	readonly ready: number;
	/** Containers that count as ready or not: the regular ones and the sidecars. */
	readonly total: number;
	readonly restarts: number;
	/** Epoch seconds of the latest end of a container that ran before; 0: none known. */
	readonly lastRestart: number;
	/** How it ended, `OOMKilled 137`, without a reason ` 137`; '' when no end is known. */
	readonly lastEnd: string;
}

/** When a container that ran before ended, and how. */
interface End {
	/** Epoch seconds; 0: none known. */
	readonly at: number;
	readonly how: string;
}

const noEnd: End = { at: 0, how: '' };

interface InitResult {
	/** Something of the initialisation is not done: it says what. undefined: all done. */
	readonly text: string | undefined;
	readonly ready: number;
	/** Of all init containers. */
	readonly restarts: number;
	readonly last: End;
	/** Of the sidecars alone, which are all that counts once the pod is initialised. */
	readonly sidecarRestarts: number;
	readonly sidecarLast: End;
}

interface MainResult {
	readonly text: string;
	readonly ready: number;
	readonly restarts: number;
	readonly last: End;
}

/** The rules of printPod in kubernetes pkg/printers/internalversion/printers.go (1.36), word for word in what they print. */
export function podStatus(pod: PodObject): PodStatus {
	const status = pod.status ?? {};
	const phase = status.phase ?? '';
	const conditions = status.conditions ?? [];
	const initContainers = pod.spec?.initContainers ?? [];
	const scheduled = conditionOf(conditions, 'PodScheduled');

	let text = status.reason !== undefined && status.reason !== '' ? status.reason : phase;
	if (scheduled?.reason === 'SchedulingGated') text = 'SchedulingGated';

	const init = initStatus(status.initContainerStatuses ?? [], initContainers);
	let { ready, restarts, last } = init;
	if (init.text !== undefined) text = init.text;
	if (init.text === undefined || conditionOf(conditions, 'Initialized')?.status === 'True') {
		const main = mainStatus(status.containerStatuses ?? [], text, isTrue(conditions, 'Ready'));
		text = main.text;
		ready += main.ready;
		restarts = init.sidecarRestarts + main.restarts;
		last = later(init.sidecarLast, main.last);
	}

	const deleted = pod.metadata.deletionTimestamp !== undefined;
	if (deleted && status.reason === 'NodeLost') text = 'Unknown';
	else if (deleted && !isTerminal(phase)) text = 'Terminating';

	let total = pod.spec?.containers?.length ?? 0;
	for (const container of initContainers) if (isSidecar(container)) total++;
	return { text, health: podHealth(pod), ready, total, restarts, lastRestart: last.at, lastEnd: last.how };
}

const later = (one: End, other: End): End => (other.at > one.at ? other : one);

function endOf({ lastState }: ContainerStatus): End {
	const ended = lastState?.terminated;
	const at = epochSeconds(ended?.finishedAt);
	return at === 0 ? noEnd : { at, how: `${ended?.reason ?? ''} ${ended?.exitCode ?? 0}` };
}

/** Succeeded or Failed: nothing of it runs again, and it holds nothing of its node. */
export const isTerminal = (phase: string): boolean => phase === 'Succeeded' || phase === 'Failed';

/** A restartable init container (KEP-753). */
export const isSidecar = (container: Container | undefined): boolean => container?.restartPolicy === 'Always';

/** Whether the init container that is called so is one. */
export const isSidecarNamed = (name: string | undefined, containers: readonly Container[]): boolean =>
	isSidecar(containers.find((container) => container.name === name));

function initStatus(statuses: readonly ContainerStatus[], containers: readonly Container[]): InitResult {
	let text: string | undefined;
	let ready = 0;
	let restarts = 0;
	let last = noEnd;
	let sidecarRestarts = 0;
	let sidecarLast = noEnd;
	for (let at = 0; at < statuses.length; at++) {
		const status = statuses[at] as ContainerStatus;
		const sidecar = isSidecarNamed(status.name, containers);
		const ended = endOf(status);
		restarts += status.restartCount ?? 0;
		last = later(last, ended);
		if (sidecar) {
			sidecarRestarts += status.restartCount ?? 0;
			sidecarLast = later(sidecarLast, ended);
		}
		const terminated = status.state?.terminated;
		const waiting = status.state?.waiting?.reason ?? '';
		if (terminated && (terminated.exitCode ?? 0) === 0) continue;
		if (sidecar && status.started === true) {
			if (status.ready === true) ready++;
			continue;
		}
		if (terminated) text = `Init:${terminationText(terminated)}`;
		else if (waiting !== '' && waiting !== 'PodInitializing') text = `Init:${waiting}`;
		else text = `Init:${at}/${containers.length}`;
		break;
	}
	return { text, ready, restarts, last, sidecarRestarts, sidecarLast };
}

/** From the last container to the first, so that the first one with something to say has the last word. */
function mainStatus(statuses: readonly ContainerStatus[], before: string, podReady: boolean): MainResult {
	let text = before;
	let ready = 0;
	let restarts = 0;
	let last = noEnd;
	let running = false;
	let failure = '';
	for (let at = statuses.length - 1; at >= 0; at--) {
		const status = statuses[at] as ContainerStatus;
		const state = status.state;
		restarts += status.restartCount ?? 0;
		last = later(last, endOf(status));
		const waiting = state?.waiting?.reason ?? '';
		if (waiting !== '') {
			text = waiting;
		} else if (state?.terminated) {
			text = terminationText(state.terminated);
			if ((state.terminated.exitCode ?? 0) !== 0) failure = text;
		} else if (status.ready === true && state?.running) {
			running = true;
			ready++;
		}
	}
	// One container that completed says nothing of a pod whose others still run, or failed.
	if (text === 'Completed') {
		if (running && podReady) text = 'Running';
		else if (failure !== '') text = failure;
		else if (running) text = 'NotReady';
	}
	return { text, ready, restarts, last };
}

function terminationText(terminated: { readonly exitCode?: number; readonly signal?: number; readonly reason?: string }): string {
	if (terminated.reason !== undefined && terminated.reason !== '') return terminated.reason;
	if (terminated.signal !== undefined && terminated.signal !== 0) return `Signal:${terminated.signal}`;
	return `ExitCode:${terminated.exitCode ?? 0}`;
}

/**
 * From the object, never from its text. failing: it failed, or a container cannot run or just ended with an error.
 * progressing: on its way, to run or to end. warning: it runs and is not ready, or nothing will take it. unknown: its node is lost.
 * How recent the last restart is depends on the clock, so the restarts cell says that, not the row.
 */
function podHealth(pod: PodObject): ObjectHealth {
	const status = pod.status ?? {};
	if (status.phase === 'Succeeded') return 'ok';
	if (status.phase === 'Failed') return 'failing';
	if (status.phase === 'Unknown' || status.reason === 'NodeLost') return 'unknown';
	if (pod.metadata.deletionTimestamp !== undefined) return 'progressing';
	if (anyStuck(status.initContainerStatuses ?? []) || anyStuck(status.containerStatuses ?? [])) return 'failing';
	const conditions = status.conditions ?? [];
	if (status.phase === 'Running') return isTrue(conditions, 'Ready') ? 'ok' : 'warning';
	return conditionOf(conditions, 'PodScheduled')?.reason === 'Unschedulable' ? 'warning' : 'progressing';
}

const anyStuck = (statuses: readonly ContainerStatus[]): boolean => statuses.some(isStuck);

function isStuck({ state }: ContainerStatus): boolean {
	const waiting = state?.waiting?.reason ?? '';
	if (waiting !== '') return waiting !== 'ContainerCreating' && waiting !== 'PodInitializing';
	return (state?.terminated?.exitCode ?? 0) !== 0;
}

function conditionOf(conditions: readonly Condition[], type: string): Condition | undefined {
	for (const condition of conditions) if (condition.type === type) return condition;
	return undefined;
}

const isTrue = (conditions: readonly Condition[], type: string): boolean => conditionOf(conditions, type)?.status === 'True';

/** How many of a pod's readiness gates there are, and hold. */
export function readinessGates(pod: PodObject): { readonly held: number; readonly total: number } {
	const gates = pod.spec?.readinessGates ?? [];
	let held = 0;
	for (const gate of gates) if (isTrue(pod.status?.conditions ?? [], gate.conditionType)) held++;
	return { held, total: gates.length };
}
