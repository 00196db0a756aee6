import type { Access } from '../src/kube/credentials.ts';
import type { Figure } from './measure/figure.ts';
import type { OtherProgram } from './measure/other-programs.ts';

/** What every row is given. */
export interface Bench {
	/** bin/kyacht.js of the build that is measured. */
	readonly program: string;
	/** For files of this run, removed at its end. */
	readonly directory: string;
	/** A home with a warm compile cache in it. */
	readonly home: string;
	readonly quick: boolean;
}

/** A cluster that is measured on. */
export interface Target {
	/** `embedded` is our own server in a process beside; `cluster` is the one of KYACHT_BENCH_KUBECONFIG. */
	readonly name: 'embedded' | 'cluster';
	readonly kubeconfig: string;
	readonly access: Access;
	readonly pods: number;
	/** Pod changes a second that the bench itself makes; of a real cluster it makes none. */
	readonly churn: number;
	/** On the same cluster, in the same run. */
	readonly others: readonly OtherProgram[];
}

/** One subject of the report, measured; the figures of one row belong together. */
export type Row = (bench: Bench, target: Target) => Promise<readonly Figure[]>;

/** What performance.md allows kyacht's memory to be, in MB, for a list of so many pods; undefined past what it speaks of. */
export function rssBudget(pods: number): number | undefined {
	if (pods <= 11_000) return 130;
	if (pods <= 55_000) return 200;
	return pods <= 165_000 ? 350 : undefined;
}

/** Budgets that are given for 10 000 pods and grow with them mean nothing elsewhere. */
export const atTenThousand = (pods: number, budget: number): { readonly budget?: number } =>
	pods > 9_000 && pods < 11_000 ? { budget } : {};

export const megabytes = (bytes: number): number => bytes / 1e6;
