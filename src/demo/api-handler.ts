import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { Domain } from '../domains/types.ts';
import type { KubeObject } from '../kube/types.ts';
import { type Attributes, allows, allowsPath, authenticate, splitUser, type User } from './access.ts';
import { discoveryAnswer, servesGroupVersion } from './discovery.ts';
import type { AskedRequest, FaultState } from './faults.ts';
import { sendBody, sendCanned, sendHead, sendJson, sendStatus, sendText } from './http-answers.ts';
import { isAhead, listPage } from './list-handler.ts';
import { type ListOptions, parseListOptions } from './list-options.ts';
import type { MetricsSource } from './metrics.ts';
import { listBody, negotiate, type Rendering, singleBody } from './representation.ts';
import { parseRequest, type RequestInfo } from './request-info.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { findResource, type Resource } from './resources.ts';
import { accessReview, rulesReview, subjectReview } from './reviews.ts';
import {
	badRequest,
	failure,
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
import { columnsFor, type TableColumn } from './table.ts';
import { type WatchSettings, type WatchSink, WatchStream } from './watch-stream.ts';
import type { World } from './world.ts';
import { writeObject } from './write-handler.ts';

export interface ApiSettings {
	readonly world: World;
	readonly clock: Clock;
	readonly faults: FaultState;
	readonly log: RequestLog;
	readonly metrics: MetricsSource;
	readonly domains: readonly Domain[];
	readonly watch: WatchSettings;
	readonly watches: Set<WatchStream>;
	/** `127.0.0.1:PORT`, for discovery. */
	readonly address: () => string;
}

/** How long a LIST waits for a version that lies ahead before it is 504 (apiserver watch_cache.go). */
const aheadWaitMs = 3_000;
const bodyLimit = 3 * 1024 * 1024;

const readBody = async (request: IncomingMessage): Promise<unknown> => {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request) {
		length += (chunk as Buffer).length;
		if (length > bodyLimit) throw new StatusError(failure(413, 'RequestEntityTooLarge', 'limit is 3145728'));
		chunks.push(chunk as Buffer);
	}
	const text = Buffer.concat(chunks).toString('utf8');
	if (text === '') return undefined;
	const type = String(request.headers['content-type'] ?? 'application/json').split(';')[0] ?? '';
	if (!type.endsWith('json'))
		throw new StatusError(
			failure(
				415,
				'UnsupportedMediaType',
				'the body of the request was in an unknown format - accepted media types include: application/json',
			),
		);
	try {
		return JSON.parse(text);
	} catch {
		throw badRequest('the body of the request was not valid JSON');
	}
};

const attributesOf = (info: RequestInfo): Attributes => ({
	verb: info.verb,
	group: info.group,
	resource: info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`,
	namespace: info.namespace,
	name: info.name,
});

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
		const user = authenticate(request.headers.authorization, named);
		const entry: LoggedRequest = log.add({
			method: info.method,
			path: url,
			verb: info.verb,
			resource: info.resource,
			group: info.group,
			namespace: info.namespace,
			user: user?.name ?? '',
			startedAt: clock.now(),
			status: 0,
			endedAt: undefined,
		});
		response.once('close', () => {
			entry.status = response.headersSent ? response.statusCode : 0;
			entry.endedAt = clock.now();
		});
		const asked: AskedRequest = { ...info, user: user?.name ?? '', headers: request.headers };
		const fault = faults.requests.take(asked);
		if (fault?.do === 'hang') return;
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
			if (user === undefined) throw new StatusError(unauthorized());
			await this.answer(asked, user, request, response, entry);
		} catch (error) {
			request.resume();
			if (error instanceof StatusError) sendStatus(response, error.body, clock.now());
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
			this.answerPath(info, request, response);
			return;
		}
		const attributes = attributesOf(info);
		if (!allows(user, attributes) || faults.refuses(user.name, info.verb, attributes.resource, info.namespace))
			throw new StatusError(forbidden({ ...attributes, user: user.name, name: info.name }));
		if (info.group === 'metrics.k8s.io') {
			this.answerMetrics(info, response);
			return;
		}
		if (await this.answerReview(info, user, request, response)) return;
		const resource = findResource(info.group, info.version, info.resource);
		if (resource === undefined) throw servesGroupVersion(info.group, info.version) ? notFoundResource() : notFoundPath();
		if (!resource.namespaced && info.namespace !== undefined && resource.gvr.resource !== 'namespaces') throw notFoundPath();
		if (!['get', 'list', 'watch'].includes(info.verb)) {
			if (!resource.verbs.includes(info.verb)) throw methodNotAllowed();
			const written = writeObject(this.settings.world, resource, info, await readBody(request));
			sendJson(response, written.status, `${written.body(this.rendering(resource, info))}\n`, clock.now());
			return;
		}
		request.resume();
		if (info.subresource === 'log' && resource.kind === 'Pod') {
			this.answerLog(resource, info, response);
			return;
		}
		if (info.verb === 'get') {
			const written = this.object(resource, info);
			sendJson(response, 200, `${written}\n`, clock.now());
			return;
		}
		const options = parseListOptions(info.query, resource);
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
		};
	}

	private object(resource: Resource, info: AskedRequest): string {
		const rendering = this.rendering(resource, info);
		const name = info.name ?? '';
		const object: KubeObject | undefined = this.settings.world.store.get(resource, resource.namespaced ? info.namespace : undefined, name);
		if (object === undefined) throw notFoundObject(resource.gvr, name);
		return singleBody(rendering, object);
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
		const { clock, watch, watches } = this.settings;
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
			rendering: () => ({ resource, form, columns, includeObject, now: clock.now() }),
			settings: watch,
			sink,
			onEnd: () => watches.delete(stream),
		});
		watches.add(stream);
		response.once('close', () => stream.abandoned());
		stream.start();
	}

	private answerPath(info: AskedRequest, request: IncomingMessage, response: ServerResponse): void {
		const { clock, faults, address } = this.settings;
		const now = clock.now();
		request.resume();
		if (/^\/(healthz|livez|readyz)(\/|$)/.test(info.path)) {
			sendText(response, 200, 'ok', now);
			return;
		}
		if (info.path === '/version' || info.path === '/version/') {
			sendJson(response, 200, `${JSON.stringify(versionInfo, undefined, 2)}\n`, now);
			return;
		}
		if (info.path === '/openapi/v3') {
			sendJson(response, 200, '{"paths":{}}\n', now);
			return;
		}
		const metrics = faults.metrics === 'absent' ? 'no' : faults.metrics === 'unavailable' ? 'stale' : 'yes';
		if (faults.metrics === 'unavailable' && /^\/apis\/metrics\.k8s\.io(\/|$)/.test(info.path))
			throw new TextError(503, 'service unavailable\n');
		const found = discoveryAnswer(info.path, String(info.headers['accept'] ?? ''), metrics, address());
		if (found === undefined) throw notFoundPath();
		if (info.method !== 'GET') throw methodNotAllowed();
		if (found.etag === undefined) {
			negotiate(info.headers['accept'] as string | undefined);
			sendJson(response, 200, found.body, now);
			return;
		}
		const tagged = { 'cache-control': 'public', etag: found.etag, vary: 'Accept' };
		if (info.headers['if-none-match'] === found.etag) {
			sendHead(response, 304, tagged, now);
			response.end();
		} else sendJson(response, 200, found.body, now, { ...tagged, 'content-type': found.contentType });
	}

	private answerMetrics(info: AskedRequest, response: ServerResponse): void {
		const { clock, faults, metrics } = this.settings;
		if (faults.metrics === 'absent') throw notFoundPath();
		if (faults.metrics === 'unavailable') throw new TextError(503, 'service unavailable\n');
		if (info.version !== 'v1beta1') throw notFoundPath();
		if (info.verb !== 'get' && info.verb !== 'list') throw methodNotAllowed();
		const body = metrics.answer(info, faults.metrics === 'frozen');
		sendJson(response, 200, `${JSON.stringify(body)}\n`, clock.now());
	}

	private async answerReview(info: AskedRequest, user: User, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const { clock, faults } = this.settings;
		if (info.group !== 'authorization.k8s.io' && info.group !== 'authentication.k8s.io') return false;
		if (info.verb !== 'create') throw methodNotAllowed();
		const body = await readBody(request);
		const refuses = (asked: Attributes) => faults.refuses(user.name, asked.verb, asked.resource, asked.namespace);
		const answers: Readonly<Record<string, () => object>> = {
			selfsubjectaccessreviews: () => accessReview(user, body, refuses),
			selfsubjectrulesreviews: () => rulesReview(user, body),
			selfsubjectreviews: () => subjectReview(user, clock.now()),
		};
		const make = answers[info.resource];
		if (make === undefined) throw notFoundResource();
		sendJson(response, 201, `${JSON.stringify(make())}\n`, clock.now());
		return true;
	}

	/** No containers run here: a pod's log is one line that says so. */
	private answerLog(resource: Resource, info: AskedRequest, response: ServerResponse): void {
		const pod = this.settings.world.store.get(resource, info.namespace, info.name ?? '');
		if (pod === undefined) throw notFoundObject(resource.gvr, info.name ?? '');
		sendText(
			response,
			200,
			`demo cluster: ${pod.metadata.namespace}/${pod.metadata.name} is simulated and writes no log\n`,
			this.settings.clock.now(),
			{
				'content-type': 'text/plain',
			},
		);
	}
}

export const versionInfo = {
	major: '1',
	minor: '36',
	emulationMajor: '1',
	emulationMinor: '36',
	minCompatibilityMajor: '1',
	minCompatibilityMinor: '35',
	gitVersion: 'v1.36.3+kyacht-demo',
	gitCommit: '',
	gitTreeState: '',
	buildDate: '1970-01-01T00:00:00Z',
	goVersion: 'go1.26.8',
	compiler: 'gc',
	platform: 'linux/amd64',
};
