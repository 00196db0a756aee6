import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exitCodes, signalExitCodes } from '../../src/cli/exit-codes.ts';
import { outputs } from '../../src/cli/options.ts';
import { describeProgram } from '../../src/cli/parse-command-line.ts';
import { settings } from '../../src/config/settings.ts';
import { scenarioNames } from '../../src/demo/scenarios.ts';
import { domains } from '../../src/domains/registry.ts';
import type { StreamMode, StreamReason } from '../../src/sync/types.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const guide = read('docs/guide.md');

/** The compiler asks for a new one here, and the test for its line in the guide. */
const reasons: Readonly<Record<StreamReason, true>> = {
	delivering: true,
	synchronized: true,
	sample: true,
	'awaiting first delivery': true,
	relisting: true,
	drift: true,
	connecting: true,
	throttled: true,
	'relist loop': true,
	'watch forbidden': true,
	'watch failing': true,
	'watch unsupported': true,
	unproven: true,
	stale: true,
	'no samples': true,
	disconnected: true,
	errors: true,
	'no scope': true,
	permissions: true,
	unauthorized: true,
	absent: true,
};
const modes: Readonly<Record<StreamMode, true>> = { snapshot: true, watch: true, streaming: true, polling: true, 'metrics-only': true };

test.each(Object.keys(reasons))('the guide has a row for the reason %s', (reason) => {
	expect(guide).toMatch(new RegExp(`^\\| \`${reason}\``, 'm'));
});

test.each(Object.keys(modes))('the guide has a row for the mode %s', (mode) => {
	expect(guide).toMatch(new RegExp(`^\\| \`${mode}\``, 'm'));
});

const program = describeProgram();

test.each([program, ...program.commands].flatMap((command) => command.options.map(({ long }) => long ?? '')))(
	'the guide tells of %s',
	(flag) => {
		expect(guide).toContain(`\`${flag}`);
	},
);

test('the guide names no flag that there is not', () => {
	const known = new Set([program, ...program.commands].flatMap((command) => command.options.flatMap(({ short, long }) => [short, long])));
	// npm's own, and what every command has.
	const others = new Set(['--silent', '--help']);
	const named = Array.from(`${guide}${read('README.md')}`.matchAll(/(?<=[`\s])--[a-z][a-z-]+/g), ([flag]) => flag);
	expect(named.filter((flag) => !known.has(flag) && !others.has(flag))).toEqual([]);
});

test.each(program.commands.map((command) => command.name()))('the guide tells of kyacht %s', (name) => {
	expect(guide).toContain(`kyacht ${name}`);
});

test.each(settings.flatMap(({ key, env }) => [key, env]))('the guide tells of the setting %s', (name) => {
	expect(guide).toContain(`\`${name}\``);
});

test.each([...outputs, ...scenarioNames])('the guide tells of %s', (name) => {
	expect(guide).toContain(`\`${name}\``);
});

test.each([...Object.values(exitCodes), ...Object.values(signalExitCodes)])('README and guide have a row for the exit code %d', (code) => {
	expect(guide).toMatch(new RegExp(`^\\| ${code} `, 'm'));
	expect(read('README.md')).toMatch(new RegExp(`^\\| ${code} `, 'm'));
});

test('the contents of the guide are its sections, each once', () => {
	const sections = Array.from(guide.matchAll(/^## (.+)$/gm), ([, title = '']) => title);
	const contents = Array.from(guide.matchAll(/^- \[(.+)\]\(#(.+)\)$/gm), ([, title = '', anchor = '']) => ({ title, anchor }));
	expect(contents.map(({ title }) => title)).toEqual(sections);
	expect(contents.map(({ anchor }) => anchor)).toEqual(
		sections.map((title) => title.toLowerCase().replace(/[,']/g, '').replaceAll(' ', '-')),
	);
});

test.each(domains.filter(({ tab }) => tab !== false).map(({ name }) => name))('the README names the view %s', (name) => {
	expect(read('README.md')).toContain(`\`${name}\``);
});

const written = [
	'README.md',
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	'ARCHITECTURE.md',
	...readdirSync(join(root, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];

test.each(written)('every link of %s to a file of the repository leads somewhere', (path) => {
	const links = Array.from(
		read(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|href)="([^"#]+)"/g),
		([, one, other]) => one ?? other ?? '',
	);
	for (const link of links.filter((each) => !/^[a-z]+:/.test(each))) {
		expect(existsSync(join(root, dirname(path), link)), `${path} links to ${link}`).toBe(true);
	}
});

test('every npm script that README and CONTRIBUTING name exists', () => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	const named = Array.from(`${read('README.md')}${read('CONTRIBUTING.md')}`.matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name);
	expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
