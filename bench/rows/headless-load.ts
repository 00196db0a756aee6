import { megabytes, type Row } from '../bench.ts';
import type { Figure } from '../measure/figure.ts';
import { runProbe } from '../measure/probe.ts';
import { median } from '../measure/statistics.ts';
import type { LoadFigures } from '../probes/load.ts';

const loadProbe = new URL('../probes/load.ts', import.meta.url);
const parseProbe = new URL('../probes/parse-load.ts', import.meta.url);

/** The list without the interface, beside JSON.parse over the same connection. */
export const headlessLoad: Row = async (bench, { kubeconfig, pods }) => {
	const listed: LoadFigures[] = [];
	const whole: LoadFigures[] = [];
	const parsed: LoadFigures[] = [];
	const request = { kubeconfig, compress: 'off' };
	// From 30 000 pods on a run takes seconds, and noise is a small part of it.
	const turns = bench.quick || pods > 30_000 ? 1 : 2;
	for (let turn = 0; turn < turns; turn += 1) {
		listed.push(await runProbe<LoadFigures>(loadProbe, bench.directory, { ...request, reads: 'list' }));
		if (pods <= 30_000) whole.push(await runProbe<LoadFigures>(loadProbe, bench.directory, { ...request, reads: 'domain' }));
		parsed.push(await runProbe<LoadFigures>(parseProbe, bench.directory, request));
	}
	const of = (runs: readonly LoadFigures[], pick: (figures: LoadFigures) => number) => median(runs.map(pick));
	const cpu = (figures: LoadFigures) => figures.cpuMs;
	const peak = (figures: LoadFigures) => megabytes(figures.peakRssBytes);
	const grown = (figures: LoadFigures) => megabytes(figures.peakRssBytes - figures.rssBeforeBytes);
	const block = (figures: LoadFigures) => figures.longestBlockMs;
	const size = `${pods} pods`;
	const figures: Figure[] = [
		{
			what: `list ${size} without the UI: CPU`,
			unit: 'ms',
			value: of(listed, cpu),
			runs: listed.map(cpu),
			peers: [{ name: 'JSON.parse', value: of(parsed, cpu) }],
		},
		{
			what: `list ${size} without the UI: peak RSS`,
			unit: 'MB',
			value: of(listed, peak),
			runs: listed.map(peak),
			peers: [{ name: 'JSON.parse', value: of(parsed, peak) }],
		},
		{
			what: `list ${size} without the UI: peak RSS above a bare process`,
			unit: 'MB',
			value: of(listed, grown),
			peers: [{ name: 'JSON.parse', value: of(parsed, grown) }],
		},
	];
	if (whole.length > 0) {
		figures.push(
			{ what: `list ${size} and their metrics: peak RSS`, unit: 'MB', value: of(whole, peak), runs: whole.map(peak) },
			{
				what: `list ${size} and their metrics: longest block of the event loop`,
				unit: 'ms',
				value: of(whole, block),
				runs: whole.map(block),
				budget: 16,
			},
		);
	}
	return figures;
};
