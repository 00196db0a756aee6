import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { emptyHome, homeEnv } from '../support/homes.ts';
import { ensureBuilt } from '../support/run-kyacht.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Every script of the built program. */
const scripts = (): readonly string[] =>
	readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.js'))
		.map((path) => join(root, 'dist', path));

interface LockedPackage {
	readonly version?: string;
	readonly resolved?: string;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const locked = (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> }).packages;
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;

describe('the lockfile', () => {
	it('names no hosts: whoever installs uses the registry they have', () => {
		expect(Object.entries(locked).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
	});

	it('holds the packages of every platform, without which npm ci refuses it', () => {
		const missing = Object.values(locked)
			.flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
			.filter((name) => !Object.keys(locked).some((path) => path.endsWith(`node_modules/${name}`)));
		expect(missing).toEqual([]);
	});

	it('and package.json pin exact versions', () => {
		const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
		expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
	});
});

describe('the package', () => {
	it('installs nothing beside itself: what it needs is in the bundle', () => {
		for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) {
			expect(manifest[kind], kind).toBeUndefined();
		}
		ensureBuilt();
		const text = scripts().map((path) => readFileSync(path, 'utf8'));
		const imported = text.flatMap((script) =>
			[...script.matchAll(/(?:^|;)import ?[\w$*{}, ]+ ?from ?["']([^"']+)["']/gm)].map(([, specifier]) => specifier),
		);
		expect(imported.filter((specifier) => specifier?.startsWith('./') !== true)).toEqual([]);
		const builtins = text.flatMap((script) => [...script.matchAll(/getBuiltinModule\("([^"]+)"\)/g)].map(([, name]) => name));
		expect(builtins).toContain('node:https');
		expect(builtins.filter((name) => name === undefined || !isBuiltin(name))).toEqual([]);
	});

	it('holds the program, the licences of what is bundled, and neither source maps nor devtools', () => {
		ensureBuilt();
		const ran = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
			cwd: root,
			encoding: 'utf8',
			env: { PATH: process.env.PATH, ...homeEnv(emptyHome()) },
		});
		const [packed] = Object.values(JSON.parse(ran.stdout) as Record<string, { readonly files: readonly { readonly path: string }[] }>);
		const paths = packed?.files.map(({ path }) => path) ?? [];
		expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'bin/kyacht.js', 'dist/LICENSES.txt', 'dist/cli.js']));
		expect(paths.filter((path) => /\.map$|devtools|^src\/|\.built/.test(path))).toEqual([]);
		const licences = readFileSync(join(root, 'dist', 'LICENSES.txt'), 'utf8');
		for (const name of ['ink', 'react', 'commander', 'yaml', 'yoga-layout']) expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
	});
});

describe('the interface', () => {
	it('is read without what its first frame does not need: where graphemes end (20 ms), which are emoji (20 ms), streams of files (3 ms)', () => {
		ensureBuilt();
		const chunks = ['run-app-', 'ink-chrome-'].map((name) => scripts().find((path) => path.includes(name)));
		const script = `
			const asked = [];
			const noting = (of, name) => new Proxy(of, { construct(target, given) { asked.push(name(given)); return new target(...given); } });
			Intl.Segmenter = noting(Intl.Segmenter, () => 'Segmenter');
			globalThis.RegExp = noting(RegExp, String);
			for (const chunk of ${JSON.stringify(chunks)}) await import(chunk);
			const loaded = process.moduleLoadList.filter((name) => name.endsWith(' internal/fs/streams'));
			console.log(JSON.stringify([...asked, ...loaded].filter((name) => /Segmenter|RGI_Emoji|streams/.test(name))));
		`;
		const ran = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
		expect(ran.stderr).toBe('');
		expect(JSON.parse(ran.stdout)).toEqual([]);
	});
});

describe('npm start', () => {
	it('prints only the rows of the demo cluster on stdout', () => {
		ensureBuilt();
		const ran = spawnSync('npm', ['start', '--silent', '--', 'pods', '-A', '-o', 'json'], {
			cwd: root,
			encoding: 'utf8',
			env: { PATH: process.env.PATH, ...homeEnv(emptyHome()) },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const document = JSON.parse(ran.stdout) as { rows: unknown[] };
		expect(document.rows.length).toBeGreaterThanOrEqual(6);
		expect(ran.status).toBe(0);
	});

	it('lets a kubeconfig that is named win over the demo, and hands the exit code on', () => {
		const ran = spawnSync('npm', ['start', '--silent', '--', 'pods', '--kubeconfig', '/nonexistent/config'], {
			cwd: root,
			encoding: 'utf8',
			env: { PATH: process.env.PATH, ...homeEnv(emptyHome()) },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		expect(ran.stderr).toContain('The kubeconfig /nonexistent/config does not exist');
		expect(ran.stdout).toBe('');
		expect(ran.status).toBe(2);
	});
});

describe('the bootstrap script', () => {
	const directory = mkdtempSync(join(tmpdir(), 'kyacht-bootstrap-'));
	afterAll(() => rmSync(directory, { recursive: true, force: true }));

	it('keeps stdout clean and says why, when the install fails', () => {
		mkdirSync(join(directory, 'scripts'));
		for (const name of ['bootstrap.mjs', 'install.mjs']) copyFileSync(join(root, 'scripts', name), join(directory, 'scripts', name));
		writeFileSync(join(directory, 'package.json'), '{"name":"x","version":"1.0.0","dependencies":{"not-in-the-lock":"1.0.0"}}');
		writeFileSync(join(directory, 'package-lock.json'), '{"name":"x","version":"1.0.0","lockfileVersion":3,"packages":{"":{}}}');
		const ran = spawnSync(process.execPath, [join(directory, 'scripts', 'bootstrap.mjs'), 'start'], {
			encoding: 'utf8',
			env: { PATH: process.env.PATH, HOME: directory, npm_config_offline: 'true' },
		});
		expect(ran.stdout).toBe('');
		expect(ran.stderr).toMatch(/kyacht: npm ci ended with \d+; its own words are above\./);
		expect(ran.stderr).not.toMatch(/\n\s+at /);
		expect(ran.status).toBe(1);
	});

	it('names its scripts when it is asked for another', () => {
		const ran = spawnSync(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'tset'], { encoding: 'utf8' });
		expect(ran.stderr).toContain('no such script "tset"; there are start, test,');
		expect(ran.status).toBe(1);
	});
});
