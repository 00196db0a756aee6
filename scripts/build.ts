/**
 * Bundles src/cli.tsx into dist/: one entry, the UI as a chunk of its own that is imported after the first list is on
 * its way. Everything is bundled but Node's own modules: a start reads a few files instead of a thousand.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { oneColumnEach } from '../src/terminal/width.ts';
import { thirdPartyLicenses } from './third-party-licenses.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/**
 * yoga-layout carries its WebAssembly as a data: URL, which it hands to fetch(); that loads all of undici (measured: 50 ms
 * of a start). Its loader takes the bytes as an argument instead, so the bundle hands them over.
 */
const yogaWithoutFetch: Plugin = {
	name: 'yoga-without-fetch',
	setup(bundle) {
		const dataUrl = /"data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)"/;
		const loader = join('yoga-layout', 'dist', 'binaries', 'yoga-wasm-base64-esm.js');
		bundle.onResolve({ filter: /^kyacht:yoga-wasm$/ }, () => ({ path: 'yoga.wasm', namespace: 'yoga' }));
		bundle.onLoad({ filter: /.*/, namespace: 'yoga' }, () => {
			const encoded = dataUrl.exec(readFileSync(join(root, 'node_modules', loader), 'utf8'))?.[1];
			if (encoded === undefined) throw new Error('yoga-layout no longer carries its WebAssembly as a data: URL; look at scripts/build.ts.');
			return { contents: Buffer.from(encoded, 'base64'), loader: 'binary' };
		});
		bundle.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
			contents: readFileSync(path, 'utf8').replace(dataUrl, '"yoga.wasm"'),
		}));
		bundle.onLoad({ filter: /yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/ }, ({ path }) => {
			const source = readFileSync(path, 'utf8');
			const patched = source.replace('loadYoga()', 'loadYoga({ wasmBinary })');
			if (patched === source) throw new Error('yoga-layout starts itself in another way now; look at scripts/build.ts.');
			return { contents: `import wasmBinary from 'kyacht:yoga-wasm';\n${patched}`, resolveDir: dirname(path) };
		});
	},
};

/** Ink looks for React's devtools when DEV is set, which other programs set too; what is shipped does not look, and does not carry them. */
const withoutDevtools: Plugin = {
	name: 'without-devtools',
	setup(bundle) {
		bundle.onLoad({ filter: /ink[\\/]build[\\/](?:reconciler|ink)\.js$/ }, ({ path }) => {
			const source = readFileSync(path, 'utf8');
			const patched = source.replaceAll("process.env['DEV'] === 'true'", 'false').replace("await import('node:fs')", 'undefined');
			if (patched === source) throw new Error('Ink looks for the devtools in another way now; look at scripts/build.ts.');
			return { contents: patched };
		});
	},
};

/**
 * Ink remembers how wide the last 8 000 texts were, and how they wrapped. Its texts are the lines of the chrome, of which hardly one comes
 * twice (they count requests and ages): over hours that is 20 MB of lines that nobody asks for again.
 */
const shortMemory: Plugin = {
	name: 'short-memory',
	setup(bundle) {
		bundle.onLoad({ filter: /ink[\\/]build[\\/](?:measure-text|wrap-text)\.js$/ }, ({ path }) => {
			const source = readFileSync(path, 'utf8');
			const patched = source.replace('new QuickLRU({ maxSize: 4096 })', 'new QuickLRU({ maxSize: 32 })');
			if (patched === source) throw new Error('Ink remembers texts in another way now; look at scripts/build.ts.');
			return { contents: patched };
		});
	},
};

/** Where characters end: of these lines that is known without ICU, whose tables take 20 ms of CPU and 3 MB to load. */
const graphemes = `import { segmenter as ownSegmenter } from ${JSON.stringify(join(root, 'src', 'base', 'graphemes.ts'))};`;
const anySegmenter = /new Intl\.Segmenter\((?:undefined, ?\{ ?granularity: ?['"]grapheme['"] ?\})?\)/g;

/** What lays out lines for Ink, which are those of the chrome. */
const segmentersOfOurOwn: Plugin = {
	name: 'segmenters-of-our-own',
	setup(bundle) {
		const filter =
			/(?:ansi-tokenize[\\/]build[\\/]tokenize|slice-ansi[\\/]tokenize-ansi|wrap-ansi[\\/]index|cli-truncate[\\/]index|line-update)\.js$/;
		bundle.onLoad({ filter }, ({ path }) => {
			const source = readFileSync(path, 'utf8');
			const patched = source.replace(anySegmenter, 'ownSegmenter');
			if (patched === source) throw new Error(`${path} finds graphemes in another way now; look at scripts/build.ts.`);
			return { contents: `${graphemes}\n${patched}` };
		});
	},
};

/**
 * string-width is quick with ASCII; of anything else it asks which characters are emoji, and to load what Unicode says of them takes 20 ms
 * of a start. Ink asks it of the lines of the chrome, whose bars and dots are known to be a column each.
 */
const widthsOfTheScreen: Plugin = {
	name: 'widths-of-the-screen',
	setup(bundle) {
		const ascii = String.raw`/^[\u0020-\u007E]*$/`;
		const emoji = String.raw`/^\p{RGI_Emoji}$/v`;
		const patches = [
			[`${ascii}.test(string)`, `(ambiguousIsNarrow ? ${oneColumnEach} : ${ascii}).test(string)`],
			['= new Intl.Segmenter();', '= ownSegmenter;'],
			[`= ${emoji};`, `= { test: (segment) => (rgiEmojiRegex.made ??= ${emoji}).test(segment) };`],
		] as const;
		bundle.onLoad({ filter: /string-width[\\/]index\.js$/ }, ({ path }) => {
			let contents = `${graphemes}\n${readFileSync(path, 'utf8')}`;
			for (const [from, to] of patches) {
				if (!contents.includes(from)) throw new Error(`string-width says ${from} in another way now; look at scripts/build.ts.`);
				contents = contents.replace(from, () => to);
			}
			return { contents };
		});
	},
};

/** Few starts need them, and each takes 5 to 10 ms to load: their functions ask for them when they are called. */
const builtinsLoadedLate = ['node:child_process', 'node:fs/promises', 'node:zlib'];

/**
 * An import of `node:http` reads every export of it for the module's namespace, the getters of WebSocket and its events among
 * them, and those load all of undici: 30 ms of a start (Node 26.10). What is asked of the process itself is the same module
 * without a namespace: 2 ms.
 */
const builtinsWithoutNamespace: Plugin = {
	name: 'builtins-without-namespace',
	setup(bundle) {
		bundle.onResolve({ filter: /.*/ }, ({ path, kind }) => {
			if (!isBuiltin(path)) return undefined;
			return { path, namespace: kind === 'require-call' ? 'builtin-whole' : 'builtin', sideEffects: false };
		});
		bundle.onLoad({ filter: /.*/, namespace: 'builtin-whole' }, ({ path }) => ({
			contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
			loader: 'js',
		}));
		bundle.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
			const builtin = process.getBuiltinModule(path) as Readonly<Record<string, unknown>> | undefined;
			const names = Object.keys(builtin ?? {}).filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== 'default');
			const isLate = builtinsLoadedLate.includes(path);
			// Marked as pure, so that only the exports that somebody uses are asked for.
			const exportOf = (name: string): string =>
				isLate && /^[a-z]/.test(name) && typeof builtin?.[name] === 'function'
					? `export const ${name} = (...given) => builtin().${name}(...given);`
					: `export const ${name} = /* @__PURE__ */ of(${JSON.stringify(name)});`;
			const load = `process.getBuiltinModule(${JSON.stringify(path)})`;
			return {
				contents: [
					isLate ? `const builtin = () => ${load};` : `const loaded = /* @__PURE__ */ ${load};\nconst builtin = () => loaded;`,
					'const of = (name) => builtin()[name];',
					...names.map(exportOf),
					`export default ${isLate ? '/* @__PURE__ */ new Proxy({}, { get: (_, name) => builtin()[name] })' : 'loaded'};`,
				].join('\n'),
				loader: 'js',
			};
		});
	},
};

const stage = join(root, `.dist-${process.pid}`);
rmSync(stage, { recursive: true, force: true });
try {
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: { cli: join('src', 'cli.tsx') },
		outdir: stage,
		chunkNames: 'chunks/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node22.12',
		// Licences are in a file of their own, whole.
		legalComments: 'none',
		metafile: true,
		minifySyntax: true,
		minifyWhitespace: true,
		sourcemap: 'external',
		define: { 'process.env.NODE_ENV': '"production"' },
		// CommonJS packages ask for Node's modules with require, which an ES module does not have.
		banner: {
			js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);",
		},
		plugins: [yogaWithoutFetch, withoutDevtools, shortMemory, segmentersOfOurOwn, widthsOfTheScreen, builtinsWithoutNamespace],
		logLevel: 'warning',
	});
	writeFileSync(join(stage, 'LICENSES.txt'), thirdPartyLicenses(root, Object.keys(metafile.inputs)));
	writeFileSync(join(stage, '.built'), '');
	// Whoever starts meanwhile sees the old files or the new ones, not half of them.
	rmSync(dist, { recursive: true, force: true });
	renameSync(stage, dist);
} finally {
	rmSync(stage, { recursive: true, force: true });
}
