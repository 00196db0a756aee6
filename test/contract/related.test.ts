import { describe, expect, test } from 'vitest';
import { plainOf } from '../../src/base/text-line.ts';
import { servedViewsOf } from '../../src/cli/served-views.ts';
import type { UserKey } from '../../src/demo/access.ts';
import { resourceName } from '../../src/demo/resources.ts';
import type { ObjectRef } from '../../src/domains/object-ref.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { apps, core, inGroup, type KindName } from '../../src/relations/link.ts';
import { linkedKind } from '../../src/relations/linked-kinds.ts';
import { openDomainFeed } from '../../src/sync/domain-feed.ts';
import type { AppServices, OpenContext } from '../../src/views/app-services.ts';
import type { PanelPart } from '../../src/views/panel-part.ts';
import { relatedPart } from '../../src/views/related-part.ts';
import { unicodeGlyphs } from '../../src/views/theme.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { mergePatch } from '../support/two-contexts.ts';
import { WireEngine } from '../support/wire-engine.ts';

async function shop(user: UserKey = 'admin') {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const wire = new WireEngine({ server, clock, user });
	const served = servedViewsOf(wire.connection, clock);
	const services: Pick<AppServices, 'clock' | 'openFeed'> = {
		clock,
		openFeed: (_, domain, scope, options) => openDomainFeed(wire.engine, domain, scope, options),
	};
	const parts = {
		services: services as AppServices,
		context: { served } as Partial<OpenContext> as OpenContext,
		openContext: async () => {
			throw new Error('nothing here is of another context');
		},
		changed: wire.bell.ring,
	};
	const openCustom = (resource: string, object: KubeObject): Tree => {
		const { gvr, kind, singular, namespaced } = server.world.resourceNamed(resource);
		const ref: ObjectRef = {
			of: { gvr, kind, singular, namespaced },
			namespace: object.metadata.namespace ?? '',
			name: object.metadata.name,
		};
		return new Tree(wire, relatedPart(ref, parts), object);
	};
	const open = (kind: KindName, name: string, namespace = ''): Tree => {
		const of = linkedKind(kind)?.resource;
		if (of === undefined) throw new Error(`no rule knows ${kind.kind}`);
		const object = server.world
			.list(resourceName(of.gvr), of.namespaced ? namespace : undefined)
			.find(({ metadata }) => metadata.name === name);
		if (object === undefined) throw new Error(`the demo has no ${kind.kind} ${namespace}/${name}`);
		const ref: ObjectRef = { of, namespace, name };
		return new Tree(wire, relatedPart(ref, parts), object);
	};
	return { server, wire, open, openCustom };
}

/** A tree as the panel shows it. */
class Tree {
	readonly part: PanelPart;
	readonly #wire: WireEngine;
	/** As its panel has it. */
	object: KubeObject;

	constructor(wire: WireEngine, part: PanelPart, object: KubeObject) {
		this.part = part;
		this.#wire = wire;
		this.object = object;
	}

	get #lines() {
		const now = this.#wire.clock.now();
		const sections = this.part.sections(this.object, { now, serverNow: now, width: 100, glyphs: unicodeGlyphs });
		return sections.flatMap(({ lines }) => lines);
	}

	get lines(): readonly string[] {
		return this.#lines.map(plainOf);
	}

	/** What its lines lead to, in order. */
	get followed(): readonly ObjectRef[] {
		return this.#lines.flatMap(({ target }) => {
			const request = target === undefined ? undefined : this.part.follow?.(target);
			return request?.kind === 'object' ? [request.object] : [];
		});
	}

	/** Resolves with its lines when nothing of it is on its way. */
	async grown(): Promise<readonly string[]> {
		const done = (): boolean => !this.lines.some((line) => line.endsWith('loading…'));
		await this.#wire.until('the tree is grown', done, () => this.lines.join('\n'));
		return this.lines;
	}

	async shows(words: string): Promise<void> {
		const holds = (): boolean => this.lines.some((line) => line.includes(words));
		await this.#wire.until(`the tree shows ${words}`, holds, () => this.lines.join('\n'));
	}
}

const batch = (kind: string): KindName => inGroup('batch', kind);
const networking = (kind: string): KindName => inGroup('networking.k8s.io', kind);

/** One object of every kind that has a rule of its own, as the demo has it, and a line of what it has to do with others. */
const known: readonly (readonly [kind: KindName, object: string, line: RegExp])[] = [
	[core('Pod'), 'shop/sessions-0', /^ {2}mounts ConfigMap\/sessions-config {2}keys: 2$/],
	[apps('Deployment'), 'shop/cart', /^ {4}owns Pod\/cart-\S+ {2}2\/2 Running$/],
	[apps('StatefulSet'), 'shop/sessions', /^ {2}owns ControllerRevision\/sessions-\S+ {2}revision 1$/],
	[apps('DaemonSet'), 'observability/node-exporter', /^ {2}owns Pod\/node-exporter-\S+ {2}1\/1 Running$/],
	[batch('CronJob'), 'batch/nightly-report', /^ {4}owns Pod\/nightly-report-\S+ {2}0\/1 Completed$/],
	[batch('Job'), 'batch/nightly-report', /^ {2}owned by CronJob\/nightly-report {2}15 2 \* \* \*$/],
	[core('Service'), 'shop/cart', /^ {4}leads to Pod\/cart-\S+ {2}2\/2 Running$/],
	[networking('Ingress'), 'shop/shop', /^ {2}certificate Secret\/shop-tls {2}is not there$/],
	[networking('IngressClass'), '/nginx', /^ {2}used by Ingress\/shop\/shop {2}/],
	[core('PersistentVolumeClaim'), 'shop/data-sessions-0', /^ {2}bound to PersistentVolume\/pvc-shop-data-sessions-0 {2}Bound/],
	[core('PersistentVolume'), '/pvc-shop-data-sessions-0', /^ {2}bound to PersistentVolumeClaim\/shop\/data-sessions-0 {2}Bound/],
	[inGroup('storage.k8s.io', 'StorageClass'), '/gp3', /^ {2}class of … and \d+ more$/],
	[inGroup('autoscaling', 'HorizontalPodAutoscaler'), 'shop/cart', /^ {2}scales Deployment\/cart {2}4\/4 ready$/],
	[inGroup('policy', 'PodDisruptionBudget'), 'shop/sessions', /^ {2}selects Pod\/sessions-2 {2}1\/1 Running$/],
	[networking('NetworkPolicy'), 'payments/deny-all', /^ {2}selects Pod\/postgres-0 {2}1\/1 Running$/],
	[core('Node'), '/control-1', /^ {2}heartbeat Lease\/kube-node-lease\/control-1 {2}/],
	[core('Secret'), 'shop/db-credentials', /^ {2}used by … and \d+ more$/],
	[inGroup('rbac.authorization.k8s.io', 'RoleBinding'), 'shop/shop-devs', /^ {2}grants Role\/shop-dev$/],
];

describe('the tree of an object', () => {
	test('of every kind that has a rule, read over the wire, leads to what the server has', async () => {
		const { server, open } = await shop();
		for (const [kind, path, line] of known) {
			const [namespace = '', name = ''] = path.split('/');
			const tree = open(kind, name, namespace);
			const lines = await tree.grown();
			expect(lines.some((each) => line.test(each)) ? [] : [`${kind.kind} ${path}`, ...lines]).toEqual([]);
			for (const ref of tree.followed) {
				const found = server.world.get(resourceName(ref.of.gvr), ref.of.namespaced ? ref.namespace : undefined, ref.name);
				expect([kind.kind, path, ref.of.kind, ref.name, found === undefined]).toEqual([kind.kind, path, ref.of.kind, ref.name, false]);
			}
			tree.part.close();
		}
	});

	test('is live while it is open, and its watches end within a second when it is hidden or closed', async () => {
		const { server, wire, open } = await shop();
		const cart = open(apps('Deployment'), 'cart', 'shop');
		await cart.grown();
		await wire.quiet();
		const watched = new Set(server.openWatches().map(({ resource }) => resource));
		expect(watched.has('replicasets') && watched.has('pods') && watched.has('secrets')).toBe(true);
		const secret = '/api/v1/namespaces/shop/secrets/db-credentials';
		await mergePatch(server, secret, { data: { more: 'eA==' } });
		await cart.shows('reads Secret/db-credentials  Opaque, keys: 3');
		const reads = (): readonly string[] => wire.underWay.flatMap(({ streamId }) => streamId ?? []);
		expect(reads().some((id) => id.includes('related secrets'))).toBe(true);
		cart.object = { ...cart.object, spec: { selector: { matchLabels: { app: 'cart' } } } };
		await cart.grown();
		await wire.pass(1_000);
		expect(reads().some((id) => id.includes('related secrets'))).toBe(false);
		const before = cart.lines;
		cart.part.suspend();
		await wire.pass(1_000);
		expect(reads()).toEqual([]);
		expect(cart.lines).toEqual(before);
		cart.part.resume();
		await cart.grown();
		cart.part.close();
		await wire.pass(1_000);
		expect(reads()).toEqual([]);
	});

	test('names what may not be read, each by itself, and shows the rest', async () => {
		const { open } = await shop('shop');
		const pod = open(core('Pod'), 'sessions-0', 'shop');
		await pod.shows('forbidden');
		const lines = await pod.grown();
		expect(lines.some((line) => /runs on Node\/\S+ {2}forbidden/.test(line))).toBe(true);
		expect(lines).toContain('  owned by StatefulSet/sessions  3/3 ready');
	});

	test('of custom objects leads both ways, and says of a kind that the server does not have that it is not served', async () => {
		const { server, open, openCustom } = await shop();
		const [certificate] = server.world.list('certificates.cert-manager.io');
		if (certificate === undefined) throw new Error('the demo has no certificate');
		const { name, uid, namespace = '' } = certificate.metadata;
		const owners = [
			{ apiVersion: 'cert-manager.io/v1', kind: 'Certificate', name, uid },
			{ apiVersion: 'gone.example.com/v1', kind: 'Nothing', name: 'gone', uid: 'u1' },
		];
		const [secret] = server.world.list('secrets', namespace);
		await mergePatch(server, `/api/v1/namespaces/${namespace}/secrets/${secret?.metadata.name}`, { metadata: { ownerReferences: owners } });
		const made = open(core('Secret'), secret?.metadata.name ?? '', namespace);
		await made.shows('owned by Nothing/gone  not served');
		await made.shows(`owned by Certificate/${name}`);
		expect((await made.grown()).filter((line) => line.includes('Certificate/'))).toHaveLength(1);
		const maker = openCustom('certificates.cert-manager.io', certificate);
		await maker.shows(`owns Secret/${secret?.metadata.name}`);
	});
});
