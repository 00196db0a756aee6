import { describe, expect, it } from 'vitest';
import { EventRow } from '../../../src/domains/events.ts';
import type { Row } from '../../../src/domains/types.ts';
import { WholeRow } from '../../../src/domains/whole-object.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { core } from '../../../src/relations/link.ts';
import { linkedKind } from '../../../src/relations/linked-kinds.ts';
import { liveStatus, type ShownRow, shownRow } from '../../support/fake-services.ts';
import { title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const size = { columns: 90, rows: 30 };

const shown = (row: ShownRow, view = 'pods'): ShownSession =>
	showSession({ size, view, namespace: 'shop', before: ({ context }) => context.stream(view, 'shop').rows.upsert(row) });

const whole = (object: Partial<KubeObject> = {}): ShownRow => {
	const row: Row = new WholeRow({
		apiVersion: 'v1',
		kind: 'Pod',
		...object,
		metadata: { name: 'cart-1', namespace: 'shop', uid: 'u1', resourceVersion: '1', ...object.metadata },
	});
	return row as ShownRow;
};

const event = (uid: string, reason: string, message: string, lastTimestamp: string, count = 1): ShownRow => {
	const metadata = { name: uid, namespace: 'shop', uid, resourceVersion: '1' };
	const row: Row = new EventRow({ metadata, type: 'Warning', reason, message, lastTimestamp, count }, (text) => text);
	return row as ShownRow;
};

const objects = ({ context }: ShownSession) => context.stream('object', 'shop', '-f metadata.name=cart-1');
const events = ({ context }: ShownSession, uid = 'u1') => context.stream('object-events', 'shop', `-f involvedObject.uid=${uid}`);
/** What is read, but for what belongs to the object. */
const open = ({ context }: ShownSession): readonly string[] =>
	Array.from(context.openFeeds, ({ domain }) => domain.name).filter((name) => !name.startsWith('related'));

const crashing = whole({
	spec: { containers: [{ name: 'cart', image: 'shop/cart:1' }] },
	status: {
		phase: 'Running',
		conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
		containerStatuses: [
			{
				name: 'cart',
				restartCount: 3,
				state: { waiting: { reason: 'CrashLoopBackOff' } },
				lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
			},
		],
	},
});

describe('the panel of an object', () => {
	it('says how it is and why, with its events, and follows both as they change', () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		objects(session).rows.upsert(crashing);
		events(session).rows.upsert(event('e1', 'BackOff', 'back-off restarting', '1970-01-01T00:00:00Z', 12));
		session.press('enter');
		expect(title(session)).toMatch(/POD {2}shop\/cart-1 .*watch ● live/);
		for (const words of ['Conditions', 'ContainersNotReady', 'cart  Waiting: CrashLoopBackOff', 'OOMKilled, exit code 137', 'image'])
			expect(session.text()).toContain(words);
		expect(session.text()).toMatch(/\(x12\) +Warning +BackOff +back-off restarting/);
		objects(session).rows.upsert(whole({ metadata: { ...crashing, resourceVersion: '2' } as never, status: { phase: 'Succeeded' } }));
		events(session).rows.upsert(event('e2', 'Killing', 'stopping', '1970-01-01T00:00:05Z'));
		session.session.resized();
		expect(session.text()).toMatch(/Status +Completed|Status +Succeeded/);
		expect(session.text().indexOf('Killing')).toBeLessThan(session.text().indexOf('BackOff'));
	});

	it('reads the object and its events while it is in sight, shows both in diagnostics, and stops when it is covered or closed', () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		objects(session).rows.upsert(crashing);
		session.press('enter');
		expect(open(session)).toEqual(['pods', 'object', 'object-events']);
		session.press('!');
		expect(session.text()).toMatch(/^ *object (.|\n)*^ *object-events /m);
		session.press('!', 'l');
		expect(session.context.logs.map(({ request }) => request.target)).toEqual([{ kind: 'pod', name: 'cart-1' }]);
		expect(open(session)).toEqual(['pods']);
		session.press('esc');
		expect(open(session)).toEqual(['pods', 'object', 'object-events']);
		expect(session.text()).toContain('CrashLoopBackOff');
		session.press('esc');
		expect(open(session)).toEqual(['pods']);
	});

	it('is one key from its YAML and back, and esc leads out by the same way', () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		objects(session).rows.upsert(crashing);
		session.press('d', 'y');
		expect(title(session)).toContain('YAML  pod shop/cart-1');
		expect(open(session)).toEqual(['pods', 'object']);
		session.press('y');
		expect(session.lines().at(-1)).toContain('This is its YAML');
		session.press('d');
		expect(title(session)).toContain('POD  shop/cart-1');
		session.press('y', 'esc', 'esc');
		expect(title(session)).toContain('PODS');
	});

	it('has the YAML of an object that is gone, as it was last and since when, and both pages say the same', async () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		objects(session).rows.upsert(crashing);
		session.press('d');
		objects(session).rows.remove('u1');
		session.session.resized();
		const since = /Gone since \S+: this is how it was last\./.exec(session.text())?.[0] ?? '?';
		await session.clock.advance(65_000);
		session.press('y');
		expect(title(session)).toMatch(/YAML {2}pod shop\/cart-1 .*○ gone/);
		expect(session.text()).toContain(`# ${since}`);
		expect(session.text()).toContain('image: shop/cart:1');
		session.press('d');
		expect(session.text()).toContain(since);
		objects(session).rows.upsert(crashing);
		session.press('y');
		expect(session.text()).not.toContain('Gone since');
	});

	it('knows of an object that went while its YAML was looked at how it was, and since when it is gone', async () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		objects(session).rows.upsert(crashing);
		session.press('d', 'y');
		objects(session).rows.remove('u1');
		session.session.resized();
		const since = /Gone since \S+:/.exec(session.text())?.[0] ?? '?';
		await session.clock.advance(65_000);
		session.press('d');
		expect(session.text()).toContain(since);
		expect(session.text()).toContain('CrashLoopBackOff');
	});

	it('goes from part to part', () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		objects(session).rows.upsert(crashing);
		session.resize({ columns: 60, rows: 10 });
		session.press('enter', 'tab', 'tab');
		expect(session.lines().find((line) => line.startsWith('▸'))).toContain('Containers');
		session.press('shift-tab');
		expect(session.lines().find((line) => line.startsWith('▸'))).toContain('Conditions');
	});

	it('looks for the events of the one that is there now when another is made under the name, and says that it is another', () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		objects(session).rows.upsert(crashing);
		session.press('enter');
		objects(session).rows.remove('u1');
		session.session.resized();
		expect(title(session)).toContain('○ gone');
		const creationTimestamp = new Date(2001, 1, 2, 3, 4, 5).toISOString();
		objects(session).rows.upsert(
			whole({ metadata: { name: 'cart-1', namespace: 'shop', uid: 'u2', resourceVersion: '9', creationTimestamp } }),
		);
		events(session, 'u2').rows.upsert(event('e9', 'Scheduled', 'anew', '1970-01-01T00:00:00Z'));
		session.session.resized();
		expect(session.text()).toContain('Another one of this name since 03:04:05: the one that was opened is gone.');
		expect(session.text()).toContain('Scheduled');
	});

	it('says of a node what its pods ask for, out of the stream of its tree, and not what those asked for that have ended', () => {
		const session = showSession({ size, view: 'nodes', before: ({ context }) => context.stream('nodes', '').rows.upsert(shownRow('n1')) });
		const node = whole({
			kind: 'Node',
			metadata: { name: 'n1', uid: 'n', resourceVersion: '1' },
			spec: { taints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' }] },
			status: { allocatable: { cpu: '2', memory: '4Gi', pods: '10' } },
		});
		session.context.stream('object', '', '-f metadata.name=n1').rows.upsert(node);
		const pods = linkedKind(core('Pod'))?.resource;
		for (const [name, phase] of [
			['a', 'Running'],
			['b', 'Running'],
			['c', 'Succeeded'],
		] as const) {
			const resources = { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } };
			const pod = {
				metadata: { name, namespace: 'shop', uid: name, resourceVersion: '1' },
				spec: { nodeName: 'n1', containers: [{ name, resources }] },
				status: { phase },
			};
			const row = pods?.project(pod, (text) => text) as Row;
			session.context.stream('related pods', '', '-f spec.nodeName=n1').rows.upsert(row as ShownRow);
		}
		session.press('enter');
		expect(session.text()).toMatch(/Taints +spot=true:NoSchedule/);
		expect(session.text()).toMatch(
			/pods +2 of 10 *\n +cpu +requests 1000m \(50%\), limits none, of 2000m *\n +memory +requests 2Gi \(50%\), limits 4Gi \(100%\), of 4Gi/,
		);
	});

	it('says of events that may not be read what is forbidden, and shows the object all the same', () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		objects(session).rows.upsert(crashing);
		const error = { kind: 'forbidden', message: 'no', verb: 'list', resource: 'events', scope: 'namespace shop' } as const;
		events(session).status = { ...liveStatus(0), live: false, level: 'unhealthy', rows: 'none', reason: 'permissions', error };
		session.press('enter');
		expect(session.text()).toContain('Forbidden: you may not read its events.');
		expect(session.text()).toContain('verb list · resource events · scope namespace shop');
		expect(session.text()).toContain('CrashLoopBackOff');
	});

	it('shows values of a Secret decoded, one by one, and nothing of them before', () => {
		const session = shown(shownRow('cart-1', { uid: 'u1' }));
		const data = { 'tls.crt': Buffer.from('-----BEGIN\nabcdef\n').toString('base64'), pin: 'MTIzNA==' };
		objects(session).rows.upsert(whole({ kind: 'Secret', data }));
		session.press('enter', 'tab', 'tab');
		expect(session.text()).toContain('tls.crt  18 bytes');
		expect(session.text()).not.toMatch(/abcdef|1234|MTIz/);
		session.press('down', 'down', 'x');
		expect(session.text()).toContain('    abcdef');
		expect(session.text()).not.toMatch(/1234|MTIz/);
		objects(session).rows.remove('u1');
		const other = { name: 'cart-1', namespace: 'shop', uid: 'u2', resourceVersion: '2' };
		objects(session).rows.upsert(whole({ kind: 'Secret', data, metadata: other }));
		session.session.resized();
		expect(session.text()).toContain('Another one of this name');
		expect(session.text()).not.toContain('abcdef');
		session.press('down', 'x', 'esc', 'enter');
		expect(session.text()).not.toContain('abcdef');
	});
});
