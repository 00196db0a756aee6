import { type ApiError, ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import type { HttpListerWatcher } from './http-lister-watcher.ts';
import type { ListerWatcher, ListPage, ListRequest, WatchRequest } from './lister-watcher.ts';
import type { KubeObject } from './types.ts';

/** Between two questions whether the list is granted by now. */
const LIST_AGAIN_MS = 60_000;

export interface NamedOptions {
	readonly source: Pick<HttpListerWatcher, 'list' | 'watch' | 'one'>;
	/** Of the one object that the source selects. */
	readonly name: string;
	readonly clock: Clock;
}

/**
 * One object by its name, for who may `get` it and perhaps not `list` it: where the list is refused, the object is read by its name,
 * as a list of at most one without a version to watch from. Where that is refused as well, it is the list that was.
 */
export class NamedListerWatcher implements ListerWatcher {
	readonly #options: NamedOptions;
	#refused: { readonly error: ApiError; readonly askAgainAt: number } | undefined;

	constructor(options: NamedOptions) {
		this.#options = options;
	}

	async list(request: ListRequest): Promise<ListPage> {
		const { source, clock } = this.#options;
		const known = this.#refused;
		if (request.purpose === 'probe') return source.list(request);
		if (known !== undefined && clock.now() < known.askAgainAt) return this.#byName(request, known.error);
		try {
			return await this.#listed(request);
		} catch (error) {
			const refusal = refusalIn(error);
			const found: KubeObject[] = [];
			const page = await this.#byName({ ...request, onObjects: (objects) => found.push(...objects) }, refusal);
			// A server that has just started refuses everybody for a moment: one that gives the object by now may give the list.
			if (known === undefined) {
				try {
					return await this.#listed(request);
				} catch (again) {
					refusalIn(again);
				}
			}
			this.#refused = { error: refusal, askAgainAt: clock.now() + LIST_AGAIN_MS };
			request.onObjects(found);
			return page;
		}
	}

	watch(request: WatchRequest): Promise<void> {
		return this.#options.source.watch(request);
	}

	async #listed(request: ListRequest): Promise<ListPage> {
		const page = await this.#options.source.list(request);
		this.#refused = undefined;
		return page;
	}

	async #byName(request: ListRequest, unlisted: ApiError): Promise<ListPage> {
		try {
			return { ...(await this.#options.source.one(this.#options.name, request)), unlisted };
		} catch (error) {
			if (!(error instanceof ApiFailure) || error.error.kind !== 'forbidden') throw error;
			this.#refused = undefined;
			throw new ApiFailure(unlisted);
		}
	}
}

/** Throws what is no refusal. */
function refusalIn(error: unknown): ApiError {
	if (!(error instanceof ApiFailure) || error.error.kind !== 'forbidden') throw error;
	return error.error;
}
