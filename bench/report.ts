import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Figure, Unit } from './measure/figure.ts';

/** What a figure is worth depends on where it was measured. */
export interface Circumstances {
	readonly at: string;
	readonly commit: string;
	readonly node: string;
	readonly cpu: string;
	readonly cores: number;
	readonly memoryGb: number;
	/** Of one minute, before anything was measured. */
	readonly load: number;
}

export function circumstances(root: string): Circumstances {
	const [cpu] = cpus();
	return {
		at: new Date().toISOString(),
		commit: commitOf(root),
		node: process.version,
		cpu: cpu?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 1e9),
		load: loadavg()[0] ?? Number.NaN,
	};
}

function commitOf(root: string): string {
	try {
		return execFileSync('git', ['-C', root, 'describe', '--always', '--dirty'], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}).trim();
	} catch {
		// An unpacked archive has no history, and is measured all the same.
		return 'unknown';
	}
}

export function headLines({ at, commit, node, cpu, cores, memoryGb, load }: Circumstances): string {
	return [
		`kyacht ${commit}, Node ${node}, ${at}`,
		`${cores} × ${cpu}, ${memoryGb} GB; load before the first measurement ${load.toFixed(2)}${load > cores / 4 ? ': others use this machine, read the ratios' : ''}`,
	].join('\n');
}

const words: Readonly<Record<Unit, string>> = { ms: 'ms', µs: 'µs', MB: 'MB', B: 'B', '%': '%', '/min': '/min', '': '' };

function quantity(value: number, unit: Unit): string {
	if (Number.isNaN(value)) return '–';
	const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
	return `${value.toFixed(digits)} ${words[unit]}`.trim();
}

const times = (ratio: number): string => `${ratio.toFixed(ratio >= 10 ? 0 : 2)} ×`;

/** `within`, `over`, or nothing where nothing was promised. */
export function verdict({ value, budget }: Figure): string {
	if (budget === undefined || Number.isNaN(value)) return '';
	return value <= budget ? 'within' : `over, ${times(value / budget)}`;
}

function cells(figure: Figure): readonly string[] {
	const { what, unit, value, budget, peers = [], note } = figure;
	return [
		what,
		quantity(value, unit),
		budget === undefined ? '' : `≤ ${quantity(budget, unit)}`,
		verdict(figure),
		peers.map((peer) => `${times(value / peer.value)} ${peer.name} (${quantity(peer.value, unit)})`).join('; '),
		note ?? '',
	];
}

/** Figures as lines of aligned columns. */
export function tableOf(figures: readonly Figure[]): string {
	const head = ['WHAT', 'MEASURED', 'BUDGET', 'VERDICT', 'OF ITS PEERS IN THIS RUN', 'NOTE'];
	const lines = [head, ...figures.map(cells)];
	const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	return lines
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
