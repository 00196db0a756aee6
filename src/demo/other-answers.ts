import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Attributes, splitUser, type User } from './access.ts';
import type { ApiSettings } from './api-settings.ts';
import { discoveryAnswer } from './discovery.ts';
import type { AskedRequest } from './faults.ts';
import { sendBody, sendHead, sendJson, sendText } from './http-answers.ts';
import { openapiAnswer } from './openapi-document.ts';
import { negotiate } from './representation.ts';
import { readBody } from './request-body.ts';
import { accessReview, rulesReview, subjectReview } from './reviews.ts';
import { methodNotAllowed, notFoundPath, notFoundResource, TextError } from './status.ts';
import { notReady } from './storage-stall.ts';

/** A version of its own, beside that of the server whose words it speaks. */
const versionInfo = {
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

/** Health, version and discovery. Throws a StatusError or TextError. */
export const answerPath = (settings: ApiSettings, info: AskedRequest, request: IncomingMessage, response: ServerResponse): void => {
	const { clock, faults, address, world } = settings;
	const now = clock.now();
	request.resume();
	if (/^\/(healthz|readyz)(\/|$)/.test(info.path) && faults.stall !== undefined) throw new TextError(500, notReady);
	if (/^\/(healthz|livez|readyz)(\/|$)/.test(info.path)) {
		sendText(response, 200, 'ok', now, { 'x-content-type-options': 'nosniff' });
		return;
	}
	if (info.path === '/version' || info.path === '/version/') {
		sendJson(response, 200, `${JSON.stringify(versionInfo, undefined, 2)}\n`, now);
		return;
	}
	const { user } = splitUser(request.url ?? '');
	const openapi = openapiAnswer(world.resources(), info.path, user === undefined ? '' : `/as/${user}`);
	if (openapi !== undefined) {
		sendJson(response, 200, openapi, now);
		return;
	}
	const metrics = faults.metrics === 'absent' ? 'no' : faults.metrics === 'unavailable' ? 'stale' : 'yes';
	if (faults.metrics === 'unavailable' && /^\/apis\/metrics\.k8s\.io(\/|$)/.test(info.path))
		throw new TextError(503, 'service unavailable\n');
	const found = discoveryAnswer(world.resources(), info.path, String(info.headers['accept'] ?? ''), metrics, address());
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
};

/** metrics.k8s.io, as it is or as a fault has it. Throws a StatusError or TextError. */
export const answerMetrics = async (
	settings: ApiSettings,
	info: AskedRequest,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> => {
	const { clock, faults, metrics } = settings;
	if (faults.metrics === 'absent') throw notFoundPath();
	if (faults.metrics === 'unavailable') throw new TextError(503, 'service unavailable\n');
	if (info.version !== 'v1beta1') throw notFoundPath();
	if (info.verb !== 'get' && info.verb !== 'list') throw methodNotAllowed();
	const body = metrics.answer(info, faults.metrics);
	await sendBody(request, response, [`${JSON.stringify(body)}\n`], clock.now());
};

/** The three self-subject reviews; false when the request is for something else. Throws a StatusError. */
export const answerReview = async (
	settings: ApiSettings,
	info: AskedRequest,
	user: User,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<boolean> => {
	const { clock, faults } = settings;
	if (info.group !== 'authorization.k8s.io' && info.group !== 'authentication.k8s.io') return false;
	if (info.verb !== 'create') throw methodNotAllowed();
	const body = await readBody(request, info);
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
};
