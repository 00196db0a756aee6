import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nearestNames } from '../base/nearest-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { type ScenarioName, scenarioNames, scenarios } from '../demo/scenarios.ts';
import { type DemoOptions, type DemoServer, startDemoServer } from '../demo/server.ts';
import type { DemoFlags } from './options.ts';

const isScenario = (name: string): name is ScenarioName => (scenarioNames as readonly string[]).includes(name);

/** What the flags of `kyacht demo` ask of the server. Throws SentenceError (2) for a scenario that there is not. */
export function demoOptions({ size, churn, logRate, scenario, seed, port }: DemoFlags): DemoOptions {
	if (scenario !== undefined && !isScenario(scenario)) {
		const [near] = nearestNames(scenario, scenarioNames);
		const hint =
			near === undefined ? `there are ${scenarioNames.join(', ')}` : `did you mean ${near}? There are ${scenarioNames.join(', ')}`;
		throw new SentenceError(`The demo has no scenario "${scenario}"; ${hint}.`, 2);
	}
	return {
		// Also where nothing is played: what kubectl asks for is done.
		controllers: true,
		...(size === undefined ? {} : { size }),
		...(churn === undefined ? {} : { churn }),
		...(logRate === undefined ? {} : { logRate }),
		...(scenario === undefined ? {} : { scenario }),
		...(seed === undefined ? {} : { seed }),
		...(port === undefined ? {} : { port }),
	};
}

export interface RunningDemo {
	readonly server: DemoServer;
	/** Of a kubeconfig that leads to it, there until it is closed. */
	readonly path: string;
	close(): Promise<void>;
}

/** Starts the embedded cluster and writes its kubeconfig to a file of our own. Throws SentenceError (1) when the port cannot be had. */
export async function startDemo(flags: DemoFlags): Promise<RunningDemo> {
	const server = await startDemoServer(demoOptions(flags)).catch((error: unknown) => {
		if (error instanceof SentenceError) throw error;
		const { code, message } = error as NodeJS.ErrnoException;
		throw new SentenceError(`The demo cluster cannot listen on port ${flags.port ?? 0} (${code ?? message}); give another --port.`, 1);
	});
	const directory = await mkdtemp(join(tmpdir(), 'kyacht-demo-'));
	const path = join(directory, 'kubeconfig');
	await writeFile(path, server.kubeconfig(), { mode: 0o600 });
	return {
		server,
		path,
		async close() {
			await Promise.all([server.close(), rm(directory, { recursive: true, force: true })]);
		},
	};
}

export interface DemoIo {
	/** Lines for stdout. */
	readonly print: (text: string) => void;
	/** Ends it: what SIGINT and SIGTERM set off. */
	readonly signal: AbortSignal;
}

const stopped = (signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});

/** `kyacht demo --serve`: serves until it is told to stop. Resolves with the exit code; throws SentenceError. */
export async function runDemo(flags: DemoFlags, { print, signal }: DemoIo): Promise<number> {
	const demo = await startDemo(flags);
	try {
		const scenario = scenarios[demoOptions(flags).scenario ?? 'tour'];
		print(`export KUBECONFIG=${demo.path}\n`);
		print(
			`# The demo cluster serves ${demo.server.url} (${scenario.title}). In another shell, set KUBECONFIG as above, then: kubectl get pods -A -w\n`,
		);
		print('# Contexts: demo-admin, demo-viewer, demo-shop, demo-nowatch. Ctrl-c ends it.\n');
		// A listening socket does not keep the process alive while the scenario closes it for an outage.
		const alive = setInterval(() => undefined, 60_000);
		await stopped(signal);
		clearInterval(alive);
		return 0;
	} finally {
		await demo.close();
	}
}
