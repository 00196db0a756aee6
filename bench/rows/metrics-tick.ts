import { atTenThousand, type Row } from '../bench.ts';
import { runProbe } from '../measure/probe.ts';
import type { MetricsFigures } from '../probes/metrics.ts';

/** One tick of the metrics of all pods. */
export const metricsTick: Row = async (bench, { kubeconfig, pods }) => {
	const probe = new URL('../probes/metrics.ts', import.meta.url);
	const figures = await runProbe<MetricsFigures>(probe, bench.directory, { kubeconfig, compress: 'on', ticks: bench.quick ? 3 : 6 });
	return [
		{
			what: 'metrics of all pods: CPU a tick',
			unit: 'ms',
			value: figures.cpuMs,
			...atTenThousand(pods, 40),
			peers: [{ name: 'JSON.parse', value: figures.parsedCpuMs }],
			note: `${figures.samples} samples, ${(figures.bytes / 1e6).toFixed(2)} MB on the wire`,
		},
	];
};
