import type { KindName } from '../../src/relations/link.ts';
import { growTree, type TreeLine } from '../../src/relations/tree.ts';
import type { RecordedCluster } from './recorded-links.ts';

/** What a line of a tree says, for tests. */
export function writtenLine(line: TreeLine): string {
	const said = line.words === '' ? '' : `${line.words} `;
	const indent = '  '.repeat(line.depth);
	switch (line.type) {
		case 'object':
			return `${indent}${said}${line.kind.kind}/${line.row.name} ${line.row.health}${line.again ? ', again' : ''}`;
		case 'missing':
			return `${indent}${said}${line.kind.kind}/${line.name} is ${line.another ? 'another' : 'missing'}${line.optional ? ', as it may be' : ''}`;
		case 'note':
			return `${indent}${said}${line.kind.kind}: ${line.text}`;
		case 'more':
			return `${indent}${said}${line.count} more`;
		case 'place':
			return `${indent}${said}${line.kind.kind} in ${line.namespace}`;
	}
}

export const writtenTree = (cluster: RecordedCluster, kind: KindName, name: string, namespace = ''): readonly string[] =>
	growTree(cluster.object(kind, name, namespace), cluster.ask).map(writtenLine);
