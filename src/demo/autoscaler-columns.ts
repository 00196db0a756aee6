import type { KubeObject } from '../kube/types.ts';
import type { TableColumn } from './table.ts';

/** How much there is, or how much there should be. */
interface Amount {
	readonly averageValue?: string;
	readonly averageUtilization?: number;
	readonly value?: string;
}

interface Metric {
	readonly name?: string;
	readonly target?: Amount;
	readonly current?: Amount;
}

interface MetricEntry {
	readonly type?: string;
	readonly resource?: Metric;
	readonly containerResource?: Metric;
	readonly pods?: Metric;
	readonly object?: Metric;
	readonly external?: Metric;
}

interface Autoscaler {
	readonly spec?: {
		readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
		readonly minReplicas?: number;
		readonly maxReplicas?: number;
		readonly metrics?: readonly MetricEntry[] | null;
	};
	readonly status?: { readonly currentReplicas?: number; readonly currentMetrics?: readonly MetricEntry[] | null };
}

const shown = (object: KubeObject): Autoscaler => object as Autoscaler;

const unknown = '<unknown>';
/** So many targets are printed; of more, how many there are. */
const most = 2;

const byUse = (wanted: Metric | undefined, found: Metric | undefined): string => {
	const { averageValue, averageUtilization } = wanted?.target ?? {};
	if (averageValue !== undefined) return `${wanted?.name}: ${found?.current?.averageValue ?? unknown}/${averageValue}`;
	const use = found?.current?.averageUtilization;
	return `${wanted?.name}: ${use === undefined ? unknown : `${use}%`}/${averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`}`;
};

const byValue = (wanted: Metric | undefined, found: Metric | undefined): string => {
	const { averageValue, value } = wanted?.target ?? {};
	if (averageValue !== undefined) return `${found?.current?.averageValue ?? unknown}/${averageValue} (avg)`;
	return `${found?.current?.value ?? unknown}/${value ?? ''}`;
};

const target = (wanted: MetricEntry, found: MetricEntry | undefined): string => {
	switch (wanted.type) {
		case 'Resource':
			return byUse(wanted.resource, found?.resource);
		case 'ContainerResource':
			return byUse(wanted.containerResource, found?.containerResource);
		case 'Pods':
			return `${found?.pods?.current?.averageValue ?? unknown}/${wanted.pods?.target?.averageValue ?? ''}`;
		case 'Object':
			return byValue(wanted.object, found?.object);
		case 'External':
			return byValue(wanted.external, found?.external);
		default:
			return '<unknown type>';
	}
};

const targets = ({ spec, status }: Autoscaler): string => {
	const wanted = spec?.metrics ?? [];
	if (wanted.length === 0) return '<none>';
	const words = wanted.slice(0, most).map((metric, index) => target(metric, status?.currentMetrics?.[index]));
	return `${words.join(', ')}${wanted.length > most ? ` + ${wanted.length - most} more...` : ''}`;
};

/** kubernetes/kubernetes pkg/printers/internalversion/printers.go printHorizontalPodAutoscaler; every column says it is a string. */
export const autoscalerColumns = (name: TableColumn, age: TableColumn): readonly TableColumn[] => {
	const column = (title: string, cell: (object: Autoscaler) => string | number): TableColumn => ({
		...age,
		name: title,
		cell: (object) => cell(shown(object)),
	});
	return [
		name,
		column('Reference', ({ spec }) => `${spec?.scaleTargetRef?.kind ?? ''}/${spec?.scaleTargetRef?.name ?? ''}`),
		column('Targets', targets),
		column('MinPods', ({ spec }) => (spec?.minReplicas === undefined ? '<unset>' : String(spec.minReplicas))),
		column('MaxPods', ({ spec }) => spec?.maxReplicas ?? 0),
		column('Replicas', ({ status }) => status?.currentReplicas ?? 0),
		age,
	];
};
