/**
 * Bundles src/cli.tsx into dist/: one entry, the UI as a chunk of its own that is imported after the first list is on
 * its way. Everything is bundled but Node's own modules: a start reads a few files instead of a thousand.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
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
			const patched = source.replaceAll("process.env['DEV'] === 'true'", 'false');
			if (patched === source) throw new Error('Ink looks for the devtools in another way now; look at scripts/build.ts.');
			return { contents: patched };
		});
	},
};

/**
 * An import of `node:http` reads every export of it for the module's namespace, the getters of WebSocket and its events among
 * them, and those load all of undici: 30 ms of a start (Node 26.10). What is asked of the process itself is the same module
 * without a namespace: 2 ms.
 */
const builtinsWithoutNamespace: Plugin = {
	name: 'builtins-without-namespace',
	setup(bundle) {
		bundle.onResolve({ filter: /.*/ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'builtin', sideEffects: false } : undefined));
		bundle.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
			const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== 'default');
			// Marked as pure, so that only the exports that somebody uses are asked for.
			const exports = names.map((name) => `export const ${name} = /* @__PURE__ */ of(${JSON.stringify(name)});`);
			return {
				contents: [
					`const builtin = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(path)});`,
					'const of = (name) => builtin[name];',
					...exports,
					'export default builtin;',
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
		plugins: [yogaWithoutFetch, withoutDevtools, builtinsWithoutNamespace],
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
