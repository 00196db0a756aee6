/**
 * Makes docs/captures: the real program in a real terminal over the embedded cluster, each screen as text and as a picture.
 * It waits for what is shown and for nothing else; ages, samples and counts are those of the moment.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
// biome-ignore lint/correctness/noUnresolvedImports: its types are an ambient module, which the linter does not read
import headless from '@xterm/headless';
import type { UserKey } from '../src/demo/access.ts';
import { type DemoOptions, type DemoServer, startDemoServer } from '../src/demo/server.ts';
import { PtyProgram } from '../test/support/pty.ts';
import { darkSurface, lightSurface, type ScreenCell, terminalSvg } from './terminal-svg.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const captures = join(root, 'docs', 'captures');

/** Environments of the themes. */
const looks = {
	truecolor: { COLORTERM: 'truecolor' },
	'256': { COLORTERM: '' },
	'16': { COLORTERM: '', TERM: 'xterm' },
	monochrome: { COLORTERM: '', NO_COLOR: '1' },
	light: { COLORTERM: 'truecolor', KYACHT_THEME: 'light' },
	'light-16': { COLORTERM: '', TERM: 'xterm', KYACHT_THEME: 'light' },
} as const;

interface Capture {
	readonly name: string;
	readonly title: string;
	readonly columns: number;
	readonly rows: number;
	readonly args: readonly string[];
	readonly user?: UserKey;
	readonly demo?: DemoOptions;
	/** What the terminal can show; absent: 256 colours on dark. */
	readonly look?: keyof typeof looks;
	/** How long the screen may take, where samples have to come in first. */
	readonly patienceMs?: number;
	/** Brings the screen to what is to be shown. */
	readonly play: (program: PtyProgram, server: DemoServer) => Promise<void>;
}

/** A crash loop plays in this namespace. */
const shop: Pick<Capture, 'args' | 'demo'> = { args: ['pods', '-n', 'shop'], demo: { scenario: 'crash-loop' } };

async function byStatus(program: PtyProgram): Promise<void> {
	await program.waitFor(/pods \d\d/);
	program.write('S');
	// The mark at the column is there on a narrow screen, too, where the title has no room for the order.
	await program.waitFor(/STATUS▲[^\n]*\n[^\n]*CrashLoop/);
}

const all: readonly Capture[] = [
	{
		name: 'attention',
		title: 'What is wrong now in all namespaces, 110 by 16',
		columns: 110,
		rows: 16,
		args: ['-A'],
		demo: { scenario: 'crash-loop' },
		async play(program) {
			await program.waitFor(/deploy +shop +promo +\d\/2 ready: promo: OOMKilled exit 137/);
		},
	},
	{
		name: 'pods',
		title: 'Pods of a namespace, sorted by status, 80 by 24',
		columns: 80,
		rows: 24,
		...shop,
		play: byStatus,
	},
	{
		name: 'nodes',
		title: 'Nodes with what their pods ask for and use, 120 by 40',
		columns: 120,
		rows: 40,
		args: ['nodes'],
		demo: { size: 4_500 },
		async play(program) {
			await program.waitFor(/● live {2}2 watches[\s\S]*worker-\d+ .*\d+%.*\d+%.*\d+%/);
		},
	},
	{
		name: 'nodes-wide',
		title: 'Nodes on a wide screen: use as bars and as the last samples, 200 by 50, true colour',
		columns: 200,
		rows: 50,
		args: ['nodes'],
		demo: { size: 4_500 },
		look: 'truecolor',
		patienceMs: 150_000,
		async play(program) {
			await program.waitFor('● live');
			program.write('\x17');
			await program.waitFor(/▕█+.▏? +▏ +[▁-█]{4}/);
		},
	},
	{
		name: 'faults',
		title: 'Faults only, of all namespaces, three keys from the start, 80 by 24',
		columns: 80,
		rows: 24,
		args: ['pods', '-A'],
		demo: { size: 600, scenario: 'crash-loop' },
		async play(program) {
			await program.waitFor(/pods \d\d/);
			program.write('\x1a');
			await program.waitFor(/faults only[\s\S]*CrashLoop/);
		},
	},
	{
		name: 'logs',
		title: 'The log of all pods of a deployment, JSON as fields, with times, 120 by 40',
		columns: 120,
		rows: 40,
		args: ['workloads', '-n', 'shop', '--filter', 'name:cart'],
		demo: { scenario: 'none' },
		look: 'truecolor',
		async play(program) {
			await program.waitFor(/▸ Deployment +cart/);
			program.write('lxtw');
			await program.waitFor(/ LOG {2}shop\/deployments\/cart .*● live/);
			await program.waitFor(/(\d\d:\d\d:\d\d\.\d{3} .*\n){20}/);
		},
	},
	{
		name: 'panel',
		title: 'The panel of a pod that crashes: what is wrong with it, its conditions, its containers, 100 by 36',
		columns: 100,
		rows: 36,
		args: ['pods', '-n', 'shop', '--filter', 'status:crash'],
		demo: { scenario: 'crash-loop' },
		look: 'truecolor',
		async play(program) {
			await program.waitFor(/▸ \S+ .*CrashLoopBackOff/);
			program.write('\r');
			await program.waitFor(/Wrong +[\s\S]*Waiting: CrashLoopBackOff[\s\S]*last state +Terminated: OOMKilled/);
		},
	},
	{
		name: 'light',
		title: 'The same pods on a light ground, true colour',
		columns: 80,
		rows: 24,
		...shop,
		look: 'light',
		play: byStatus,
	},
	{
		name: 'sixteen',
		title: 'The same pods in sixteen colours',
		columns: 80,
		rows: 24,
		...shop,
		look: '16',
		play: byStatus,
	},
	{
		name: 'light-sixteen',
		title: 'The same pods in sixteen colours on a light ground',
		columns: 80,
		rows: 24,
		...shop,
		look: 'light-16',
		play: byStatus,
	},
	{
		name: 'monochrome',
		title: 'The same pods without colours',
		columns: 80,
		rows: 24,
		...shop,
		look: 'monochrome',
		play: byStatus,
	},
	{
		name: 'diagnostics',
		title: 'Diagnostics below a list whose watch is forbidden, 120 by 40',
		columns: 120,
		rows: 40,
		args: ['pods', '-A'],
		user: 'nowatch',
		async play(program) {
			await program.waitFor('watch forbidden');
			program.write('|');
			await program.waitFor(/DIAGNOSTICS[\s\S]*pods .*polling/);
		},
	},
	{
		name: 'streams',
		title: 'The streams of a domain and the journal of one of them, after an outage, 120 by 30',
		columns: 120,
		rows: 30,
		args: ['namespaces'],
		async play(program, server) {
			await program.waitFor('● live');
			await server.faults.refuseConnections();
			await program.waitFor(/stale \d+s · retry in \d+s · connection refused/);
			await server.faults.acceptConnections();
			await program.waitFor('● live');
			program.write('!');
			await program.waitFor('DIAGNOSTICS');
			program.write('\r');
			await program.waitFor(/JOURNAL[\s\S]*backing-off → connecting/);
		},
	},
	{
		name: 'stale',
		title: 'Pods after the API server is gone: dimmed, dated, with the cause and the next try, 80 by 24',
		columns: 80,
		rows: 24,
		...shop,
		async play(program, server) {
			await byStatus(program);
			await server.faults.refuseConnections();
			await program.waitFor(/stale 1\ds · retry in [2-9]s · connection refused/);
		},
	},
	{
		name: 'small',
		title: 'The same pods on 40 by 10',
		columns: 40,
		rows: 10,
		...shop,
		play: byStatus,
	},
];

/** Nothing moves by itself, and the same seed makes the same cluster. */
const quiet: DemoOptions = { seed: 7, scenario: 'none' };

async function capture(wanted: Capture, home: string): Promise<void> {
	const look = wanted.look ?? '256';
	const server = await startDemoServer({ ...quiet, ...wanted.demo });
	const kubeconfig = join(home, `${wanted.name}.kubeconfig`);
	writeFileSync(kubeconfig, server.kubeconfig(wanted.user), { mode: 0o600 });
	const program = new PtyProgram(process.execPath, [join(root, 'bin', 'kyacht.js'), ...wanted.args, '--kubeconfig', kubeconfig], {
		columns: wanted.columns,
		rows: wanted.rows,
		env: { HOME: home, TZ: 'UTC', ...looks[look] },
		...(wanted.patienceMs === undefined ? {} : { patienceMs: wanted.patienceMs }),
	});
	try {
		await wanted.play(program, server);
		await program.waitFor(() => isWholeFrame(program.output));
		const cells = await cellsOf(program.output, wanted);
		writeFileSync(join(captures, `${wanted.name}.txt`), cells.map((line) => `${textOf(line)}\n`).join(''));
		writeFileSync(
			join(captures, `${wanted.name}.svg`),
			terminalSvg(cells, wanted.title, look.startsWith('light') ? lightSurface : darkSurface),
		);
	} finally {
		await program.stop();
		await server.close();
	}
}

/** Frames are written between the marks of synchronized output; one of which only half has come is none. */
const isWholeFrame = (output: string): boolean => output.lastIndexOf('\x1b[?2026l') > output.lastIndexOf('\x1b[?2026h');

/** Plays the bytes once more, into an emulator of which every cell can be read. */
async function cellsOf(output: string, { columns, rows }: Capture): Promise<readonly (readonly ScreenCell[])[]> {
	const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
	await new Promise<void>((resolve) => terminal.write(output, resolve));
	const { active } = terminal.buffer;
	const cells = Array.from({ length: rows }, (_, row) =>
		Array.from({ length: columns }, (__, column): ScreenCell => {
			const cell = active.getLine(active.baseY + row)?.getCell(column);
			return {
				text: cell === undefined || cell.getChars() === '' ? (cell?.getWidth() === 0 ? '' : ' ') : cell.getChars(),
				colour: colourOf(cell),
				bold: (cell?.isBold() ?? 0) !== 0,
				dim: (cell?.isDim() ?? 0) !== 0,
				inverse: (cell?.isInverse() ?? 0) !== 0,
				underline: (cell?.isUnderline() ?? 0) !== 0,
			};
		}),
	);
	terminal.dispose();
	return cells;
}

function colourOf(cell: { isFgPalette(): boolean; isFgRGB(): boolean; getFgColor(): number } | undefined): ScreenCell['colour'] {
	if (cell?.isFgPalette() === true) return cell.getFgColor();
	return cell?.isFgRGB() === true ? `#${cell.getFgColor().toString(16).padStart(6, '0')}` : undefined;
}

const textOf = (line: readonly ScreenCell[]): string =>
	line
		.map(({ text }) => text)
		.join('')
		.trimEnd();

const [only] = process.argv.slice(2);
const chosen = all.filter(({ name }) => only === undefined || name === only);
if (chosen.length === 0) throw new Error(`There is no capture "${only}"; there are ${all.map(({ name }) => name).join(', ')}.`);

mkdirSync(captures, { recursive: true });
if (only === undefined) for (const name of readdirSync(captures)) rmSync(join(captures, name));
const home = mkdtempSync(join(tmpdir(), 'kyacht-captures-'));
try {
	for (const each of chosen) {
		await capture(each, home);
		process.stdout.write(`docs/captures/${each.name}.svg, ${each.name}.txt\n`);
	}
} finally {
	rmSync(home, { recursive: true, force: true });
}
