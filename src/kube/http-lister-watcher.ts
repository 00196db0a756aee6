import { Readable } from 'node:stream';
import { ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { foreignAnswer, isJson } from './api-errors.ts';
import { type CompiledMask, compileMask } from './compiled-mask.ts';
import type { StreamTarget } from './connection.ts';
import type { ListQueue } from './list-queue.ts';
import { LIST_SILENCE_MS, type ListerWatcher, type ListPage, type ListRequest, type WatchRequest } from './lister-watcher.ts';
import { compileObjectMask, ListReader, tableRowMask } from './object-reader.ts';
import { resourcePath, scopeQuery, withQuery } from './paths.ts';
import { TABLE_OR_LIST } from './printer-columns.ts';
import { readEvents } from './read-events.ts';
import { Slices } from './slices.ts';
import type { Answer, Transport } from './transport.ts';
import type { KubeObject, RequestEntry, WatchEvent } from './types.ts';
import { compileEventMask, compileTableEventMask, WatchFrames } from './watch-frames.ts';

/** As metadata alone, where the server can (all since 1.15), else as they are: what is not asked for is then stepped over. */
const metadataOf = (kind: string): string => `application/json;as=${kind};g=meta.k8s.io;v=v1,application/json`;

const VERBS = { list: 'list', poll: 'list', probe: 'probe', metrics: 'metrics' } as const;

export interface HttpListerWatcherOptions {
	readonly clock: Clock;
	readonly queue: ListQueue;
	/** The whole of a LIST, with --request-timeout; absent: as long as bytes come. */
	readonly requestTimeoutMs: number | undefined;
}

const JSON_ALONE = 'application/json';

/**
 * One resource of one API server, over HTTP. Of form `table` it asks for a Table and takes a List too: its objects are then rows
 * (`asTableRow`), or whole objects. table-lister-watcher.ts makes one thing of both.
 */
export class HttpListerWatcher implements ListerWatcher {
	private readonly transport: Transport;
	private readonly target: StreamTarget;
	private readonly options: HttpListerWatcherOptions;
	private readonly path: string;
	private readonly objectMask: CompiledMask | null;
	private readonly rowMask: CompiledMask | null | undefined;
	/** Of form `table`: whole objects until a list said that it is a Table. */
	private eventMask: CompiledMask | null;
	/** `Pod`, once a list said that it is a PodList; undefined: not known. */
	private kind: string | undefined;

	constructor(transport: Transport, target: StreamTarget, options: HttpListerWatcherOptions) {
		this.transport = transport;
		this.target = target;
		this.options = options;
		this.path = resourcePath(target.gvr, target.scope.namespace);
		const isTable = target.form === 'table';
		this.objectMask = isTable ? null : compileObjectMask(target.mask);
		this.rowMask = isTable ? compileMask(tableRowMask(target.mask)) : undefined;
		this.eventMask = isTable ? null : compileEventMask(target.mask);
	}

	async list(request: ListRequest): Promise<ListPage> {
		return this.ask(withQuery(this.path, this.listQuery(request)), VERBS[request.purpose ?? 'list'], request, (answer) => answer);
	}

	/** The object of this name, whatever the scope selects, as a list of it without a version; where there is none it is empty. */
	async one(name: string, request: ListRequest): Promise<ListPage> {
		const query = this.target.form === 'table' ? '?includeObject=Metadata' : '';
		const path = `${this.path}/${encodeURIComponent(name)}${query}`;
		try {
			const page = await this.ask(path, 'other', request, (answer) => asList(answer, this.rowMask !== undefined));
			return { ...page, resourceVersion: '' };
		} catch (error) {
			if (!(error instanceof ApiFailure) || error.error.kind !== 'not-found') throw error;
			return { resourceVersion: '', tookMs: 0 };
		}
	}

	private async ask(
		path: string,
		verb: RequestEntry['verb'],
		request: ListRequest,
		read: (answer: Answer) => Answer | Promise<Answer>,
	): Promise<ListPage> {
		const purpose = request.purpose ?? 'list';
		// A probe asks whether the server answers at all: it must not wait behind the lists that may be hanging.
		const leave = purpose === 'probe' ? undefined : await this.options.queue.enter(this.target.priority, request.signal);
		try {
			return await this.transport.perform(
				{
					method: 'GET',
					path,
					verb,
					streamId: this.target.streamId,
					accept: this.accept(verb === 'other' ? 'PartialObjectMetadata' : 'PartialObjectMetadataList'),
					signal: request.signal,
					kind: 'call',
					totalMs: this.options.requestTimeoutMs,
					silenceMs: LIST_SILENCE_MS,
				},
				async (answer) => this.readPage(await read(answer), request),
			);
		} finally {
			leave?.();
		}
	}

	async watch(request: WatchRequest): Promise<void> {
		await this.transport.perform(
			{
				method: 'GET',
				path: withQuery(this.path, this.watchQuery(request)),
				verb: 'watch',
				streamId: this.target.streamId,
				accept: this.accept('PartialObjectMetadata'),
				signal: request.signal,
				kind: 'stream',
			},
			(answer) => this.readEvents(answer, request),
		);
	}

	private accept(metadata: string): string {
		if (this.target.metadataOnly === true) return metadataOf(metadata);
		return this.target.form === 'table' ? TABLE_OR_LIST : JSON_ALONE;
	}

	private scopeQuery(): URLSearchParams {
		const query = scopeQuery(this.target.scope);
		// Without the metadata a row could not be told from another one of its name.
		if (this.target.form === 'table') query.set('includeObject', 'Metadata');
		return query;
	}

	private listQuery(request: ListRequest): URLSearchParams {
		const query = this.scopeQuery();
		if (request.limit !== undefined) query.set('limit', String(request.limit));
		if (request.continueToken !== undefined) query.set('continue', request.continueToken);
		return query;
	}

	private watchQuery(request: WatchRequest): URLSearchParams {
		const query = this.scopeQuery();
		query.set('watch', '1');
		query.set('allowWatchBookmarks', 'true');
		query.set('timeoutSeconds', String(request.timeoutSeconds));
		if (request.initialEvents === true) {
			query.set('sendInitialEvents', 'true');
			query.set('resourceVersionMatch', 'NotOlderThan');
		}
		query.set('resourceVersion', request.initialEvents === true ? '' : request.resourceVersion);
		return query;
	}

	private async readPage(answer: Answer, request: ListRequest): Promise<ListPage> {
		await refuseForeign(answer);
		request.onAnswer?.(answer.serverDate);
		const reader = new ListReader(this.objectMask, { rowMask: this.rowMask });
		const own: ListRequest = {
			...request,
			onObjects: (objects) => {
				for (const object of objects) this.refuseStray(object);
				request.onObjects(objects);
			},
		};
		for await (const chunks of answer.body) {
			for (const chunk of chunks) reader.feed(chunk);
			await drain(reader, own, false);
		}
		await drain(reader, own, true);
		const head = reader.end();
		if (this.rowMask !== undefined) this.eventMask = reader.isTable ? compileTableEventMask(this.target.mask) : null;
		this.kind ??= kindOfItems(this.target.gvr.group, reader.listKind);
		const tookMs = this.options.clock.now() - answer.sentAt;
		return { ...head, tookMs, ...(answer.serverDate === undefined ? {} : { serverDate: answer.serverDate }) };
	}

	/** What was not asked for, as something on the way may mix it up, is not shown as if it had been. */
	private refuseStray({ kind, metadata }: KubeObject): void {
		const { namespace } = this.target.scope;
		const stray =
			namespace !== undefined && metadata.namespace !== undefined && metadata.namespace !== namespace
				? `namespace (${metadata.namespace})`
				: kind !== undefined && this.kind !== undefined && kind !== this.kind
					? `kind (${kind})`
					: undefined;
		if (stray !== undefined) throw new ApiFailure({ kind: 'protocol', message: `the server sent an object of another ${stray}` });
	}

	private async readEvents(answer: Answer, request: WatchRequest): Promise<void> {
		await refuseForeign(answer);
		request.onOpen();
		const onEvents = (events: readonly WatchEvent[]): void => {
			for (const event of events) if (event.type !== 'bookmark') this.refuseStray(event.object);
			request.onEvents(events);
		};
		await readEvents(answer.body, new WatchFrames(this.eventMask), { signal: request.signal, onEvents });
	}
}

/** What a list of the server's own kinds holds. A custom resource may call its lists what it likes (CustomResourceDefinition, listKind). */
function kindOfItems(group: string, listKind: string): string | undefined {
	const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
	return isBuiltIn && listKind.length > 4 && listKind.endsWith('List') ? listKind.slice(0, -4) : undefined;
}

/** An object that was asked for by its name, as a list of one; a Table is a list already. */
async function asList(answer: Answer, mayBeTable: boolean): Promise<Answer> {
	await refuseForeign(answer);
	const chunks: Buffer[] = [];
	for await (const some of answer.body) chunks.push(...some);
	const whole = Buffer.concat(chunks);
	const list = mayBeTable && isTable(whole) ? [whole] : [Buffer.from('{"items":['), whole, Buffer.from(']}')];
	return { ...answer, body: Readable.from([list]) };
}

function isTable(whole: Buffer): boolean {
	try {
		const { kind } = JSON.parse(whole.toString('utf8')) as { readonly kind?: unknown };
		return kind === 'Table';
	} catch {
		// What is wrong with it is said by whoever reads it as a list.
		return false;
	}
}

/** Reads what has come, in slices. */
async function drain(reader: ListReader, request: ListRequest, atEnd: boolean): Promise<void> {
	const slices = new Slices();
	for (;;) {
		const objects: KubeObject[] = [];
		const state = reader.drain(objects, slices.isOver, atEnd);
		if (request.signal.aborted) throw new ApiFailure({ kind: 'aborted', message: 'the list was aborted' });
		if (objects.length > 0) request.onObjects(objects);
		if (state === 'hungry') return;
		await slices.next();
	}
}

/** A login page with status 200 must never pass for an empty list. */
async function refuseForeign(answer: Answer): Promise<void> {
	if (isJson(answer.contentType)) return;
	let body = '';
	for await (const chunks of answer.body) {
		body += Buffer.concat(chunks).toString('latin1');
		if (body.length > 4096) break;
	}
	throw new ApiFailure(foreignAnswer({ status: answer.status, contentType: answer.contentType, body }));
}
