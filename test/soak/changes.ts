import { recordEvent } from '../../src/demo/event-object.ts';
import { atStage, isTerminating, podView } from '../../src/demo/pod-object.ts';
import { between, pick, type Random } from '../../src/demo/random.ts';
import type { World } from '../../src/demo/world.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { addPod, touchPod } from '../support/pod-changes.ts';
import { Canary } from './canary.ts';

export const canaryName = 'soak-canary';
const canaryNamespace = 'default';

/** The mark in a text that shows the canary's status. */
export const markIn = (text: string): number | undefined => {
	const found = /\bMark(\d+)\b/.exec(text)?.[1];
	return found === undefined ? undefined : Number(found);
};

const tickMs = 100;
const ticksPerMark = 10;
/** The oldest go: what the program holds is not to grow because there is more to hold. */
const mostEvents = 300;

/** Everything that happens in the cluster while it does not rest: some ten changes a second, and one pod whose status is a new mark each second. */
export class Changes {
	readonly canary = new Canary();
	readonly #world: World;
	readonly #random: Random;
	#timer: NodeJS.Timeout | undefined;
	#ticks = 0;
	#made = 0;

	constructor(world: World, random: Random) {
		this.#world = world;
		this.#random = random;
		addPod(world, canaryName, canaryNamespace);
		this.#mark();
	}

	get made(): number {
		return this.#made;
	}

	start(): void {
		this.#timer ??= setInterval(() => this.#tick(), tickMs);
	}

	rest(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	#tick(): void {
		this.#ticks += 1;
		if (this.#ticks % ticksPerMark === 0) {
			this.#mark();
			this.#forgetEvents();
		}
		const dice = this.#random();
		this.#made += 1;
		if (dice < 0.6) this.#restartPod();
		else if (dice < 0.75) this.#touch();
		else if (dice < 0.9) this.#event();
		else if (dice < 0.94) this.#deletePod();
		else if (dice < 0.97) this.#scale();
		else if (dice < 0.98) this.#cordon();
		else if (dice < 0.99) this.#podByItself();
		else this.#certify();
	}

	#mark(): void {
		const now = this.#world.clock.now();
		this.#world.patch('pods', canaryNamespace, canaryName, { status: { reason: `Mark${this.canary.next(now)}` } });
	}

	/** One that runs, and is not the canary. */
	#somePod(): KubeObject | undefined {
		const pod = pick(this.#random, this.#world.list('pods'));
		const isRunning = !isTerminating(pod) && podView(pod).status.phase === 'Running';
		return isRunning && pod.metadata.name !== canaryName ? pod : undefined;
	}

	#restartPod(): void {
		const pod = this.#somePod();
		const status = pod === undefined ? undefined : podView(pod).status.containerStatuses?.[0];
		if (pod === undefined || status?.ready !== true) return;
		const now = this.#world.timestamp();
		const before = status.state?.running?.startedAt ?? now;
		const last = { exitCode: 1, reason: 'Error', startedAt: before, finishedAt: now };
		this.#world.patch('pods', pod.metadata.namespace, pod.metadata.name, (object) =>
			atStage(object, { stage: 'running', ready: true, startedAt: now, since: before, restarts: status.restartCount + 1, last }),
		);
	}

	#touch(): void {
		const pod = this.#somePod();
		if (pod !== undefined) touchPod(this.#world, pod.metadata.name, pod.metadata.namespace);
	}

	#event(): void {
		const pod = this.#somePod();
		if (pod === undefined) return;
		const { name, namespace = '', uid } = pod.metadata;
		recordEvent(this.#world, {
			type: this.#random() < 0.5 ? 'Warning' : 'Normal',
			reason: pick(this.#random, ['Unhealthy', 'BackOff', 'Pulled', 'FailedMount']),
			message: `Seen ${between(this.#random, 1, 4)} times, \u001b[31mor so\u202e`,
			component: 'kubelet',
			object: { kind: 'Pod', apiVersion: 'v1', name, namespace, uid },
		});
	}

	#forgetEvents(): void {
		const seenAt = (event: KubeObject): string => String(event['lastTimestamp']);
		const events = this.#world.list('events').sort((a, b) => (seenAt(a) < seenAt(b) ? -1 : 1));
		for (const { metadata } of events.slice(0, -mostEvents)) this.#world.remove('events', metadata.namespace, metadata.name);
	}

	/** Its controller makes another, under another name or (of a StatefulSet) under the same. */
	#deletePod(): void {
		const pod = this.#somePod();
		if (pod?.metadata['ownerReferences'] !== undefined) this.#world.terminate(pod, between(this.#random, 1, 5));
	}

	#scale(): void {
		const deployment = pick(this.#random, this.#world.list('deployments.apps'));
		const { namespace, name } = deployment.metadata;
		const generation = Number(deployment.metadata['generation'] ?? 1) + 1;
		this.#world.patch('deployments.apps', namespace, name, { metadata: { generation }, spec: { replicas: between(this.#random, 1, 5) } });
	}

	#cordon(): void {
		const { name } = pick(this.#random, this.#world.list('nodes')).metadata;
		this.#world.patch('nodes', undefined, name, { spec: { unschedulable: this.#random() < 0.5 ? true : null } });
	}

	/** A custom object becomes ready, or is not any more. */
	#certify(): void {
		const { namespace, name } = pick(this.#random, this.#world.list('certificates.cert-manager.io')).metadata;
		const isReady = this.#random() < 0.5;
		const condition = { type: 'Ready', status: isReady ? 'True' : 'False', reason: isReady ? 'Ready' : 'Pending', message: 'so it is' };
		const conditions = [{ ...condition, lastTransitionTime: this.#world.timestamp() }];
		this.#world.patch('certificates.cert-manager.io', namespace, name, { status: { conditions } });
	}

	/** Comes under a name that was there before, with another uid, or goes. */
	#podByItself(): void {
		const name = `soak-${between(this.#random, 0, 5)}`;
		if (this.#world.remove('pods', canaryNamespace, name) === undefined) addPod(this.#world, name, canaryNamespace);
	}
}
