import { build } from 'esbuild';

/**
 * Bundles a TypeScript file that is to be run in a process of its own: Node's own stripping of types would be part of the
 * figures. Returns the path of the bundle.
 */
export async function bundle(source: URL, outfile: string): Promise<string> {
	await build({
		entryPoints: [source.pathname],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		define: { 'process.env.NODE_ENV': '"production"' },
		banner: { js: "import { createRequire as benchRequire } from 'node:module';const require = benchRequire(import.meta.url);" },
		logLevel: 'error',
		// Of Ink, for a debugger that is not there.
		alias: { 'react-devtools-core': 'node:util' },
	});
	return outfile;
}
