import type { Mask } from '../kube/types.ts';

/** What an autoscaler goes by, as `kubectl get hpa` has it: how much there is of each metric, and how much there should be. */

/** autoscaling/v2 MetricTarget and MetricValueStatus. */
interface Amount {
	readonly value?: string;
	readonly averageValue?: string;
	readonly averageUtilization?: number | null;
}

interface Wanted {
	readonly target?: Amount;
}

interface WantedResource extends Wanted {
	/** `cpu` */
	readonly name?: string;
	readonly container?: string;
}

interface WantedMetric extends Wanted {
	readonly metric?: { readonly name?: string };
}

/** One of `spec.metrics`. */
interface MetricSpec {
	readonly type?: string;
	readonly resource?: Omit<WantedResource, 'container'> | null;
	readonly containerResource?: WantedResource | null;
	readonly pods?: WantedMetric | null;
	readonly object?: (WantedMetric & { readonly describedObject?: { readonly kind?: string; readonly name?: string } }) | null;
	readonly external?: WantedMetric | null;
}

interface Found {
	readonly current?: Amount;
}

/** One of `status.currentMetrics`. */
interface MetricStatus {
	readonly resource?: Found | null;
	readonly containerResource?: Found | null;
	readonly pods?: Found | null;
	readonly object?: Found | null;
	readonly external?: Found | null;
}

export type MetricSpecs = readonly MetricSpec[] | null | undefined;
export type MetricStatuses = readonly MetricStatus[] | null | undefined;

const amountMask = { value: true, averageValue: true, averageUtilization: true } as const satisfies Mask;
const wantedMask = { metric: { name: true }, target: amountMask } as const satisfies Mask;
const foundMask = { current: amountMask } as const satisfies Mask;

export const metricSpecMask = {
	type: true,
	resource: { name: true, target: amountMask },
	containerResource: { name: true, container: true, target: amountMask },
	pods: wantedMask,
	object: { ...wantedMask, describedObject: { kind: true, name: true } },
	external: wantedMask,
} as const satisfies Mask;

export const metricStatusMask = {
	resource: foundMask,
	containerResource: foundMask,
	pods: foundMask,
	object: foundMask,
	external: foundMask,
} as const satisfies Mask;

export interface Target {
	/** `cpu: 45%/70%`, `8200/10k`, `12500m/30 (avg)`. */
	readonly printed: string;
	/** The same after the name of what is counted, where the printed text leaves it out: `requests_per_second of Ingress/shop: 8200/10k`. */
	readonly named: string;
	/** How much there is of it is not known. */
	readonly unknown: boolean;
}

const unknown = '<unknown>';
/** What a Go pointer to no quantity prints: the server has the metric, and no such amount of it. */
const none = '<nil>';

/**
 * Every target, in the order of the spec. The rules are those of `formatHPAMetrics` (kubernetes/kubernetes
 * pkg/printers/internalversion/printers.go, 1.36), which finds the state of a metric at the place it has in the spec.
 */
export const targetsOf = (specs: MetricSpecs, statuses: MetricStatuses): readonly Target[] =>
	(specs ?? []).map((spec, index) => targetOf(spec, statuses?.[index]));

function targetOf({ type, resource, containerResource, pods, object, external }: MetricSpec, found: MetricStatus | undefined): Target {
	switch (type) {
		case 'Resource':
			return ofResource(resource, found?.resource);
		case 'ContainerResource':
			return ofResource(containerResource, found?.containerResource);
		case 'Pods':
			return ofMetric(pods, amounts('averageValue', pods, found?.pods), 'of its pods');
		case 'Object':
			return ofMetric(
				object,
				valueOrAverage(object, found?.object),
				`of ${object?.describedObject?.kind ?? ''}/${object?.describedObject?.name ?? ''}`,
			);
		case 'External':
			return ofMetric(external, valueOrAverage(external, found?.external));
		default:
			return { printed: '<unknown type>', named: '<unknown type>', unknown: true };
	}
}

interface Amounts {
	readonly now: string;
	readonly target: string;
}

type Maybe<T> = T | null | undefined;

/** `missing`: what is printed where the state of the metric is known, but not by this amount. */
const amounts = (by: 'value' | 'averageValue', wanted: Maybe<Wanted>, found: Maybe<Found>, missing = none): Amounts => ({
	now: found === undefined || found === null ? unknown : (found.current?.[by] ?? missing),
	target: wanted?.target?.[by] ?? none,
});

function valueOrAverage(wanted: Maybe<Wanted>, found: Maybe<Found>): Amounts {
	if (wanted?.target?.averageValue === undefined) return amounts('value', wanted, found);
	const { now, target } = amounts('averageValue', wanted, found, unknown);
	return { now, target: `${target} (avg)` };
}

function ofMetric(wanted: Maybe<WantedMetric>, { now, target }: Amounts, where?: string): Target {
	const printed = `${now}/${target}`;
	const what = wanted?.metric?.name ?? '';
	const named = `${what}${where === undefined ? '' : ` ${where}`}: ${printed}`;
	return { printed, named: what === '' ? printed : named, unknown: isUnknown(now) };
}

const percent = (use: number | null | undefined, otherwise: string): string => (use === undefined || use === null ? otherwise : `${use}%`);

function ofResource(wanted: Maybe<WantedResource>, found: Maybe<Found>): Target {
	const { name = '', container, target: amount } = wanted ?? {};
	const { now, target } =
		amount?.averageValue === undefined
			? { now: percent(found?.current?.averageUtilization, unknown), target: percent(amount?.averageUtilization, '<auto>') }
			: amounts('averageValue', wanted, found);
	const text = `: ${now}/${target}`;
	return {
		printed: `${name}${text}`,
		named: `${name}${container === undefined ? '' : ` of ${container}`}${text}`,
		unknown: isUnknown(now),
	};
}

const isUnknown = (now: string): boolean => now === unknown || now === none;

/** So many are printed; of more, how many there are. */
const mostPrinted = 2;

export function printedTargets(targets: readonly Target[]): string {
	if (targets.length === 0) return '<none>';
	const words = targets.slice(0, mostPrinted).map(({ printed }) => printed);
	return `${words.join(', ')}${targets.length > mostPrinted ? ` + ${targets.length - mostPrinted} more...` : ''}`;
}
