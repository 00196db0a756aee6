import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf, withoutComments } from '../support/import-specifiers.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/** ARCHITECTURE.md's table. `base` and the types of kube/types.ts are free to everyone and are not repeated. */
const mayImport: Readonly<Record<string, { readonly values: readonly string[]; readonly types: readonly string[] }>> = {
	base: { values: [], types: [] },
	kube: { values: [], types: [] },
	domains: { values: [], types: [] },
	keys: { values: [], types: [] },
	terminal: { values: [], types: [] },
	config: { values: [], types: [] },
	stores: { values: ['domains'], types: [] },
	filter: { values: ['domains'], types: [] },
	relations: { values: ['domains'], types: [] },
	objects: { values: ['domains'], types: [] },
	actions: { values: ['domains'], types: [] },
	sync: { values: ['kube', 'domains', 'stores'], types: [] },
	sessions: { values: ['kube', 'domains', 'stores'], types: ['sync'] },
	diagnostics: { values: [], types: ['sync'] },
	demo: { values: ['domains'], types: [] },
	views: {
		values: ['stores', 'domains', 'relations', 'filter', 'objects', 'keys', 'actions', 'terminal', 'config'],
		types: ['diagnostics', 'sync', 'sessions'],
	},
};

/** What to do instead, by the layer that reached too far. */
const instead: Readonly<Record<string, string>> = {
	base: 'base/ imports nothing of ours: move what needs more to the layer that it belongs to.',
	kube: 'kube/ knows only the wire: take what you need as an argument, or move a pure function to base/.',
	domains: 'domains/ are pure and declarative: put the value into the row or into CellContext.',
	keys: 'keys/ are data: name a command and let views/ perform it.',
	terminal: 'terminal/ knows nothing of Kubernetes: take text and numbers as arguments.',
	config: 'config/ only reads the file: let cli/ hand the values to whoever needs them.',
	filter: 'filter/ is pure: it makes tests of rows from text and columns, and asks nobody.',
	relations: 'relations/ are pure: they say what is to be read and make a tree of what was; let sync/ read and views/ show it.',
	objects: 'objects/ are pure: they make text and data of one object, and ask nobody.',
	stores: 'stores/ hold rows and nothing else: let sync/ write into them and views/ read them.',
	actions: 'actions/ describe a write as data: kube/ performs it, cli/ joins the two.',
	sync: 'sync/ reports to an observer (SyncObserver): let cli/ join the two.',
	sessions: 'sessions/ reach the server through kube/: let cli/ or views/ join it with the rest.',
	diagnostics: 'diagnostics/ read what sync/ tells its observer: import types only, and take the rest as an argument.',
	demo: 'demo/ is a server of its own: it shares only the domains, and speaks HTTP with everything else.',
	views: 'views/ read stores and issue commands: take the value from AppServices, and import only types of sync/ and diagnostics/.',
};

/** PURE by ARCHITECTURE.md: `now` is an argument; no timers, no I/O, no process. */
const pure = [
	/^base\/(?!clock\.ts$)/,
	/^domains\//,
	/^keys\//,
	/^filter\//,
	/^relations\//,
	/^objects\//,
	/^actions\//,
	/^sync\/(stream-state|stream-transition|stream-health|metrics-health|compare-versions|idle-cuts)\.ts$/,
];

const filesUnder = (directory: string): readonly string[] =>
	readdirSync(directory, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.tsx?$/.test(name))
		.map((name) => name.replaceAll('\\', '/'))
		.sort();

/** Every rule that one file breaks, each as a sentence that says what to do instead. `path` is relative to src. */
function brokenRules(path: string, source: string): readonly string[] {
	const layer = path.startsWith('cli') ? 'cli' : (path.split('/')[0] ?? '');
	const broken: string[] = [];
	for (const { specifier, typeOnly, line } of importsOf(source)) {
		const place = `src/${path}:${line}`;
		if (specifier.startsWith('.')) {
			const target = relative(root, join(root, dirname(path), specifier)).replaceAll('\\', '/');
			broken.push(...brokenByOurs(place, layer, target, typeOnly));
		} else {
			broken.push(...brokenByPackage(place, path, layer, specifier, typeOnly));
		}
	}
	return [...broken, ...brokenInside(path, source)];
}

function brokenByOurs(place: string, layer: string, target: string, typeOnly: boolean): readonly string[] {
	const to = target.startsWith('cli') ? 'cli' : (target.split('/')[0] ?? '');
	if (target.startsWith('..')) return layer === 'cli' ? [] : [`${place} leaves src/ (${target}): hand the value in from cli/.`];
	if (layer === 'cli' || to === layer || to === 'base') return [];
	if (target === 'kube/types.ts' && typeOnly) return [];
	const allowed = mayImport[layer];
	if (allowed === undefined) return [`${place} is in no layer of ARCHITECTURE.md: add "${layer}" to its table and to this test.`];
	if (allowed.values.includes(to)) return [];
	if (allowed.types.includes(to)) {
		return typeOnly
			? []
			: [`${place} imports a value of ${target}, and ${layer}/ may have only its types: write "import type". ${instead[layer]}`];
	}
	return [`${place} imports ${target}, which is closed to ${layer}/. ${instead[layer]}`];
}

function brokenByPackage(place: string, path: string, layer: string, specifier: string, typeOnly: boolean): readonly string[] {
	const broken: string[] = [];
	const isUi = /^(ink|react|react-reconciler|ink-[\w-]+)(\/|$)/.test(specifier);
	if (isUi && !(layer === 'views' || layer === 'terminal' || path === 'cli.tsx')) {
		broken.push(`${place} imports ${specifier}: only views/, terminal/ and cli.tsx draw. Return data, and let a view show it.`);
	}
	if (specifier.startsWith('@kubernetes/client-node') && layer !== 'kube') {
		broken.push(`${place} imports ${specifier}: only kube/ does. Add what you need to Connection.`);
	}
	if (isBuiltin(specifier) && !specifier.startsWith('node:')) broken.push(`${place} imports ${specifier}: write node:${specifier}.`);
	if (layer === 'views' && /^node:(https?2?|net|tls|dgram|dns|child_process)$/.test(specifier)) {
		broken.push(`${place} imports ${specifier}: views never fetch. Take a feed or a command from AppServices.`);
	}
	if (!typeOnly && isPure(path) && isBuiltin(specifier) && !/^node:(util|buffer)$/.test(specifier)) {
		broken.push(`${place} imports ${specifier}, and this file is PURE: take what it gives as an argument.`);
	}
	return broken;
}

const isPure = (path: string): boolean => pure.some((pattern) => pattern.test(path));

function brokenInside(path: string, source: string): readonly string[] {
	const broken: string[] = [];
	withoutComments(source)
		.split('\n')
		.forEach((text, index) => {
			const place = `src/${path}:${index + 1}`;
			const impure =
				isPure(path) &&
				/\b(Date\.now\(|new Date\(\)|setTimeout\(|setInterval\(|process\.|performance\.now\(|Math\.random\(|fetch\()/.exec(text);
			if (impure) broken.push(`${place} uses ${impure[1]}, and this file is PURE: take the time, the chance or the answer as an argument.`);
			if (
				/\b(Number|BigInt|parseInt|parseFloat)\([^)]*(resourceVersion|\brv\b)/i.test(text) &&
				path !== 'sync/compare-versions.ts' &&
				!path.startsWith('demo/')
			) {
				broken.push(`${place} reads a resourceVersion as a number: it is opaque. Compare it with sync/compare-versions.ts, or not at all.`);
			}
		});
	return broken;
}

describe('the layers of ARCHITECTURE.md', () => {
	it('hold for every file of src', () => {
		const broken = filesUnder(root).flatMap((path) => brokenRules(path, readFileSync(join(root, path), 'utf8')));
		expect(broken.join('\n')).toBe('');
	});

	it.each([
		['base/age.ts', "import { a } from '../kube/types.ts';", 'base/ imports nothing of ours'],
		['views/pane.tsx', "import { createEngine } from '../sync/engine.ts';", 'may have only its types'],
		['views/pane.tsx', "import { request } from 'node:https';", 'views never fetch'],
		['sync/engine.ts', "import type { Diagnostics } from '../diagnostics/types.ts';", 'SyncObserver'],
		['domains/pods.ts', "import { Reader } from '../kube/object-reader.ts';", 'pure and declarative'],
		['domains/pods.ts', 'const age = Date.now() - row.created;', 'PURE'],
		['demo/server.ts', "import { x } from '../sync/engine.ts';", 'speaks HTTP'],
		['cli/print.ts', "import { Text } from 'ink';", 'Return data'],
		['sync/engine.ts', "const k = await import('@kubernetes/client-node');", 'Add what you need to Connection'],
		['stores/row-store.ts', 'if (Number(row.resourceVersion) > last) return;', 'opaque'],
		['cargo/thing.ts', "import { x } from '../kube/connect.ts';", 'is in no layer'],
		['kube/connect.ts', "import fs from 'fs';", 'write node:fs'],
	])('catch a breach in %s: %s', (path, source, words) => {
		expect(brokenRules(path, source).join('\n')).toContain(words);
	});

	it.each([
		['domains/pods.ts', "import type { KubeObject } from '../kube/types.ts';"],
		['views/pane.tsx', "import type { DomainFeed } from '../sync/types.ts';"],
		['views/pane.tsx', "import { type DomainFeed } from '../sync/types.ts';"],
		['sync/engine.ts', "import { createConnection } from '../kube/connect.ts';"],
		['cli/print.ts', "import { createEngine } from '../sync/engine.ts';"],
		['base/age.ts', "// import { a } from '../kube/types.ts';"],
	])('allow, in %s: %s', (path, source) => {
		expect(brokenRules(path, source)).toEqual([]);
	});
});
