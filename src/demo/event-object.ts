import { hashOf } from './random.ts';
import type { Simulation } from './simulation.ts';
import type { World } from './world.ts';

export interface EventInput {
	readonly type: 'Normal' | 'Warning';
	readonly reason: string;
	readonly message: string;
	readonly component: string;
	readonly host?: string;
	readonly object: {
		readonly kind: string;
		readonly apiVersion: string;
		readonly name: string;
		/** '' for a node: its events lie in `default`. */
		readonly namespace: string;
		readonly uid: string;
		readonly fieldPath?: string;
	};
	/** Epoch milliseconds of the first time; default now. */
	readonly firstAt?: number;
	readonly count?: number;
}

/** The same thing about the same object is one event, counted up, as a recorder's correlator does it (client-go tools/record). */
export const recordEvent = (world: World, input: EventInput): void => {
	const { object } = input;
	const namespace = object.namespace === '' ? 'default' : object.namespace;
	const now = world.clock.now();
	const key = hashOf(`${input.reason}|${input.message}|${object.uid}`).toString(16).padStart(8, '0');
	const name = `${object.name}.18ea39${key}00`;
	const previous = world.get('events', namespace, name);
	const first = previous === undefined ? world.timestamp(input.firstAt ?? now) : (previous['firstTimestamp'] as string);
	const count = previous === undefined ? (input.count ?? 1) : Number(previous['count'] ?? 1) + 1;
	world.put('events', {
		metadata: {
			name,
			namespace,
			creationTimestamp: first,
			managedFields: [
				{
					manager: input.component,
					operation: 'Update',
					apiVersion: 'v1',
					time: world.timestamp(now),
					fieldsType: 'FieldsV1',
					fieldsV1: {
						'f:count': {},
						'f:firstTimestamp': {},
						'f:involvedObject': {},
						'f:lastTimestamp': {},
						'f:message': {},
						'f:reason': {},
						'f:reportingComponent': {},
						'f:source': { 'f:component': {} },
						'f:type': {},
					},
				},
			],
		},
		involvedObject: {
			kind: object.kind,
			...(object.namespace === '' ? {} : { namespace: object.namespace }),
			name: object.name,
			uid: object.uid,
			apiVersion: object.apiVersion,
			...(object.fieldPath === undefined ? {} : { fieldPath: object.fieldPath }),
		},
		reason: input.reason,
		message: input.message,
		source: { component: input.component, ...(input.host === undefined ? {} : { host: input.host }) },
		firstTimestamp: first,
		lastTimestamp: world.timestamp(previous === undefined && input.count === undefined ? (input.firstAt ?? now) : now),
		count,
		type: input.type,
		eventTime: null,
		reportingComponent: input.component,
		reportingInstance: input.host ?? '',
	});
};

const lifetimeMs = 3_600_000;
const sweepMs = 60_000;

/** Events go after an hour, as kube-apiserver's --event-ttl has it: a watch hears of it as DELETED. */
export const runEventExpiry = (world: World, simulation: Simulation): void => {
	const sweep = (): void => {
		const oldest = world.clock.now() - lifetimeMs;
		for (const event of world.list('events'))
			if (Date.parse(String(event['lastTimestamp'] ?? event.metadata.creationTimestamp)) < oldest)
				world.remove('events', event.metadata.namespace, event.metadata.name);
		simulation.after(sweepMs, sweep);
	};
	simulation.after(sweepMs, sweep);
};
