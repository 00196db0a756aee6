import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the program that journeys run over fake clusters; returns its path. Node does not read .tsx itself. */
export async function bundleFakeApp(name: string): Promise<string> {
	const outfile = `${root}node_modules/.cache/kyacht-journeys/${name}.mjs`;
	await build({
		entryPoints: [`${root}test/support/fake-app.ts`],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		packages: 'external',
		jsx: 'automatic',
		logLevel: 'error',
	});
	return outfile;
}
