import { setTimeout as wait } from 'node:timers/promises';
import { type BreakableCluster, isRolledOut } from './cluster-parts.ts';

/** Restarts one deployment after the other, so that pods come, change and go all the time. */
export class Churn {
	readonly #cluster: BreakableCluster;
	readonly #deployments: readonly { readonly namespace: string; readonly name: string }[];
	#isOn = false;
	#turn = 0;
	#running: Promise<void> = Promise.resolve();

	private constructor(cluster: BreakableCluster, deployments: readonly { readonly namespace: string; readonly name: string }[]) {
		this.#cluster = cluster;
		this.#deployments = deployments;
	}

	/** Of the deployments that have all their pods now: what cannot be rolled out would never come to rest. */
	static async of(cluster: BreakableCluster): Promise<Churn> {
		const whole = (await cluster.deployments()).filter(isRolledOut);
		if (whole.length === 0) throw new Error('the cluster has no deployment whose pods could come and go');
		// The namespaces take turns, so that whoever may read only one of them sees changes too.
		const turnOf = new Map<string, number>();
		const dealt = whole.map(({ metadata: { name, namespace } }) => {
			const turn = turnOf.get(namespace) ?? 0;
			turnOf.set(namespace, turn + 1);
			return { namespace, name, turn };
		});
		return new Churn(
			cluster,
			dealt.sort((a, b) => a.turn - b.turn),
		);
	}

	/** Whatever was restarted has all its new pods and no old one. */
	async isOver(): Promise<boolean> {
		const own = new Set(this.#deployments.map(({ namespace, name }) => `${namespace}/${name}`));
		const found = await this.#cluster.deployments();
		return found.filter(({ metadata: { namespace, name } }) => own.has(`${namespace}/${name}`)).every(isRolledOut);
	}

	start(): void {
		this.#isOn = true;
		this.#running = this.#run();
	}

	/** Resolves when the last restart was asked for. */
	async pause(): Promise<void> {
		this.#isOn = false;
		await this.#running;
	}

	async #run(): Promise<void> {
		while (this.#isOn) {
			const { namespace, name } = this.#deployments[this.#turn % this.#deployments.length] ?? { namespace: '', name: '' };
			this.#turn += 1;
			// A server that is gone refuses this; the next one is asked for all the same.
			const refused = await this.#cluster.kubectl('-n', namespace, 'rollout', 'restart', `deployment/${name}`).then(
				() => false,
				() => true,
			);
			await wait(refused ? 1_000 : 700);
		}
	}
}
