import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import { domains } from '../../../src/domains/registry.ts';
import type { Domain, ResourceSpec, Row } from '../../../src/domains/types.ts';
import { project } from '../../../src/kube/compiled-mask.ts';
import { asKubeObject, compileObjectMask } from '../../../src/kube/object-reader.ts';
import { RowStore } from '../../../src/stores/row-store.ts';
import { derivedRowsOf } from '../../../src/sync/derived-rows-of.ts';
import { rowOf } from '../../../src/sync/row-of.ts';
import { textWidth } from '../../../src/terminal/width.ts';
import { liveStatus, shownRow } from '../../support/fake-services.ts';
import { onRecordedCluster } from '../../support/recorded-kinds.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';
import { EmulatedScreen } from '../../support/screen.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

/** What a terminal would do with it: a title, a clipboard, colours, an erased screen, a query that types, text backwards or unseen. */
const payloads: readonly string[] = [
	'\x1b]0;PWNED\x07',
	'\x1b]52;c;UFdORUQ=\x07',
	'\x1b[31m\x1b[7mred\x1b[2J\x1b[H',
	'\x9b2J\x9d0;PWNED\x9c',
	'\x1bP$q"p\x1b\\\x1b[6n\x1b[c\x05',
	'a\x00b\x07c\bd\te\rf\ng\x7f',
	'\u202egnp.exe\u2066\u2069\u200b\u200d\ufeff\u00ad',
	'\ud800x\udc00',
	`z${'\u0301'.repeat(500)}`,
	Array.from({ length: 60 }, () => '👩').join('\u200d'),
	'漢字'.repeat(300),
	`${'n'.repeat(20_000)}\x1b[31m`,
	`${'é'.repeat(20_000)}\x1b[31m`,
	'{}[]/|!"\'\\',
];

const hostile = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufff9-\ufffb\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad]/u;
const sgr = /\x1b\[[0-9;:]*m/g;

/** The narrowest and the widest; what is between them is drawn by the same cuts. */
const sizes = [
	{ columns: 40, rows: 10 },
	{ columns: 200, rows: 50 },
] as const;

/** Nothing of what is painted does anything but be seen, no line is wider than the screen, and none colours what follows it. */
async function expectHarmless(shown: ShownSession, { columns, rows }: { readonly columns: number; readonly rows: number }): Promise<void> {
	const painted = shown.painted();
	expect(painted.length).toBeLessThanOrEqual(rows);
	for (const line of painted) {
		const plain = line.replace(sgr, '');
		expect(plain).not.toMatch(hostile);
		expect(textWidth(plain)).toBeLessThanOrEqual(columns);
	}
	const screen = new EmulatedScreen(columns + 4, rows + 1);
	await screen.write(painted.map((line, row) => `\x1b[${row + 1};1H${line}`).join(''));
	await screen.write(`\x1b[${rows + 1};1HX`);
	expect(screen.styleAt(0, rows)).toEqual({ dim: false, inverse: false, bold: false, coloured: false, colour: -1 });
	screen.dispose();
}

/** Every text of an object, its times and what `keeps` aside, is this one. */
function poisoned(value: unknown, payload: string, keeps: RegExp): unknown {
	if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) || keeps.test(value) ? value : payload;
	if (Array.isArray(value)) return value.map((element) => poisoned(element, payload, keeps));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poisoned(inner, payload, keeps)]));
}

const nothing = /^\b$/;
/** `CrashLoopBackOff`, `True`: what a finding is made of. */
const reasons = /^[A-Z][A-Za-z]+$/;

const same = (text: string): string => text;

function rowOfPoisoned(resource: ResourceSpec, object: unknown, index: number, keeps = nothing): Row {
	const poison = payloads[index % payloads.length] ?? '';
	const read = asKubeObject(project(poisoned(object, poison, keeps), compileObjectMask(resource.mask)));
	return rowOf(resource, { ...read, metadata: { ...read.metadata, uid: `${resource.kind} ${index}` } }, same);
}

/** A row for each hostile text. */
function rowsOf(resource: ResourceSpec): readonly Row[] {
	const [object] = recordedObjects(resource.gvr.resource);
	return payloads.map((_, index) => rowOfPoisoned(resource, object, index));
}

const rethrow = (error: unknown): never => {
	throw error;
};

/** What the view shows: the rows that it reads, or what is derived of them. */
function pagesOf(domain: Domain): readonly (readonly Row[])[] {
	const read = domain.reads.flatMap(({ role, resource }) => (role === 'rows' ? [resource] : []));
	if (domain.derived === undefined) return read.map(rowsOf);
	const sources = read.map((resource) => {
		const rows = new RowStore(rethrow);
		rows.appendPage(recordedObjects(resource.gvr.resource).map((object, index) => rowOfPoisoned(resource, object, index, reasons)));
		return { kind: resource.kind, rows };
	});
	const clock = { serverNow: () => Date.UTC(2026, 10, 22), wakeAt: () => () => undefined };
	const derived = [...(derivedRowsOf(clock, domain, sources, rethrow).at(-1)?.values() ?? [])];
	expect(derived.length).toBeGreaterThan(3);
	return [derived];
}

describe('an object whose every text is hostile', () => {
	test.each(domains.map((domain) => [domain.name, domain] as const))('does nothing to the screen of %s', async (name, domain) => {
		const pages = pagesOf(onRecordedCluster(domain));
		for (const size of sizes) {
			const shown = showSession({
				domains,
				view: name,
				size,
				before: (fake) => {
					for (const rows of pages) fake.context.stream(name).rows.appendPage(rows as never);
				},
			});
			await expectHarmless(shown, size);
			shown.press('ctrl-w', 'right', 'right', 'G', 'space', 'c');
			await shown.settle();
			await expectHarmless(shown, size);
			for (const copied of shown.copied) expect(copied).not.toMatch(hostile);
		}
	});
});

/** The short ones: what is typed is typed key by key. */
const typed = payloads.filter((payload) => payload.length < 700);

describe.each(payloads.map((payload, index) => [index, payload] as const))('hostile text %i', (_, payload) => {
	const size = { columns: 80, rows: 24 };
	const open = (before: Parameters<typeof showSession>[0] = {}): ShownSession => {
		const shown = showSession({ namespace: payload, contextNamespace: payload, size, ...before });
		shown.context.version = payload;
		shown.context.printed = payload;
		shown.context.waiting = { command: payload, since: 0, until: 1e15 };
		return shown;
	};

	test('in what a server, a plugin or a kubeconfig says does nothing to the screen', async () => {
		const errors: readonly ApiError[] = [
			{ kind: 'unauthorized', message: payload, command: payload },
			{ kind: 'forbidden', message: payload, verb: payload, resource: payload, scope: payload },
			{ kind: 'network', message: payload, code: payload },
			{ kind: 'server', message: payload, status: 500 },
			{ kind: 'bad-request', message: payload, status: 400 },
		];
		for (const error of errors) {
			const shown = open();
			const stream = shown.context.stream('pods', payload);
			const reason = error.kind === 'forbidden' ? 'permissions' : error.kind === 'unauthorized' ? 'unauthorized' : 'errors';
			stream.status = { ...liveStatus(0), mode: 'snapshot', level: 'unhealthy', reason, detail: payload, error, live: false, rows: 'none' };
			stream.missing = [payload];
			shown.journal.push({
				at: 0,
				streamId: `pods ns=${payload}`,
				from: payload,
				to: payload,
				cause: payload,
				did: payload,
				level: 'unhealthy',
				error,
			} as never);
			await shown.settle();
			await expectHarmless(shown, size);
			shown.press('!');
			await expectHarmless(shown, size);
			shown.press('enter');
			await expectHarmless(shown, size);
		}
	});

	test('in a log, its pods and its containers does nothing to the screen, or to the clipboard', async () => {
		const shown = open({
			before: (fake) => fake.context.stream('pods', payload).rows.appendPage([shownRow(payload, { namespace: payload })]),
		});
		shown.press('l');
		const log = shown.context.logs.at(-1);
		const sources = [payload, 'other'].map((container) => ({ pod: payload, container }));
		for (const source of sources) {
			log?.join(source);
			log?.line(source, payload);
			log?.line(source, JSON.stringify({ level: payload, msg: payload, [payload]: payload }));
			log?.mark('failed', payload, source);
		}
		await shown.settle();
		await expectHarmless(shown, size);
		for (const key of ['w', 't', 'f', 'right', 'space', 'c']) {
			shown.press(key);
			await shown.settle();
			await expectHarmless(shown, size);
		}
		for (const copied of shown.copied) expect(copied.replaceAll('\n', '')).not.toMatch(hostile);
	});
});

describe('what is typed or pasted', () => {
	test.each(typed)('is a filter or a problem, a command or a problem, and nothing else: %j', async (payload) => {
		const size = { columns: 80, rows: 24 };
		for (const prompt of ['/', ':']) {
			const shown = showSession({ size, before: (fake) => fake.context.stream('pods').rows.appendPage([shownRow('cart')]) });
			shown.press(prompt);
			shown.session.paste(payload);
			await expectHarmless(shown, size);
			shown.press('tab', 'enter');
			await shown.settle();
			await expectHarmless(shown, size);
		}
	});
});
