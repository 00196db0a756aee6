/**
 * `npm run soak -- --minutes N`: leaves the program open on the embedded cluster, which changes and breaks in every way it can, while
 * somebody types; and looks every ten seconds whether what it shows is what the server has. Exits 1 unless it always was.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkLine, summary } from '../test/soak/report.ts';
import { soak } from '../test/soak/soak.ts';

const usage = `npm run soak -- [--minutes N] [--seed N] [--views a,b] [--program bin/kyacht.js]

--minutes  how long (10)
--seed     the same faults and keys again; without it one is chosen, and said
--views    only these are opened and compared
--program  another build to soak
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: flags } = parseArgs({
	options: {
		minutes: { type: 'string', default: '10' },
		seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
		views: { type: 'string' },
		program: { type: 'string', default: join(root, 'bin', 'kyacht.js') },
		help: { type: 'boolean', default: false },
	},
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
	if (flags.help) {
		process.stdout.write(usage);
		return 0;
	}
	const minutes = Number(flags.minutes);
	const seed = Number(flags.seed);
	if (!(minutes > 0) || !Number.isInteger(seed)) {
		process.stderr.write(`kyacht: --minutes is a number above 0 and --seed a whole one.\n${usage}`);
		return 2;
	}
	const interrupted = new AbortController();
	// Once from the terminal and once from npm: it ends once.
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
	const directory = mkdtempSync(join(tmpdir(), 'kyacht-soak-'));
	say(`soak: ${minutes} min, --seed ${seed}`);
	const record = await soak({
		minutes,
		seed,
		...(flags.views !== undefined && { views: flags.views.split(',') }),
		program: flags.program,
		directory,
		signal: interrupted.signal,
		onCheck: (check) => say(checkLine(check)),
	});
	const { text, passed } = summary(
		record,
		interrupted.signal.aborted ? 'It was interrupted: this is what was seen until then.' : undefined,
	);
	say(text);
	if (passed) {
		rmSync(directory, { recursive: true });
	} else {
		writeFileSync(join(directory, 'failures.txt'), `${record.failures.join('\n')}\n`);
		process.stderr.write(`kyacht: the journal and the screens of the failures are in ${directory}.\n`);
	}
	return passed ? 0 : 1;
}

// At once: what a fault left behind would keep the process for minutes.
process.exit(await main());
