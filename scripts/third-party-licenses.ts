import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
	readonly name?: string;
	readonly version?: string;
	readonly license?: string;
}

const manifestOf = (directory: string): Manifest => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;

/** Published without the text that their files refer to, with whose text it is: the same owner's, under the same licence. */
const textOf: Readonly<Record<string, string>> = { 'yoga-layout': 'react' };

/** The package that a file of node_modules belongs to: the nearest directory above whose manifest has a name and a version. */
function packageOf(file: string): string {
	for (let directory = dirname(file); directory !== dirname(directory); directory = dirname(directory)) {
		if (!existsSync(join(directory, 'package.json'))) continue;
		const { name, version } = manifestOf(directory);
		if (name !== undefined && version !== undefined) return directory;
	}
	throw new Error(`${file} belongs to no package.`);
}

/**
 * The licences of what a bundle holds, which ask to go with every copy. `inputs` are the bundled files, from `root`.
 * Throws when a package came without the text of its licence: somebody then has to look.
 */
export function thirdPartyLicenses(root: string, inputs: readonly string[]): string {
	const directories = new Set(inputs.filter((path) => path.startsWith('node_modules/')).map((path) => packageOf(join(root, path))));
	const entries = [...directories].map((directory) => {
		const { name, version, license } = manifestOf(directory);
		const holder = textOf[name ?? ''] === undefined ? directory : join(root, 'node_modules', textOf[name ?? ''] ?? '');
		const file = readdirSync(holder).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
		if (file === undefined)
			throw new Error(`${name} ${version} (${license}) brings no text of its licence; look at scripts/third-party-licenses.ts.`);
		return `${name} ${version}\n\n${readFileSync(join(holder, file), 'utf8').trim()}\n`;
	});
	return `kyacht holds code of these packages, under these licences.\n\n${entries.sort((a, b) => a.localeCompare(b, 'en')).join(`\n${'-'.repeat(80)}\n\n`)}`;
}
