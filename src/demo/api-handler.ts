import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KubeObject } from '../kube/types.ts';
import { type Attributes, allows, allowsPath, authenticate, splitUser, type User, type UserKey } from './access.ts';
import type { ApiSettings } from './api-settings.ts';
import { conversionOf } from './autoscaler-version.ts';
import { servesGroupVersion } from './discovery.ts';
import type { AskedRequest } from './faults.ts';
import { type Headers, sendBody, sendCanned, sendHead, sendJson, sendStatus, sendText } from './http-answers.ts';
import { actingUser } from './impersonation.ts';
import { isAhead, listPage } from './list-handler.ts';
import { type ListOptions, parseListOptions, readVersions } from './list-options.ts';
import { answerLog } from './log-handler.ts';
import { needsContainers, noContainers } from './no-containers.ts';
import { answerMetrics, answerPath, answerReview } from './other-answers.ts';
import { listBody, negotiate, type Rendering, singleBody } from './representation.ts';
import { readText } from './request-body.ts';
import { parseRequest, type RequestInfo } from './request-info.ts';
import type { LoggedRequest } from './request-log.ts';
import { type Resource, resourceName } from './resources.ts';
import {
	forbidden,
	forbiddenPath,
	methodNotAllowed,
	notFoundObject,
	notFoundPath,
	notFoundResource,
	StatusError,
	TextError,
	tooLargeVersion,
	unauthorized,
} from './status.ts';
import { storageAnswers } from './storage-stall.ts';
import { columnsFor, type TableColumn } from './table.ts';
import { type WatchSink, WatchStream } from './watch-stream.ts';
import { writeObject } from './write-handler.ts';

/** How long a LIST waits for a version that lies ahead before it is 504 (apiserver watch_cache.go). */
const aheadWaitMs = 3_000;

const attributesOf = (info: RequestInfo): Attributes => ({
	verb: info.verb,
	group: info.group,
	resource: info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`,
	namespace: info.namespace,
	name: info.name,
});

interface Identity {
	/** Undefined: the credentials are nobody's. */
	readonly user: User | undefined;
	/** Why the sender may not act as somebody else. */
	readonly refusal?: StatusError | TextError;
}

/** Who asks: whom the credentials name, or whom that one may act as. */
const identify = (request: IncomingMessage, named: UserKey | undefined, tokenIssue: number): Identity => {
	const sender = authenticate(request.headers.authorization, named, tokenIssue);
	if (sender === undefined) return { user: undefined };
	try {
		return { user: actingUser(sender, request) };
	} catch (error) {
		if (error instanceof StatusError || error instanceof TextError) return { user: sender, refusal: error };
		throw error;
	}
};

/** Answers every request of the demo server: identity, then rights, then what the path names, as an API server does. */
export class ApiHandler {
	private readonly settings: ApiSettings;
	private readonly columns = new Map<Resource, readonly TableColumn[]>();

	constructor(settings: ApiSettings) {
		this.settings = settings;
	}

	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { clock, log, faults } = this.settings;
		const { url, user: named } = splitUser(request.url ?? '/');
		const info = parseRequest(request.method ?? 'GET', url);
		const { user, refusal } = identify(request, named, faults.tokenIssue);
		const entry: LoggedRequest = log.add({
			method: info.method,
			path: url,
			verb: info.verb,
			resource: info.resource,
			group: info.group,
			namespace: info.namespace,
			user: user?.name ?? '',
			connection: request.socket.remotePort ?? 0,
			startedAt: clock.now(),
			hangs: false,
			status: 0,
			endedAt: undefined,
		});
		response.once('close', () => {
			entry.status = response.headersSent ? response.statusCode : 0;
			entry.endedAt = clock.now();
		});
		const asked: AskedRequest = { ...info, user: user?.name ?? '', headers: request.headers };
		const fault = faults.requests.take(asked);
		if (fault?.do === 'hang') {
			entry.hangs = true;
			return;
		}
		if (fault?.do === 'reset') {
			request.socket.resetAndDestroy();
			return;
		}
		if (fault?.do === 'answer') {
			request.resume();
			sendCanned(response, fault.answer, clock.now());
			return;
		}
		try {
			if (refusal !== undefined) throw refusal;
			if (user === undefined) throw new StatusError(unauthorized());
			await this.answer(asked, user, request, response, entry);
		} catch (error) {
			request.resume();
			if (error instanceof StatusError) sendStatus(response, error.body, clock.now(), error.byAuthorizer);
			else if (error instanceof TextError) sendText(response, error.status, error.message, clock.now());
			else throw error;
		}
	}

	private async answer(
		info: AskedRequest,
		user: User,
		request: IncomingMessage,
		response: ServerResponse,
		entry: LoggedRequest,
	): Promise<void> {
		const { clock, faults } = this.settings;
		if (info.resource === '') {
			if (!allowsPath(user, info.path)) throw new StatusError(forbiddenPath(user.name, info.verb === '' ? 'get' : info.verb, info.path));
			answerPath(this.settings, info, request, response);
			return;
		}
		const attributes = attributesOf(info);
		if (!allows(user, attributes) || faults.refuses(user.name, info.verb, attributes.resource, info.namespace))
			throw new StatusError(forbidden({ ...attributes, user: user.name, name: info.name }));
		if (info.group === 'metrics.k8s.io') {
			await answerMetrics(this.settings, info, request, response);
			return;
		}
		if (await answerReview(this.settings, info, user, request, response)) return;
		const conversion = conversionOf(info);
		const { version } = conversion?.info ?? info;
		const { world } = this.settings;
		const resource = world.findResource(info.group, version, info.resource);
		if (resource !== undefined && faults.absent.has(resourceName(resource.gvr))) throw notFoundPath();
		if (resource === undefined) throw servesGroupVersion(world.resources(), info.group, info.version) ? notFoundResource() : notFoundPath();
		if (!resource.namespaced && info.namespace !== undefined && resource.gvr.resource !== 'namespaces') throw notFoundPath();
		if (!(await storageAnswers(faults.stall, info, request, response, clock))) return;
		if (needsContainers(resource, info)) {
			request.resume();
			this.stored(resource, info);
			throw new StatusError(noContainers(resource, info));
		}
		if (!['get', 'list', 'watch'].includes(info.verb) || info.subresource === 'scale') {
			if (!resource.verbs.includes(info.verb)) throw methodNotAllowed();
			const { text, info: told } = await readText(request, conversion?.info ?? info);
			const written = writeObject(world, resource, told, conversion?.read(text) ?? text);
			const warning = written.warnings.map((sentence) => `299 - ${JSON.stringify(sentence)}`).join(', ');
			const headers: Headers = warning === '' ? {} : { warning };
			const body = written.body(this.rendering(resource, info));
			sendJson(response, written.status, `${conversion?.write(body) ?? body}\n`, clock.now(), headers);
			return;
		}
		request.resume();
		if (info.subresource === 'log' && resource.kind === 'Pod') {
			answerLog(this.settings, resource, info, request, response);
			return;
		}
		if (info.verb === 'get') {
			const written = this.object(resource, info);
			sendJson(response, 200, `${written}\n`, clock.now());
			return;
		}
		const options = parseListOptions(readVersions(info.query, faults.spelling), resource);
		if (info.verb === 'watch') this.watch(resource, info, options, request, response, entry);
		else await this.list(resource, info, options, request, response);
	}

	private rendering(resource: Resource, info: AskedRequest, options?: ListOptions): Rendering {
		let columns = this.columns.get(resource);
		if (columns === undefined) {
			columns = columnsFor(resource, this.settings.domains);
			this.columns.set(resource, columns);
		}
		const include = info.query.get('includeObject');
		return {
			resource,
			form: negotiate(info.headers['accept'] as string | undefined),
			columns,
			includeObject: options?.includeObject ?? (include === 'None' || include === 'Object' ? include : 'Metadata'),
			now: this.settings.clock.now(),
			spelling: this.settings.faults.spelling,
		};
	}

	private object(resource: Resource, info: AskedRequest): string {
		const rendering = this.rendering(resource, info);
		return singleBody(rendering, this.stored(resource, info));
	}

	/** Throws a StatusError 404. */
	private stored(resource: Resource, info: AskedRequest): KubeObject {
		const name = info.name ?? '';
		const object = this.settings.world.store.get(resource, resource.namespaced ? info.namespace : undefined, name);
		if (object === undefined) throw notFoundObject(resource.gvr, name);
		return object;
	}

	private async list(
		resource: Resource,
		info: AskedRequest,
		options: ListOptions,
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const { clock, faults, world } = this.settings;
		const rendering = this.rendering(resource, info, options);
		if (isAhead(world.store, options)) {
			await new Promise<void>((resolve) => clock.after(aheadWaitMs, resolve));
			if (isAhead(world.store, options)) throw new StatusError(tooLargeVersion(options.resourceVersion, String(world.store.version)));
		}
		const page = listPage(world.store, faults, resource, { namespace: info.namespace, name: info.name }, options);
		await sendBody(request, response, listBody(rendering, page.meta, page.objects), clock.now());
	}

	private watch(
		resource: Resource,
		info: AskedRequest,
		options: ListOptions,
		request: IncomingMessage,
		response: ServerResponse,
		entry: LoggedRequest,
	): void {
		const { clock, faults, watch, watches } = this.settings;
		const { form, columns, includeObject } = this.rendering(resource, info, options);
		const sink: WatchSink = {
			open: () => {
				entry.status = 200;
				sendHead(response, 200, { 'content-type': 'application/json' }, clock.now());
				response.flushHeaders();
			},
			write: (text) => {
				response.write(text);
				return response.writableLength + (request.socket.writableLength ?? 0);
			},
			end: () => response.end(),
			// The bytes before the reset have to be on their way first, or it would not be in the middle of a chunk.
			reset: () => setImmediate(() => request.socket.resetAndDestroy()),
		};
		const stream = new WatchStream({
			request: info,
			resource,
			options,
			rendering: () => ({ resource, form, columns, includeObject, now: clock.now(), spelling: faults.spelling }),
			settings: watch,
			sink,
			onEnd: () => watches.delete(stream),
		});
		watches.add(stream);
		response.once('close', () => stream.abandoned());
		stream.start();
	}
}
