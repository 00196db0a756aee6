/** Makes docs/views.md from the registry of the domains. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { customResourceDefinitionsResource } from '../src/domains/custom-resource-definitions.ts';
import { domainNames, domains } from '../src/domains/registry.ts';
import type { Domain, Read, Row } from '../src/domains/types.ts';
import { code, table } from './markdown.ts';

export const viewsFile = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'views.md');

const kindsOf = (domain: Domain, role: Read['role']): readonly string[] => [
	...new Set(domain.reads.filter((read) => read.role === role).map(({ resource }) => resource.kind)),
];

/** A definition as any cluster may have it: what follows definitions says of it what it reads. */
function definitionOf(namespaced: boolean): Row {
	const version = { name: 'v1', served: true, storage: true };
	const definition = {
		metadata: { name: 'widgets.example.com', uid: 'widgets', resourceVersion: '1' },
		spec: {
			group: 'example.com',
			names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
			scope: namespaced ? 'Namespaced' : 'Cluster',
			versions: [version],
		},
		status: { conditions: [{ type: 'Established', status: 'True' }] },
	};
	return customResourceDefinitionsResource.project(definition, (text) => text);
}

/** The longest that any of its rows wait for a poll, where they cannot be watched. */
function pollWords(domain: Domain): string {
	const reads = domain.reads.filter(({ role }) => role === 'rows' || domain.lines !== undefined);
	const followed = [true, false].map((namespaced) => domain.follows?.readOf(definitionOf(namespaced)));
	const all = [...reads.map(({ resource }) => resource), ...followed.filter((resource) => resource !== undefined)];
	return `every ${Math.max(...all.map(({ pollIntervalMs }) => pollIntervalMs)) / 1000} s`;
}

function readsOf(domain: Domain): string {
	// Lines are over everything that is joined.
	const rows = kindsOf(domain, domain.lines === undefined ? 'rows' : 'joined');
	if (rows.length === 0 && domain.follows !== undefined) return 'each kind that a CustomResourceDefinition defines';
	const joined = kindsOf(domain, 'joined').filter((kind) => !rows.includes(kind));
	const metrics = [domain.metrics, domain.nodeMetrics === undefined ? undefined : 'nodes'].filter((kind) => kind !== undefined);
	const beside = [...joined, ...metrics.map((kind) => `metrics of ${kind}`)];
	return `${rows.join(', ')}${beside.length === 0 ? '' : ` (+ ${beside.join(', ')})`}`;
}

/** What is typed beside the name; `kind.version.group` is known too, and not written out. */
const othersOf = (domain: Domain): readonly string[] => domainNames(domain).filter((name) => name !== domain.name && !name.includes('.'));

export const viewsDocument = (): string =>
	[
		'# Views',
		'<!-- Made by `npm run docs` from src/domains; do not edit. -->',
		'Each is opened as `kyacht NAME` or `:NAME`, under its name, the others beside it, and whatever kubectl calls the kind with its version and group (`deployments.apps`, `deployment.v1.apps`). Those that are in the tabs say so. All of them are listed, then watched; where a watch cannot be had they are listed again on the interval, never more often than ten times what the list took, and metrics come every `--metrics-interval`.',
		table(
			['view', 'also', 'tab', 'scope', 'reads', 'polled, if it must be'],
			domains.map((domain) => [
				code(domain.name),
				othersOf(domain).map(code).join(' '),
				domain.tab === false ? '' : 'yes',
				domain.scope,
				readsOf(domain),
				pollWords(domain),
			]),
		),
		'## Keys of the rows',
		'In `-o json` and `csv`, after `--sort-by`, before the `:` of a filter, and in the order of the columns.',
		table(
			['view', 'keys'],
			domains.map(({ name, columns }) => [code(name), columns.map(({ id }) => code(id)).join(' ')]),
		),
		'',
	]
		.join('\n\n')
		.replace(/\n+$/, '\n');
