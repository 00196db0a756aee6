import type { GivenFlag } from '../base/api-error-sentences.ts';
import type { Clock } from '../base/clock.ts';
import type { Diagnostics } from '../diagnostics/types.ts';
import type { ReleaseRef, ReleaseWish } from '../domains/helm-records.ts';
import type { Domain } from '../domains/types.ts';
import type { Discovery, LoginWait, Mask, Scope } from '../kube/types.ts';
import type { ReadObject, WantedObject } from '../objects/compare-read.ts';
import type { ReadRelease } from '../objects/release-text.ts';
import type { LogRequest, LogSession, LogStream } from '../sessions/types.ts';
import type { DomainFeed, Engine } from '../sync/types.ts';

/** The view of something that the server has, and what is to be said of the choice. */
export interface ServedView {
	readonly domain: Domain;
	/** A sentence: the name could have meant others too. */
	readonly note?: string;
}

/** The views of what a server offers beside the built-in ones. */
export interface ServedViews {
	/** Grows when more is known. */
	readonly revision: number;
	/** What the server offers, as far as it was asked. */
	discovery(): Discovery | undefined;
	/** Among what is known; asks nobody. */
	find(name: string): ServedView | undefined;
	/** By every name that kubectl knows; asks the server for what is not known. Throws SentenceError. */
	resolve(name: string): Promise<ServedView>;
	/** The view with the columns that the server prints it with now; as it is where they cannot be had. Does not throw. */
	withColumns(domain: Domain, namespace: string | undefined): Promise<Domain>;
	/** What is known, as views: each resource in the version that is preferred, and what was asked for by name. For completion. */
	domains(): readonly Domain[];
	/** Asks the server what it offers. Throws ApiFailure. */
	ask(): Promise<Discovery>;
	/** Gives up what is under way. */
	close(): void;
}

/** A context that is open: one engine, one connection. */
export interface OpenContext {
	readonly name: string;
	readonly cluster: string;
	readonly user: string;
	readonly server: string;
	/** The context's namespace; undefined: `default`. */
	readonly namespace: string | undefined;
	readonly engine: Engine;
	/** Reads one object, whole and once. Throws SentenceError. */
	readObject(wanted: WantedObject, signal: AbortSignal): Promise<ReadObject>;
	readonly served: ServedViews;
	/** Opens logs, which go on until they are closed. */
	openLogs(request: LogRequest): LogSession;
	/** The logs that are open, for diagnostics. */
	logStreams(): readonly LogStream[];
	/** The revision of a Helm release that is meant, among those that were kept. Throws SentenceError. */
	findRelease(wish: ReleaseWish, signal: AbortSignal): Promise<ReleaseRef>;
	/** What `mask` asks for of one revision of a Helm release. Throws SentenceError. */
	readRelease(release: ReleaseRef, mask: Mask, signal: AbortSignal): Promise<ReadRelease>;
	/** `v1.36.3`, once the server told it. */
	serverVersion(): string | undefined;
	/** What a credential plugin printed while it runs, for the pane; '' when nothing does. */
	credentialOutput(): string;
	/** The credential plugin that is waited for. */
	loginWait(): LoginWait | undefined;
	/** The server's certificate is not checked. */
	readonly insecure: boolean;
	/** What the command line said instead of the kubeconfig. */
	readonly given: readonly GivenFlag[];
	close(): Promise<void>;
}

/** Lines of the command bar, across runs. */
export interface RecentCommands {
	/** Of runs before, the newest first. Does not throw. */
	read(): readonly string[];
	/** Keeps a line for the next run. What is returned is to be told: that lines are not kept, and why. It is told once. */
	keep(line: string): string | undefined;
}

/** Namespaces on the digits, by context, across runs. */
export interface FavouriteNamespaces {
	/** In the order of the digits, as they were kept last. Does not throw. */
	read(context: string): readonly string[];
	/** Keeps them for the next run. What is returned is to be told: that they are not kept, and why. It is told once. */
	keep(context: string, names: readonly string[]): string | undefined;
}

/** Everything the terminal UI is given. It fetches nothing itself. */
export interface AppServices {
	readonly clock: Clock;
	readonly domains: readonly Domain[];
	readonly context: OpenContext;
	/** Names, sorted; for `:ctx` and its completion. */
	readonly contextNames: () => readonly string[];
	/** Throws SentenceError when there is no such context or it cannot be read. Does not wait for the server. */
	readonly openContext: (name: string) => Promise<OpenContext>;
	readonly openFeed: (
		context: OpenContext,
		domain: Domain,
		scope: Scope,
		options: { readonly visible: boolean; readonly firstPage: number },
	) => DomainFeed;
	readonly diagnostics: Diagnostics;
	/** Absent: what was entered is forgotten at the end. */
	readonly recentCommands?: RecentCommands;
	/** Absent: what the digits open is forgotten at the end. */
	readonly favouriteNamespaces?: FavouriteNamespaces;
	readonly initial: {
		readonly view: string;
		/** undefined: all namespaces. */
		readonly namespace: string | undefined;
		readonly labelSelector?: string;
		readonly fieldSelector?: string;
		readonly filter?: string;
	};
	/** A feed opened before the UI was imported, so that its LIST is already on the way. */
	readonly firstFeed?: DomainFeed;
	/** Shows the permanent DEMO bar. */
	readonly demo: boolean;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly env: NodeJS.ProcessEnv;
	/** The ground that colours are made for; auto, or absent: the terminal is asked. */
	readonly theme?: 'auto' | 'dark' | 'light';
}
