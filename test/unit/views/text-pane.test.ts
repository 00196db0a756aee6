import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/domains/types.ts';
import { WholeRow } from '../../../src/domains/whole-object.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { textWidth } from '../../../src/terminal/width.ts';
import { liveStatus, type ShownRow, shownRow } from '../../support/fake-services.ts';
import { hostileText } from '../../support/hostile-text.ts';
import { title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const size = { columns: 60, rows: 14 };

/** A session on pods whose first one, cart-1, is this object. */
function onPod(object: Partial<KubeObject> = {}): ShownSession {
	const shown = showSession({
		size,
		namespace: 'shop',
		before: ({ context }) => {
			context.stream('pods', 'shop').rows.upsert(shownRow('cart-1', { uid: 'u1' }));
		},
	});
	if (Object.keys(object).length > 0) put(shown, object);
	return shown;
}

const objects = ({ context }: ShownSession) => context.stream('object', 'shop', '-f metadata.name=cart-1');

function put(shown: ShownSession, object: Partial<KubeObject>): void {
	const row: Row = new WholeRow({
		apiVersion: 'v1',
		kind: 'Pod',
		...object,
		metadata: { name: 'cart-1', namespace: 'shop', uid: 'u1', resourceVersion: '1', ...object.metadata },
	});
	objects(shown).rows.upsert(row as ShownRow);
}

const numbered = (count: number): Record<string, string> =>
	Object.fromEntries(
		Array.from({ length: count }, (_, at) => [`k${String(at).padStart(3, '0')}`, at % 10 === 5 ? `Needle ${at}` : `value ${at}`]),
	);

const body = (shown: ShownSession): readonly string[] =>
	shown
		.lines()
		.slice(3, -1)
		.map((line) => line.trimEnd());

describe('a text over the list', () => {
	it('scrolls by lines, pages and ends', () => {
		const shown = onPod({ data: numbered(40) });
		shown.press('y');
		expect(title(shown)).toMatch(/YAML {2}pod shop\/cart-1 +1-10 of 48 {2}watch ● live/);
		expect(body(shown)[0]).toBe(' apiVersion: v1');
		shown.press('down', 'j');
		expect(body(shown)[0]).toBe('   k000: value 0');
		shown.press('page-down');
		expect(body(shown)[0]).toBe('   k009: value 9');
		shown.press('G');
		expect(title(shown)).toContain('39-48 of 48');
		shown.press('g');
		expect(title(shown)).toContain('1-10 of 48');
	});

	it('has a cursor as soon as it is known to hold values that can be revealed', async () => {
		const shown = onPod();
		shown.press('y');
		put(shown, { kind: 'Secret', data: { a: 'YQ==', b: 'Yg==' } });
		await shown.settle();
		shown.press('j', 'j');
		expect(body(shown).findIndex((line) => line.startsWith('▸'))).toBe(2);
	});

	it('is searched as it is typed, without regard to case, round and round, and says which of how many', () => {
		const shown = onPod({ data: numbered(40) });
		shown.press('y', '/');
		shown.type('needle');
		expect(title(shown)).toContain('/ needle  1 of 4');
		shown.press('enter', 'n', 'n');
		expect(title(shown)).toContain('3 of 4');
		expect(body(shown).join('\n')).toContain('k025: Needle 25');
		shown.press('n', 'n');
		expect(title(shown)).toContain('1 of 4');
		expect(shown.lines().at(-1)).toContain('From the beginning again.');
		shown.press('N');
		expect(title(shown)).toContain('4 of 4');
		expect(shown.painted().join('')).toContain('\u001b[7mNeedle');
		shown.press('esc');
		expect(title(shown)).not.toContain('of 4 ');
		shown.press('esc');
		expect(title(shown)).toContain('PODS');
	});

	it('says that nothing was found, and that capitals count once one is typed', () => {
		const shown = onPod({ data: numbered(20) });
		shown.press('y', '/');
		shown.type('NEEDLE');
		expect(title(shown)).toContain('not found');
		shown.press('enter', 'n');
		expect(shown.lines().at(-1)).toContain('Nothing in this text has it.');
	});

	it('cuts long lines with an ellipsis until they are wrapped, and scrolls sideways to what was found', () => {
		const shown = onPod({ spec: { args: `${'word '.repeat(40)}end` } });
		shown.press('y');
		expect(body(shown).find((line) => line.includes('args'))).toMatch(/word…$|wor…$|wo…$|…$/);
		shown.press('right');
		expect(body(shown)[0]).toBe(' …');
		shown.press('left', '/');
		shown.type('end');
		expect(body(shown).join('\n')).toContain('word end');
		shown.press('enter', 'w');
		expect(body(shown).join('\n')).toMatch(/args: "?word word/);
		expect(body(shown).join('\n')).toContain('word end');
	});

	it('shows nothing that a terminal would obey, and copies nothing either', async () => {
		const shown = onPod({ spec: { note: 'a\u001b]0;x\u0007\u202eb', file: 'one\n\ttwo\n' } });
		shown.press('y', 'c');
		await shown.settle();
		const text = [...shown.painted(), ...shown.copied].join('\n').replaceAll(/\u001b\[[0-9;]*m/g, '');
		expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
		expect(shown.copied[0]).toContain('    \ttwo');
		expect(shown.text()).toContain('copied 12 lines');
	});

	it('keeps its place when lines come before what is at the top', () => {
		const shown = onPod({ data: numbered(40) });
		shown.press('y');
		shown.press(...Array.from({ length: 20 }, () => 'down'));
		const first = body(shown)[0];
		put(shown, { metadata: { labels: { a: '1', b: '2' } } as unknown as KubeObject['metadata'], data: { ...numbered(40), aaa: 'first' } });
		shown.session.resized();
		expect(body(shown)[0]).toBe(first);
	});

	it('is live, then stale with its age and dimmed, then gone, with its last state kept', () => {
		const shown = onPod({ spec: { nodeName: 'n1' } });
		shown.press('y');
		const stream = objects(shown);
		const live = stream.status;
		stream.status = { ...live, live: false, level: 'unhealthy', reason: 'disconnected', asOf: shown.clock.now() - 43_000 };
		shown.session.resized();
		expect(title(shown)).toContain('stale 43s');
		expect(shown.painted()[3]).toContain('\u001b[2m');
		stream.status = live;
		stream.rows.remove('u1');
		shown.session.resized();
		expect(title(shown)).toContain('○ gone');
		expect(body(shown)[0]).toMatch(/# Gone since \d\d:\d\d:\d\d: this is how it was last\./);
		expect(body(shown).join('\n')).toContain('nodeName: n1');
		put(shown, { spec: { nodeName: 'n2' } });
		shown.session.resized();
		expect(body(shown).join('\n')).not.toContain('Gone');
		expect(body(shown).join('\n')).toContain('nodeName: n2');
	});

	it('tells loading, forbidden with verb, resource and scope, and not there from each other', () => {
		const shown = onPod();
		const stream = objects(shown);
		const none = { ...liveStatus(shown.clock.now()), live: false, rows: 'none' } as const;
		stream.status = { ...none, level: 'degraded', reason: 'awaiting first delivery' };
		shown.press('y');
		expect(body(shown)[0]).toContain('Loading the pod shop/cart-1');
		const error = { kind: 'forbidden', message: 'no', verb: 'list', resource: 'pods', scope: 'namespace shop' } as const;
		stream.status = { ...none, level: 'unhealthy', reason: 'permissions', error };
		shown.session.resized();
		expect(body(shown).slice(0, 2)).toEqual([
			' Forbidden: you may not read the pod shop/cart-1.',
			' verb list · resource pods · scope namespace shop',
		]);
		stream.status = liveStatus(shown.clock.now());
		shown.session.resized();
		expect(body(shown)[0]).toContain('There is no pod shop/cart-1.');
	});

	it('reads its object only while it is open, and shows the stream in diagnostics', () => {
		const shown = onPod({ spec: {} });
		const open = (): readonly string[] => Array.from(shown.context.openFeeds, ({ domain }) => domain.name);
		shown.press('y');
		expect(open()).toEqual(['pods', 'object']);
		shown.press('!');
		expect(shown.text()).toMatch(/object .*healthy \(delivering\)/);
		shown.press('esc', 'esc');
		expect(open()).toEqual(['pods']);
	});
});

const keys = [
	'j',
	'k',
	'page-down',
	'page-up',
	'g',
	'G',
	'left',
	'right',
	'w',
	'n',
	'N',
	'tab',
	'shift-tab',
	'x',
	'm',
	'enter',
	'?',
	'y',
	'd',
];
const sizes = [
	{ columns: 20, rows: 6 },
	{ columns: 40, rows: 10 },
	{ columns: 80, rows: 24 },
];

describe('any text', () => {
	it('fills the pane to the cell and keeps its cursor in sight, whatever is in it, typed and looked for', () => {
		const step = fc.oneof(
			fc.constantFrom(...keys).map((key) => [key]),
			fc.constantFrom('a', 'spec', '漢', ' ').map((word) => ['esc', '/', ...(word === ' ' ? ['space'] : word), 'enter']),
		);
		const value = fc.oneof(hostileText(80), fc.constant('word '.repeat(60)));
		const property = fc.property(
			fc.constantFrom('Secret', 'Pod', 'ConfigMap'),
			fc.dictionary(fc.constantFrom('a', 'b', 'c.d', 'key'), value, { maxKeys: 4 }),
			fc.constantFrom(...sizes),
			fc.array(step, { maxLength: 25 }),
			(kind, data, screen, steps) => {
				const shown = onPod({ kind, data, spec: data, status: { message: Object.values(data) } });
				shown.resize(screen);
				shown.press('enter');
				for (const chords of steps) {
					shown.press(...chords);
					if (!title(shown).startsWith(' PODS')) continue;
					shown.press('enter');
				}
				const lines = shown.lines();
				expect(lines).toHaveLength(screen.rows);
				for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(screen.columns);
				const hasCursor = !/^ (YAML|HELP)/.test(title(shown)) || kind === 'Secret';
				if (hasCursor && !title(shown).startsWith(' HELP'))
					expect(lines.filter((line) => line.startsWith('▸')).length).toBeLessThanOrEqual(1);
				shown.press('?');
				expect(shown.lines()).toHaveLength(screen.rows);
			},
		);
		fc.assert(property, { numRuns: 40 });
	});
});

describe('a Secret in a text', () => {
	const secret = { kind: 'Secret', data: { password: 'czNjcjN0', token: 'dG9rZW4=' } };

	it('is masked until a value is asked for by the line under the cursor, and masked again when it is opened again', async () => {
		const shown = onPod(secret);
		shown.press('y', 'x');
		expect(shown.lines().at(-1)).toContain('Put the cursor on the line of the value');
		shown.press('down', 'down');
		expect(body(shown)[2]).toBe('▸   password: <masked, 6 bytes>');
		shown.press('x');
		expect(body(shown)[2]).toBe('▸   password: czNjcjN0  # s3cr3t');
		expect(shown.text()).toContain('token: <masked, 5 bytes>');
		shown.press('down', 'C', 'c');
		await shown.settle();
		expect(shown.copied[0]).toBe('token');
		expect(shown.copied[1]).toContain('<masked, 5 bytes>');
		expect(shown.copied[1]).not.toContain('dG9rZW4=');
		shown.press('up', 'x');
		expect(shown.text()).not.toContain('s3cr3t');
		shown.press('x', 'esc', 'y');
		expect(shown.text()).not.toContain('s3cr3t');
		expect(shown.text()).toContain('password: <masked, 6 bytes>');
	});

	it('keeps the cursor on its value, and in sight, while lines come and the terminal changes its size', () => {
		const shown = onPod(secret);
		shown.press('y', 'down', 'down', 'down');
		put(shown, { ...secret, data: { ...secret.data, aaa: 'YQ==', bbb: 'YQ==' } });
		shown.session.resized();
		expect(body(shown).find((line) => line.startsWith('▸'))).toContain('token:');
		shown.resize({ columns: 40, rows: 8 });
		expect(body(shown).find((line) => line.startsWith('▸'))).toContain('token:');
	});
});
