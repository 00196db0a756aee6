import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import { domains } from '../../../src/domains/registry.ts';
import { project } from '../../../src/kube/compiled-mask.ts';
import { asKubeObject, compileObjectMask } from '../../../src/kube/object-reader.ts';
import { rowOf } from '../../../src/sync/row-of.ts';
import { liveStatus, shownRow } from '../../support/fake-services.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';
import { countTextWork } from '../../support/text-work.ts';

const size = { columns: 80, rows: 24 };
const short = 1_024;
/** 256 times as long: work that grew with it could not be missed, and more of it would prove nothing else. */
const long = 262_144;

const floods = [
	['letters outside ASCII', 'é'],
	['marks', '\u0301'],
	['wide characters in words', '漢 '],
	['joined emoji', '👩\u200d'],
	['escape sequences', '\x1b[31m'],
] as const;

const filled = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Every text of an object but its times. */
function poisoned(value: unknown, text: string): unknown {
	if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? value : text;
	if (Array.isArray(value)) return value.map((element) => poisoned(element, text));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poisoned(inner, text)]));
}

const same = (text: string): string => text;

function listOf(view: string, text: string): ShownSession {
	const domain = domains.find(({ name }) => name === view);
	return showSession({
		domains,
		view,
		size,
		namespace: text,
		before: (fake) => {
			for (const { role, resource } of domain?.reads ?? []) {
				if (role !== 'rows') continue;
				const [object] = recordedObjects(resource.gvr.resource);
				const read = asKubeObject(project(poisoned(object, text), compileObjectMask(resource.mask)));
				fake.context.stream(view, text).rows.appendPage([rowOf(resource, read, same)] as never);
			}
		},
	});
}

function failureWith(text: string): ShownSession {
	const shown = showSession({ namespace: text, contextNamespace: text, size });
	Object.assign(shown.context, { version: text, printed: text, waiting: { command: text, since: 0, until: 1e15 } });
	const error: ApiError = { kind: 'forbidden', message: text, verb: text, resource: text, scope: text };
	const stream = shown.context.stream('pods', text);
	const bad = { mode: 'snapshot', level: 'unhealthy', reason: 'permissions', detail: text, live: false, rows: 'none' } as const;
	stream.status = { ...liveStatus(0), ...bad, error };
	stream.missing = [text];
	return shown;
}

function logWith(text: string): ShownSession {
	const shown = showSession({ size, before: (fake) => fake.context.stream('pods').rows.appendPage([shownRow('cart')]) });
	shown.press('l');
	const log = shown.context.logs.at(-1);
	for (const container of [text, 'other']) {
		const source = { pod: 'cart', container };
		log?.join(source);
		log?.line(source, text);
		log?.mark('failed', text, source);
	}
	return shown;
}

/** What it costs to look at it and to press keys. */
async function workOf(open: () => ShownSession, keys: readonly string[]): Promise<number> {
	const work = countTextWork();
	const shown = open();
	work.take();
	await shown.settle();
	shown.painted();
	for (const key of keys) {
		shown.press(key);
		shown.painted();
	}
	return work.take();
}

describe.each(floods)('a quarter of a megabyte of %s', (_, piece) => {
	const [some, much] = [short, long].map((length) => filled(piece, length)) as [string, string];

	test.each([
		['in every text of a pod', (text: string) => listOf('pods', text), ['j', 'ctrl-w', '/', 'x', 'esc']],
		['in every text of an event', (text: string) => listOf('events', text), ['j', '!']],
		['in what a server, a plugin and a kubeconfig say', failureWith, ['!', 'esc', ':']],
		['in a log, its marks and its containers', logWith, ['w', 'f', 'right']],
	] as const)('%s costs the screen as little as a thousand characters', async (_where, open, keys) => {
		const few = await workOf(() => open(some), keys);
		const many = await workOf(() => open(much), keys);
		// What a filter looks at of a row once, and a line of a log, is more than the screen shows.
		expect(many).toBeLessThan(4 * few + 600_000);
	});
});

describe('what is pasted', () => {
	test('by mistake is taken up to what a line could be', () => {
		for (const prompt of ['/', ':']) {
			const shown = showSession({ size });
			shown.press(prompt);
			const work = countTextWork();
			shown.session.paste(filled('é', long));
			shown.painted();
			expect(work.take()).toBeLessThan(50_000);
			shown.session.paste(filled('é', long));
			shown.press('x');
			shown.painted();
			expect(work.take()).toBeLessThan(100_000);
		}
	});
});
