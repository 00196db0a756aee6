import { age, epochSeconds, humanDuration } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import { counted } from '../base/counted.ts';
import { isJsonObject, type JsonObject, objectAt, objectsAt, textAt, textsAt, valueAt } from '../base/json-parts.ts';
import type { TextLine } from '../base/text-line.ts';
import type { KubeObject } from '../kube/types.ts';
import { inOneLine } from './plain-fields.ts';
import { type Field, fieldLines, type Section } from './section.ts';

interface State {
	readonly words: string;
	readonly health: ObjectHealth;
}

/** Waiting for these heals by itself. */
const coming = new Set(['ContainerCreating', 'PodInitializing', '']);

const scalar = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** `Terminated: OOMKilled, exit code 137, 12s ago, after 3m` */
function terminatedWords(end: JsonObject, now: number): string {
	const finished = epochSeconds(textAt(end, 'finishedAt'));
	const started = epochSeconds(textAt(end, 'startedAt'));
	const signal = scalar(valueAt(end, 'signal'));
	const parts = [
		textAt(end, 'reason') || (signal === '' || signal === '0' ? 'Ended' : 'Killed'),
		signal !== '' && signal !== '0' ? `signal ${signal}` : `exit code ${scalar(valueAt(end, 'exitCode')) || '?'}`,
		...(finished > 1 ? [`${age(finished, now)} ago`] : []),
		...(finished > 1 && started > 1 ? [`after ${humanDuration(finished - started)}`] : []),
	];
	return `Terminated: ${parts.join(', ')}`;
}

function stateOf(status: JsonObject, isInit: boolean, now: number): State {
	const waiting = valueAt(status, 'state', 'waiting');
	const ended = valueAt(status, 'state', 'terminated');
	const running = valueAt(status, 'state', 'running');
	if (isJsonObject(running)) {
		const since = epochSeconds(textAt(running, 'startedAt'));
		const isReady = valueAt(status, 'ready') === true;
		const words = `Running${since > 1 ? ` for ${age(since, now)}` : ''}${isReady || isInit ? '' : ', not ready'}`;
		return { words, health: isReady || isInit ? 'ok' : 'warning' };
	}
	if (isJsonObject(ended)) {
		const isFine = valueAt(ended, 'exitCode') === 0;
		return { words: terminatedWords(ended, now), health: isFine ? 'ok' : 'failing' };
	}
	const reason = textAt(waiting, 'reason');
	return { words: reason === '' ? 'Waiting' : `Waiting: ${reason}`, health: coming.has(reason) ? 'progressing' : 'failing' };
}

/** `cpu 50m, memory 64Mi` */
const amounts = (list: JsonObject): string =>
	Object.entries(list)
		.map(([name, amount]) => `${name} ${scalar(amount)}`)
		.join(', ');

/** What a probe does, in the words of `kubectl describe`. */
export function probeWords(probe: JsonObject): string {
	const seconds = (name: string): string => `${scalar(valueAt(probe, name)) || '0'}s`;
	const count = (name: string, usual: string): string => scalar(valueAt(probe, name)) || usual;
	const attributes = `delay=${seconds('initialDelaySeconds')} timeout=${seconds('timeoutSeconds')} period=${seconds('periodSeconds')} #success=${count('successThreshold', '1')} #failure=${count('failureThreshold', '3')}`;
	return `${handlerWords(probe)} ${attributes}`;
}

function handlerWords(probe: JsonObject): string {
	const http = valueAt(probe, 'httpGet');
	const command = textsAt(probe, 'exec', 'command');
	const tcp = valueAt(probe, 'tcpSocket');
	const grpc = valueAt(probe, 'grpc');
	if (command.length > 0) return `exec [${command.join(' ')}]`;
	if (http !== undefined) {
		const scheme = (textAt(http, 'scheme') || 'HTTP').toLowerCase();
		const path = textAt(http, 'path');
		return `http-get ${scheme}://${textAt(http, 'host')}:${scalar(valueAt(http, 'port'))}${path.startsWith('/') ? path : `/${path}`}`;
	}
	if (tcp !== undefined) return `tcp-socket ${textAt(tcp, 'host')}:${scalar(valueAt(tcp, 'port'))}`;
	if (grpc !== undefined) return `grpc <pod>:${scalar(valueAt(grpc, 'port'))} ${textAt(grpc, 'service')}`;
	return 'unknown';
}

const portWords = (port: JsonObject): string => {
	const name = textAt(port, 'name');
	return `${scalar(valueAt(port, 'containerPort'))}/${textAt(port, 'protocol') || 'TCP'}${name === '' ? '' : ` ${name}`}`;
};

/** Where the environment comes from: `3 variables (1 of secret db)`. The values themselves are in the YAML. */
function environmentWords(container: JsonObject): string {
	const variables = objectsAt(container, 'env');
	const own = variables.length;
	const sources = new Map<string, number>();
	for (const variable of variables) {
		const secret = textAt(variable, 'valueFrom', 'secretKeyRef', 'name');
		const config = textAt(variable, 'valueFrom', 'configMapKeyRef', 'name');
		const source = secret !== '' ? `secret ${secret}` : config !== '' ? `configmap ${config}` : undefined;
		if (source !== undefined) sources.set(source, (sources.get(source) ?? 0) + 1);
	}
	const of = sources.size === 0 ? '' : ` (${[...sources].map(([source, count]) => `${count} of ${source}`).join(', ')})`;
	const from = objectsAt(container, 'envFrom').map((source) => {
		const secret = textAt(source, 'secretRef', 'name');
		return secret === '' ? `configmap ${textAt(source, 'configMapRef', 'name')}` : `secret ${secret}`;
	});
	return [...(own === 0 ? [] : [`${counted(own, 'variable')}${of}`]), ...from.map((source) => `all of ${source}`)].join(', ');
}

/** The token that nearly every container is given. */
const isUsualMount = (mount: JsonObject): boolean => textAt(mount, 'mountPath') === '/var/run/secrets/kubernetes.io/serviceaccount';

function mountWords(container: JsonObject): string {
	return objectsAt(container, 'volumeMounts')
		.filter((mount) => !isUsualMount(mount))
		.map((mount) => `${textAt(mount, 'mountPath')} from ${textAt(mount, 'name')}${valueAt(mount, 'readOnly') === true ? ' (ro)' : ''}`)
		.join('\n');
}

/** What may explain why it is refused something, or what it may do that others may not: the usual hardening says neither. */
function securityWords(container: JsonObject): string {
	const { capabilities, seccompProfile, allowPrivilegeEscalation, privileged, ...rest } = objectAt(container, 'securityContext');
	const added = valueAt(capabilities, 'add');
	return inOneLine({
		...(privileged === true ? { privileged } : {}),
		...(allowPrivilegeEscalation === true ? { allowPrivilegeEscalation } : {}),
		...(added === undefined ? {} : { capabilities: { add: added } }),
		...(seccompProfile === undefined || textAt(seccompProfile, 'type') === 'RuntimeDefault' ? {} : { seccompProfile }),
		...rest,
	});
}

/** What is the same of a container that runs and of one that a template describes. */
const specFields = (container: JsonObject): readonly Field[] => [
	{ name: 'image', text: textAt(container, 'image') },
	{ name: 'command', text: [...textsAt(container, 'command'), ...textsAt(container, 'args')].join(' ') },
	{ name: 'requests', text: amounts(objectAt(container, 'resources', 'requests')) },
	{ name: 'limits', text: amounts(objectAt(container, 'resources', 'limits')) },
	{ name: 'ports', text: objectsAt(container, 'ports').map(portWords).join(', ') },
	...(['startupProbe', 'livenessProbe', 'readinessProbe'] as const).map((probe) => ({
		name: probe.replace('Probe', ''),
		text: valueAt(container, probe) === undefined ? '' : probeWords(objectAt(container, probe)),
	})),
	{ name: 'environment', text: environmentWords(container) },
	{ name: 'mounts', text: mountWords(container) },
	{ name: 'lifecycle', text: inOneLine(objectAt(container, 'lifecycle')) },
	{ name: 'security', text: securityWords(container) },
];

function runningLines(container: JsonObject, status: JsonObject | undefined, kind: string, now: number): readonly TextLine[] {
	const isInit = kind === 'init';
	const state: State = status === undefined ? { words: 'Not started', health: 'progressing' } : stateOf(status, isInit, now);
	const last = valueAt(status, 'lastState', 'terminated');
	const restarts = Number(valueAt(status, 'restartCount') ?? 0);
	const message = textAt(status, 'state', 'waiting', 'message') || textAt(status, 'state', 'terminated', 'message');
	const isBad = state.health !== 'ok';
	const head: TextLine = {
		spans: [
			{ text: '  ' },
			{ text: textAt(container, 'name'), role: 'heading' },
			...(kind === '' ? [] : [{ text: ` (${kind})`, role: 'quiet' as const }]),
			{ text: '  ' },
			isBad ? { text: state.words, role: state.health } : { text: state.words },
		],
		hang: 4,
	};
	const fields: readonly Field[] = [
		{ name: 'message', text: message.trim(), role: isBad ? state.health : undefined },
		{
			name: 'last state',
			text: isJsonObject(last) ? terminatedWords(last, now) : '',
			role: 'warning',
		},
		{ name: 'last message', text: textAt(last, 'message').trim(), role: 'warning' },
		{ name: 'restarts', text: status === undefined ? '' : String(restarts), role: restarts > 0 ? 'warning' : undefined },
		...specFields(container),
	];
	return [head, ...fieldLines(fields, 4)];
}

const isSidecar = (container: JsonObject): boolean => textAt(container, 'restartPolicy') === 'Always';

/** The containers of a pod, in the order in which they are started: what each is doing, how it ended last, and what it was given. */
export function containersSection(pod: KubeObject, now: number): Section | undefined {
	const statuses = new Map<string, JsonObject>();
	for (const list of ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'])
		for (const status of objectsAt(pod, 'status', list)) statuses.set(`${list} ${textAt(status, 'name')}`, status);
	const lines = (container: JsonObject, list: string, kind: string): readonly TextLine[] =>
		runningLines(container, statuses.get(`${list} ${textAt(container, 'name')}`), kind, now);
	const all = [
		...objectsAt(pod, 'spec', 'initContainers').flatMap((one) => lines(one, 'initContainerStatuses', isSidecar(one) ? 'sidecar' : 'init')),
		...objectsAt(pod, 'spec', 'containers').flatMap((one) => lines(one, 'containerStatuses', '')),
		...objectsAt(pod, 'spec', 'ephemeralContainers').flatMap((one) => lines(one, 'ephemeralContainerStatuses', 'ephemeral')),
	];
	return all.length === 0 ? undefined : { title: 'Containers', lines: all };
}

/** The containers that a template describes, of which a workload makes its pods. */
export function templateSection(template: JsonObject): Section | undefined {
	const lines = (['initContainers', 'containers'] as const).flatMap((list) =>
		objectsAt(template, 'spec', list).flatMap((container): readonly TextLine[] => {
			const kind = list === 'containers' ? '' : isSidecar(container) ? ' (sidecar)' : ' (init)';
			return [
				{ spans: [{ text: '  ' }, { text: textAt(container, 'name'), role: 'heading' }, { text: kind, role: 'quiet' }], hang: 4 },
				...fieldLines(specFields(container), 4),
			];
		}),
	);
	return lines.length === 0 ? undefined : { title: 'Pod template', lines };
}
