import type { Row } from '../bench.ts';
import { runProbe } from '../measure/probe.ts';
import type { ReaderFigures } from '../probes/reader.ts';

/** The reader alone, on bytes in memory. */
export const maskedReader: Row = async (bench, { kubeconfig }) => {
	const probe = new URL('../probes/reader.ts', import.meta.url);
	const figures = await runProbe<ReaderFigures>(probe, bench.directory, { kubeconfig, compress: 'off' });
	return [
		{
			what: 'masked reader, a pod to its row',
			unit: 'µs',
			value: figures.maskedUs,
			peers: [{ name: 'JSON.parse', value: figures.parsedUs }],
			note: `${Math.round(figures.bytesPerPod)} B a pod; ${figures.projectedUs.toFixed(1)} µs of it the reader, the rest the row`,
		},
	];
};
