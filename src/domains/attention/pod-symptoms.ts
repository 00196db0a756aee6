import { epochSeconds } from '../../base/age.ts';
import { ownerOf } from '../owner.ts';
import type { Container, ContainerStatus, PodObject } from '../pod-object.ts';
import { deletionSymptom } from './deletion.ts';
import { conditionOf, nodeLost, sinceOf, starting, unready } from './pod-readiness.ts';
import { graceSeconds, noSymptoms, oneLine, type Symptom, saying } from './symptom.ts';

/** A container that ended badly and has run for so long since is taken to be well (kubelet: MaxContainerBackOff forgets after 10 min). */
export const calmSeconds = 600;

/** What the kubelet says of an image that it cannot have (pkg/kubelet/images/types.go, 1.36). */
const imageReasons: ReadonlySet<string> = new Set([
	'ErrImagePull',
	'ImagePullBackOff',
	'InvalidImageName',
	'ErrImageNeverPull',
	'ImageInspectError',
	'RegistryUnavailable',
	'SignatureValidationFailed',
]);

/** Of a container that is on its way. */
const startingReasons: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** All that is wrong with a pod, at most one of each cause. */
export function podSymptoms(pod: PodObject): readonly Symptom[] {
	const status = pod.status ?? {};
	const { phase } = status;
	if (pod.metadata.deletionTimestamp !== undefined) {
		const kept = deletionSymptom(pod, 'its node, which has not said that its containers have ended');
		if (kept === undefined) return noSymptoms;
		const lost = nodeLost(pod);
		return [told(lost === '' ? kept : { ...kept, text: `${kept.text}; ${lost}`, version: `${kept.version} NodeLost` }, pod)];
	}
	if (phase === 'Succeeded') return noSymptoms;
	if (phase === 'Failed') return [told(ended(pod), pod)];
	const ready = conditionOf(pod, 'Ready');
	// Nearly every pod.
	if (ready?.status === 'True' && isQuiet(status.containerStatuses) && isQuiet(status.initContainerStatuses)) return noSymptoms;
	const containers = containerSymptoms(pod);
	// What ended once and runs again does not say why the pod is not ready now.
	const isExplained = ready?.status === 'True' || containers.some(({ until }) => until === undefined);
	const whole = isExplained ? undefined : (unscheduled(pod) ?? starting(pod) ?? unready(pod, ready, containers));
	const all = whole === undefined ? containers : [...containers, whole];
	return all.length === 0 ? noSymptoms : all.map((symptom) => told(symptom, pod));
}

/** Nothing of these was ever started again, and none of them waits or has ended badly. */
const isQuiet = (statuses: readonly ContainerStatus[] | null | undefined): boolean =>
	(statuses ?? []).every(
		({ restartCount = 0, state }) => restartCount === 0 && !state?.waiting && (state?.terminated?.exitCode ?? 0) === 0,
	);

/** Whose finding it is: the Deployment of a pod of one of its sets, else its owner. */
function groupOf({ metadata }: PodObject): string {
	const owner = ownerOf(metadata);
	const hash = metadata.labels?.['pod-template-hash'];
	const prefix = 'ReplicaSet/';
	// The deployment controller names a set after the hash that it labels its pods with (pkg/controller/deployment/sync.go).
	if (hash === undefined || hash === '' || !owner.startsWith(prefix) || !owner.endsWith(`-${hash}`)) return owner;
	return `Deployment/${owner.slice(prefix.length, -hash.length - 1)}`;
}

function told(symptom: Symptom, pod: PodObject): Symptom {
	const group = groupOf(pod);
	if (group === '') return symptom;
	// What was rolled out is in the name of the set: what comes after is another thing to whoever ignored this one.
	const version = `${symptom.version} ${pod.metadata.labels?.['pod-template-hash'] ?? ''}`;
	// The job itself says when it gives up: a pod of it that failed is tried again.
	const explains = symptom.cause === 'ended' && group.startsWith('Job/') && pod.status?.reason !== 'Evicted';
	return explains ? { ...symptom, group, version, explains } : { ...symptom, group, version };
}

/** A pod that has failed, and will not run again. */
function ended(pod: PodObject): Symptom {
	const { reason, message, initContainerStatuses, containerStatuses } = pod.status ?? {};
	const bad = [...(initContainerStatuses ?? []), ...(containerStatuses ?? [])].find(
		({ state }) => state?.terminated && (state.terminated.exitCode ?? 0) !== 0,
	);
	const end = bad?.state?.terminated;
	const how = end ? endText(end) : '';
	const why = saying(reason, message);
	return {
		cause: 'ended',
		severity: 'warning',
		text: why === '' ? (how === '' ? 'it failed, and does not say why' : how) : why,
		since: epochSeconds(end?.finishedAt) || sinceOf(pod, conditionOf(pod, 'Ready')),
		grace: 0,
		version: reason ?? '',
		...(bad === undefined ? {} : { container: bad.name }),
	};
}

interface End {
	readonly exitCode?: number;
	readonly signal?: number;
	readonly reason?: string;
	readonly message?: string;
}

/** `OOMKilled exit 137`, `exit 1: panic: …`: `Error` says nothing that the code does not. */
function endText({ exitCode = 0, signal = 0, reason = '', message }: End): string {
	const code = signal > 0 ? `signal ${signal}` : `exit ${exitCode}`;
	const named = reason === '' || reason === 'Error' ? code : `${reason} ${code}`;
	const said = oneLine(message);
	return said === '' ? named : `${named}: ${said}`;
}

function containerSymptoms(pod: PodObject): readonly Symptom[] {
	const { spec, status } = pod;
	const found: Symptom[] = [];
	const add = (each: ContainerStatus, containers: readonly Container[] | null | undefined): void => {
		const symptom = containerSymptom(pod, each, containers ?? []);
		if (symptom !== undefined && !found.some(({ cause }) => cause === symptom.cause)) found.push(symptom);
	};
	for (const each of status?.initContainerStatuses ?? []) add(each, spec?.initContainers);
	for (const each of status?.containerStatuses ?? []) add(each, spec?.containers);
	return found;
}

function containerSymptom(pod: PodObject, status: ContainerStatus, containers: readonly Container[]): Symptom | undefined {
	const waiting = status.state?.waiting;
	const reason = waiting?.reason ?? '';
	const crashed = crash(pod, status, containers);
	if (crashed !== undefined && !imageReasons.has(reason)) return crashed;
	if (!waiting || startingReasons.has(reason)) return undefined;
	const named = containerPrefix(pod, status);
	const common = { since: sinceOf(pod, conditionOf(pod, 'Ready')), grace: 0, container: status.name };
	if (imageReasons.has(reason)) {
		return { cause: 'image', severity: 'failing', text: `${named}${imageText(reason, waiting.message)}`, version: 'image', ...common };
	}
	return { cause: 'config', severity: 'failing', text: `${named}${saying(reason, waiting.message)}`, version: reason, ...common };
}

/** While it backs off, the kubelet says before its own words why the last try failed, or nothing but that it backs off. */
function imageText(reason: string, message: string | undefined): string {
	const said = oneLine(message);
	const image = /image "([^"]+)"/.exec(said)?.[1] ?? 'its image';
	const tried = /: (?:ErrImagePull|RegistryUnavailable): (.*)$/.exec(said)?.[1] ?? (said.startsWith('Back-off') ? '' : said);
	const why = registryText(tried);
	if (why !== '') return `cannot pull ${image}: ${why}`;
	return backsOff.has(reason) ? `cannot pull ${image}` : `cannot pull ${image}: ${reason}`;
}

const backsOff: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff']);

/** What the registry said, without the layers that it came through. */
export const registryText = (said: string): string =>
	said.replace(/^rpc error: code = \w+ desc = /, '').replace(/^failed to pull and unpack image "[^"]*": /, '');

/** `app: ` where a pod has several containers. */
function containerPrefix({ spec }: PodObject, { name }: ContainerStatus): string {
	const many = (spec?.containers?.length ?? 0) + (spec?.initContainers?.length ?? 0) > 1;
	return many && name !== '' ? `${name}: ` : '';
}

/** It ends again and again, or has just ended for want of memory. */
function crash(pod: PodObject, status: ContainerStatus, containers: readonly Container[]): Symptom | undefined {
	const backsOff = status.state?.waiting?.reason === 'CrashLoopBackOff';
	const ends = [status.state?.terminated, status.lastState?.terminated];
	const end = ends.find((each) => each && ((each.exitCode ?? 0) !== 0 || (each.signal ?? 0) !== 0)) ?? (backsOff ? ends[1] : undefined);
	if (!end && !backsOff) return undefined;
	const restarts = status.restartCount ?? 0;
	const at = epochSeconds(end?.finishedAt);
	const oom = end?.reason === 'OOMKilled';
	// The first time it is started again at once, and that may have been all.
	if (!backsOff && !oom && restarts < 2) return status.state?.terminated ? stopped(pod, status, end ?? {}, at) : undefined;
	const own = containers.find(({ name }) => name === status.name);
	const limit = oom && own?.resources?.limits?.memory !== undefined ? ` (limit ${own.resources.limits.memory})` : '';
	const named = containerPrefix(pod, status);
	const waiting = status.state?.waiting;
	const said = backsOff || startingReasons.has(waiting?.reason ?? '') ? '' : oneLine(waiting?.message);
	const ended = end ? endText(end).replace(/ exit \d+/, (exit) => `${exit}${limit}`) : 'it ends again and again';
	const how = said === '' ? ended : saying(waiting?.reason, said);
	const runs = status.state?.running;
	return {
		cause: 'crash',
		severity: 'failing',
		text: `${named}${how}`,
		since: conditionOf(pod, 'Ready')?.status === 'True' && at > 0 ? at : sinceOf(pod, conditionOf(pod, 'Ready')),
		grace: 0,
		version: end?.reason ?? '',
		container: status.name,
		restarts,
		...(at === 0 ? {} : { last: at }),
		// Where it runs now it may go on doing so.
		...(runs ? { until: at + calmSeconds } : {}),
	};
}

/** It ended badly, and is not started again by itself soon, or not at all. */
function stopped(pod: PodObject, status: ContainerStatus, end: End, at: number): Symptom {
	return {
		cause: 'crash',
		severity: 'warning',
		text: `${containerPrefix(pod, status)}${endText(end)}`,
		since: at,
		grace: graceSeconds,
		version: end.reason ?? '',
		container: status.name,
		last: at,
	};
}

function unscheduled(pod: PodObject): Symptom | undefined {
	const scheduled = conditionOf(pod, 'PodScheduled');
	if (scheduled?.status !== 'False') return undefined;
	const gated = scheduled.reason === 'SchedulingGated';
	return {
		cause: 'unscheduled',
		severity: gated ? 'warning' : 'failing',
		text: gated ? 'held back by its scheduling gates' : schedulerText(scheduled.message),
		since: sinceOf(pod, scheduled),
		grace: graceSeconds,
		version: scheduled.reason ?? '',
	};
}

/** `no node of 10 takes it: 7 Insufficient cpu, 2 node(s) were unschedulable`: the scheduler's reasons, the commonest first. */
export function schedulerText(message: string | undefined): string {
	const said = oneLine(message);
	const [, nodes, rest] = /^\d+\/(\d+) nodes are available: (.*)$/.exec(said) ?? [];
	if (nodes === undefined || rest === undefined) return said === '' ? 'no node takes it' : `no node takes it: ${said}`;
	const reasons = rest
		.replace(/[.,]? ?(?:no new claims to deallocate|preemption: ).*$/, '')
		.replace(/\.(?: not found)?$/, '')
		.split(/, (?=\d+ )/)
		.map((text) => ({ text, count: Number.parseInt(text, 10) || 0 }))
		.sort((a, b) => b.count - a.count)
		.map(({ text }) => text.replace('node(s) ', ''));
	return `no node of ${nodes} takes it: ${reasons.join(', ')}`;
}
