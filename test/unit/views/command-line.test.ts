import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CommandNames, parseCommand, viewNames } from '../../../src/views/command-line.ts';
import { completions, matchTier, ranked } from '../../../src/views/completions.ts';
import { testDomains } from '../../support/fake-services.ts';

const names: CommandNames = {
	views: viewNames(testDomains),
	namespaces: ['shop', 'shipping', 'bank-of-shops'],
	listed: undefined,
	contexts: ['prod-eu', 'prod-us', 'arn:aws:eks:eu-west-1:1234:cluster/Blue'],
};

const lines = (typed: string, recent: readonly string[] = []): readonly string[] =>
	completions(typed, names, recent).map(({ line }) => line);

describe('a line of the command bar', () => {
	const pods = { kind: 'view', view: 'pods' };

	test.each([
		['pods', pods],
		[':pod', pods],
		['Pods', pods],
		['POD', pods],
		['pods.v1.', pods],
		['pods shop', { ...pods, namespace: { name: 'shop' } }],
		['pods -n shop', { ...pods, namespace: { name: 'shop' } }],
		['pods --namespace=shop', { ...pods, namespace: { name: 'shop' } }],
		['po all', { ...pods, namespace: { name: undefined } }],
		['pods -A', { ...pods, namespace: { name: undefined } }],
		['pods /crash loop', { ...pods, filter: 'crash loop' }],
		['pods /', { ...pods, filter: '' }],
		['pods app=x', { ...pods, filter: '-l app=x' }],
		['pods shop tier!=y', { ...pods, namespace: { name: 'shop' }, filter: '-l tier!=y' }],
		['?', { kind: 'help' }],
		['logs', { kind: 'logs', wish: { containers: 'all', previous: false, range: { tailLines: 500 } } }],
		['pods -l app=x', { ...pods, filter: '-l app=x' }],
		['pods --selector=app=x,tier=y shop /web', { ...pods, namespace: { name: 'shop' }, filter: '-l app=x,tier=y web' }],
		['pods -l "app in (a, b)" -f status.phase=Running', { ...pods, filter: '-l "app in (a, b)" -f status.phase=Running' }],
		['pods -l app in (a, b),!canary shop', { ...pods, namespace: { name: 'shop' }, filter: '-l app in (a, b),!canary' }],
		['pods --selector=app notin (a,b) /web', { ...pods, filter: '-l app notin (a,b) web' }],
		['pods -n shop -A', { ...pods, namespace: { name: undefined } }],
		['pods -A -n shop', { ...pods, namespace: { name: undefined } }],
		['pods shop -A', { ...pods, namespace: { name: undefined } }],
		['nodes -A -n shop', { kind: 'view', view: 'nodes' }],
		['pods/cart-1', { ...pods, filter: '', object: 'cart-1' }],
		['po/cart-1 -n shop', { ...pods, namespace: { name: 'shop' }, filter: '', object: 'cart-1' }],
		['Node/ip-10-0-1-21', { kind: 'view', view: 'nodes', filter: '', object: 'ip-10-0-1-21' }],
		['helm-values cart', { kind: 'release', page: 'values', release: 'cart' }],
		['helm-manifest cart -n shop', { kind: 'release', page: 'manifest', release: 'cart', namespace: 'shop' }],
		['helm-status cart shop', { kind: 'release', page: 'status', release: 'cart', namespace: 'shop' }],
		['nodes -A', { kind: 'view', view: 'nodes' }],
		['ns anything', { kind: 'namespace', name: 'anything' }],
		['ns -A', { kind: 'namespace', name: undefined }],
		['ctx prod-us', { kind: 'context', name: 'prod-us' }],
		['ctx PROD-us', { kind: 'context', name: 'prod-us' }],
		['ctx', { kind: 'contexts' }],
		['diag', { kind: 'diagnostics' }],
		['help', { kind: 'help' }],
		['suspend', { kind: 'suspend' }],
		['q!', { kind: 'quit' }],
		['  ', { kind: 'nothing' }],
	])('%j is %j', (line, command) => {
		expect(parseCommand(line, names)).toEqual(command);
	});

	test.each([
		['pots', 'There is no view "pots". Near it: pods'],
		['zebra', 'There is no view "zebra". Names are completed by tab; :catalog lists all that the server has.'],
		['ctx prod-su', 'There is no context "prod-su". Near it: prod-eu, prod-us'],
		['ctx nope', 'There is no context "nope". There are: prod-eu, prod-us, arn:'],
		['nodes shop', 'nodes are not in a namespace'],
		['pods shop now', 'a word too many'],
		['pods --all', 'has no "--all"'],
		['helm-values', 'Type the release too, :helm-values NAME'],
		['helm-values cart shop now', 'a word too many'],
		['zebra/cart-1', 'There is no view "zebra". Names are completed by tab'],
		['pots/cart-1', 'There is no view "pots". Near it: pods'],
		['pods/', '"pods/" names no object; type :pods/NAME.'],
		['pods/a/b', '"pods/a/b" names no object'],
		['pods -l', '"-l" says nothing without a value, as in :pods -l app=cart.'],
		['pods @prod-us', '"@prod-us" names a context: :ctx prod-us opens it, and the view stays.'],
		['ns Shop', '"Shop" cannot be a namespace, which has small letters, digits and dashes alone. Near it: shop.'],
		['pods ../shop', '"../shop" cannot be a namespace'],
		['logs -n shop', '-n shop alone names no log'],
		['help me', 'a word too many'],
		['ns', ':ns NAME or :ns all. There are: shop'],
	])('%j is answered with %j', (line, sentence) => {
		expect(parseCommand(line, names)).toMatchObject({ kind: 'error', sentence: expect.stringContaining(sentence) });
	});

	test('a namespace is doubted only where all of them were listed, and then with what there is', () => {
		const listed = { names: new Set(['shop', 'bank']), when: '43s ago' };
		expect(parseCommand('ns shop', { ...names, listed })).toEqual({ kind: 'namespace', name: 'shop' });
		for (const line of ['ns nope', 'pods nope', 'pods -n nope']) {
			expect(parseCommand(line, { ...names, namespaces: ['bank', 'shop'], listed })).toEqual({
				kind: 'error',
				canInsist: true,
				sentence: 'There was no namespace "nope" 43s ago. There are: bank, shop. Enter again opens it anyway.',
			});
		}
	});

	test('whatever is typed is answered, and an error is a sentence', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const command = parseCommand(text, names);
				if (command.kind === 'error') expect(command.sentence).toMatch(/\.$/);
			}),
		);
	});
});

describe('completion', () => {
	test('answers with views, and with their other names where these are what was begun', () => {
		expect(lines('po')).toEqual(['pods']);
		expect(lines('pods.')).toEqual(['pods.v1.']);
		expect(lines('Job')).toEqual(['jobs']);
		expect(lines('di')).toEqual(['diff', 'diag']);
		expect(lines('pds')).toEqual(['pods']);
	});

	test('goes on with namespaces, options and contexts, the best first', () => {
		expect(lines('pods sh')).toEqual(['pods shop', 'pods shipping', 'pods bank-of-shops']);
		expect(lines('pods -n sho')).toEqual(['pods -n shop', 'pods -n bank-of-shops']);
		expect(lines('pods -')).toEqual(['pods -n', 'pods -A', 'pods -l', 'pods -f']);
		expect(lines('nodes -')).toEqual(['nodes -l', 'nodes -f']);
		expect(lines('ctx prod-u')).toEqual(['ctx prod-us', 'ctx prod-eu']);
		expect(lines('diff deploy/cart @prod-u')).toEqual(['diff deploy/cart @prod-us', 'diff deploy/cart @prod-eu']);
		expect(lines('ctx blue')).toEqual(['ctx arn:aws:eks:eu-west-1:1234:cluster/Blue']);
		expect(lines('ns ')).toEqual(['ns all', 'ns shop', 'ns shipping', 'ns bank-of-shops']);
		for (const done of ['nodes s', 'pods /sh', 'pods shop sh', 'pods -l sh', 'ctx a b', 'zebra s']) expect(lines(done), done).toEqual([]);
	});

	test('an empty line offers what was entered before, the newest first, then every view and word once', () => {
		const offered = lines('', ['jobs', 'pods shop']);
		expect(offered.slice(0, 5)).toEqual(['jobs', 'pods shop', 'nodes', 'pods', 'ns']);
		expect(new Set(offered).size).toBe(offered.length);
	});

	test('every completion of a word is a command that works, once it has what it asks for', () => {
		for (const typed of ['', 'n', 'p', 'j', 'd', 'q', 's', 'pods ', 'ns s', 'ctx p']) {
			const asked: Readonly<Record<string, string>> = {
				ns: 'ns shop',
				'helm-values': 'helm-values cart',
				'helm-manifest': 'helm-manifest cart',
				'helm-status': 'helm-status cart',
				diff: 'diff pod/a pod/b',
			};
			for (const line of lines(typed)) expect(parseCommand(asked[line] ?? line, names).kind, line).not.toBe('error');
		}
	});

	test('every name that a view is known by completes to a line that opens it, and ranks itself first', () => {
		for (const [name, { view }] of names.views) {
			const [first] = lines(name);
			expect(parseCommand(first ?? '', names), name).toMatchObject({ view });
		}
	});

	test('what begins as typed is never behind what only contains it, and nothing is offered that lacks a letter', () => {
		const name = fc.stringMatching(/^[a-z]{1,3}(-[a-z]{1,3}){0,2}$/);
		fc.assert(
			fc.property(fc.stringMatching(/^[a-z]{1,3}$/), fc.uniqueArray(name, { maxLength: 12 }), (typed, known) => {
				const found = ranked(typed, known, (each) => each);
				const begins = found.map((each) => each.startsWith(typed));
				expect(begins.lastIndexOf(true)).toBe(begins.filter(Boolean).length - 1);
				for (const each of found) for (const letter of typed) expect(each).toContain(letter);
				for (const each of known) expect(found.includes(each)).toBe(matchTier(typed, each) !== undefined);
			}),
		);
	});
});
