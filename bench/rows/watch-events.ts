import { megabytes, type Row } from '../bench.ts';
import { runProbe } from '../measure/probe.ts';
import type { EventFigures } from '../probes/events.ts';

/** A watch that delivers all the time, without the interface. */
export const watchEvents: Row = async (bench, { kubeconfig }) => {
	const request = { kubeconfig, compress: 'off', forMs: bench.quick ? 3_000 : 6_000 };
	const masked = await runProbe<EventFigures>(new URL('../probes/events.ts', import.meta.url), bench.directory, request);
	const parsed = await runProbe<EventFigures>(new URL('../probes/parse-events.ts', import.meta.url), bench.directory, request);
	const share = ({ cpuMs, tookMs }: EventFigures): number => (100 * cpuMs) / tookMs;
	const rate = ({ events, tookMs }: EventFigures): number => (1_000 * events) / tookMs;
	return [
		{
			what: `${Math.round(rate(masked))} watch events/s without the UI: CPU`,
			unit: '%',
			value: share(masked),
			budget: 10,
			peers: [{ name: `JSON.parse at ${Math.round(rate(parsed))}/s`, value: share(parsed) }],
		},
		{ what: 'watch events without the UI: CPU an event', unit: 'µs', value: (1_000 * masked.cpuMs) / masked.events },
		{ what: 'watch events without the UI: peak RSS', unit: 'MB', value: megabytes(masked.peakRssBytes) },
	];
};
