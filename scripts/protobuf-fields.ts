import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { kindSchemaText } from '../src/demo/kind-schema-text.ts';

/**
 * Writes src/demo/protobuf-fields-text.ts: the protobuf field numbers of the types in src/demo/kind-schema-text.ts, from the tags
 * of the Go types in the modules k8s.io/api and k8s.io/apimachinery of the same release:
 * `node scripts/protobuf-fields.ts DIRECTORY-OF-API DIRECTORY-OF-APIMACHINERY`. src/demo/protobuf-fields.ts has the notation.
 */
const [, , api = '', machinery = ''] = argv;

const directoryOf = (group: string, version: string): string =>
	group === 'meta' ? join(machinery, 'pkg/apis/meta', version) : join(api, group, version);

const sources = new Map<string, string>();
const sourceOf = (packageName: string): string => {
	const [group = '', version = ''] = packageName.split('.');
	const directory = directoryOf(group, version);
	const known =
		sources.get(packageName) ??
		readdirSync(directory)
			.filter((file) => file.endsWith('.go') && !/(_test|generated.*|zz_.*)\.go$/.test(file))
			.map((file) => readFileSync(join(directory, file), 'utf8'))
			.join('\n');
	sources.set(packageName, known);
	return known;
};

const seen = new Set<string>();
const lines: string[] = [];

const write = (name: string): void => {
	if (seen.has(name)) return;
	seen.add(name);
	const at = name.lastIndexOf('.');
	const packageName = name.slice(0, at);
	const body = new RegExp(`^type ${name.slice(at + 1)} struct \\{$(.*?)^\\}$`, 'ms').exec(sourceOf(packageName))?.[1];
	if (body === undefined) throw new Error(`no Go type ${name}`);
	const inlined: string[] = [];
	const fields = [...body.matchAll(/^\t(?:\w+[ \t]+)?(\S+)[ \t]+`json:"([^"]*)"(?: \w+:"[^"]*")* protobuf:"\w+,(\d+),/gm)].map(
		([, type = '', json = '', number = '']) => {
			const [field = '', ...marks] = json.split(',');
			if (field !== '') return `${field}${marks.includes('omitempty') && !type.startsWith('*') ? '~' : '='}${number}`;
			const struct = type.includes('.') ? type.replace('metav1.', 'meta.v1.').replace(/^v1\./, 'core.v1.') : `${packageName}.${type}`;
			inlined.push(struct);
			return `>${struct}=${number}`;
		},
	);
	lines.push([name, ...fields].join(' '));
	inlined.forEach(write);
};

/** Of groups with a server of their own, whose kinds the demo cluster only shows: nobody can send one. */
const onlyRead = /^(apiextensions|apiregistration)\./;

for (const line of kindSchemaText.split('\n')) {
	const name = (line.split(' ')[0] ?? '').replace('!', '');
	if (!onlyRead.test(name)) write(name);
}
stdout.write(`/** Written by scripts/protobuf-fields.ts from the Go types of Kubernetes 1.36.3. */
export const protobufFieldsText = \`${lines.join('\n')}\`;
`);
