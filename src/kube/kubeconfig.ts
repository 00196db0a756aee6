import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { nearestNames } from '../base/nearest-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { inClusterFile } from './in-cluster.ts';
import { type Entry, type KubeconfigFile, mergeKubeconfigs, readKubeconfigFile } from './kubeconfig-file.ts';

/** Where a kubeconfig is looked for, and what the command line says instead of it. */
export interface KubeconfigOptions {
	readonly env: NodeJS.ProcessEnv;
	/** The home directory; `~/.kube/config` is in it. */
	readonly home: string;
	/** --kubeconfig: this file alone, which must exist. */
	readonly kubeconfig?: string | undefined;
	/** --server: with it no kubeconfig is needed. */
	readonly server?: string | undefined;
	/** Where a pod finds its service account; another directory in tests. */
	readonly serviceAccountDir?: string | undefined;
}

export interface ContextSummary {
	readonly name: string;
	readonly cluster: string;
	readonly user: string;
	readonly namespace: string | undefined;
}

export interface Kubeconfig {
	/** `flags`: only --server says where the cluster is. `none`: there is no cluster to connect to. */
	readonly source: 'kubeconfig' | 'in-cluster' | 'flags' | 'none';
	/** Every path that was looked in, existing or not. */
	readonly paths: readonly string[];
	/** Sorted by name. */
	readonly contexts: readonly ContextSummary[];
	readonly currentContext: string | undefined;
	/** How it was loaded: the same options load it again. */
	readonly options: KubeconfigOptions;
	readonly merged: KubeconfigFile;
}

/**
 * The kubeconfig as kubectl finds it (client-go tools/clientcmd/loader.go): --kubeconfig, else every file of KUBECONFIG
 * (missing ones are skipped, the first to name something wins), else ~/.kube/config, else the service account of the pod
 * that it runs in. Reads files, never the network. Throws SentenceError (2) for a file that is there and cannot be read.
 */
export function loadKubeconfig(options: KubeconfigOptions): Kubeconfig {
	const paths = searchedPaths(options);
	const files = paths.map((path) => readKubeconfigFile(path));
	if (options.kubeconfig !== undefined && files[0] === undefined) {
		throw new SentenceError(`The kubeconfig ${paths[0] ?? ''} does not exist; check the path given with --kubeconfig.`, 2);
	}
	const merged = mergeKubeconfigs(files.filter((file) => file !== undefined));
	const named = merged.clusters.size + merged.contexts.size + merged.users.size > 0 || merged.currentContext !== undefined;
	if (named) return describe('kubeconfig', paths, merged, options);
	// kubectl prefers --server over the service account, too.
	if (options.server !== undefined) return describe('flags', paths, merged, options);
	const pod = options.kubeconfig === undefined ? inClusterFile(options.env, options.serviceAccountDir) : undefined;
	if (pod !== undefined) return describe('in-cluster', [...paths, pod.directory], pod.file, options);
	return describe('none', paths, merged, options);
}

function searchedPaths({ kubeconfig, env, home }: KubeconfigOptions): readonly string[] {
	if (kubeconfig !== undefined) return [resolve(kubeconfig)];
	const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
	if (listed.length > 0) return [...new Set(listed.map((path) => resolve(path)))];
	return [join(home, '.kube', 'config')];
}

function describe(source: Kubeconfig['source'], paths: readonly string[], merged: KubeconfigFile, options: KubeconfigOptions): Kubeconfig {
	const text = (entry: Entry, field: string): string => {
		const value = entry.value[field];
		return typeof value === 'string' ? value : '';
	};
	const contexts = [...merged.contexts.values()].map((entry) => ({
		name: entry.name,
		cluster: text(entry, 'cluster'),
		user: text(entry, 'user'),
		namespace: text(entry, 'namespace') || undefined,
	}));
	contexts.sort((a, b) => (a.name < b.name ? -1 : 1));
	return { source, paths, contexts, currentContext: merged.currentContext, options, merged };
}

/**
 * The context of this name, or the current one. undefined where flags alone say what to connect to. Throws SentenceError (2)
 * with the nearest names.
 */
export function chooseContext(kubeconfig: Kubeconfig, wanted: string | undefined): ContextSummary | undefined {
	const { contexts, currentContext, paths } = kubeconfig;
	const name = wanted ?? currentContext;
	if (name === undefined) {
		if (kubeconfig.options.server !== undefined) return undefined;
		if (kubeconfig.source === 'none') {
			throw new SentenceError(
				`No cluster to connect to: ${paths.some((path) => existsSync(path)) ? `nothing is in the kubeconfig ${whereRead(kubeconfig)}` : `no kubeconfig in ${paths.join(', ')}`}; name one with --kubeconfig, or use --demo.`,
				2,
			);
		}
		const [first] = contexts;
		const next = first === undefined ? 'there is none to choose' : `choose one with --context, such as ${first.name}`;
		throw new SentenceError(`No current-context is set in ${paths.join(', ')}; ${next}.`, 2);
	}
	const found = contexts.find((context) => context.name === name);
	if (found !== undefined) return found;
	const how = wanted === undefined ? `The current context "${name}"` : `The context "${name}"`;
	const hint = whatThereIs(
		name,
		contexts.map((context) => context.name),
	);
	throw new SentenceError(`${how} is not in ${whereRead(kubeconfig)}; ${hint}`, 2);
}

/** The end of a sentence about a name that is not there: the nearest names, else the first few. */
export function whatThereIs(name: string, names: readonly string[]): string {
	const near = nearestNames(name, names);
	if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
	const some = names.slice(0, 5).join(', ');
	return some === '' ? 'there is none.' : `there are: ${some}${names.length > 5 ? ', …' : ''}.`;
}

/** The files that were read; those that were looked for, when there is none. */
export const whereRead = ({ paths }: Kubeconfig): string => paths.filter((path) => existsSync(path)).join(', ') || paths.join(', ');
