import type { TextSpan } from '../base/text-line.ts';
import type { KindName } from '../relations/link.ts';
import type { LinkedKind } from '../relations/linked-kinds.ts';
import type { TreeLine } from '../relations/tree.ts';

export interface RelatedLook {
	readonly kindOf: (name: KindName) => LinkedKind | undefined;
	/** Of the object that the tree is of: what is in the same one does not name it. */
	readonly namespace: string;
	/** On the server's clock, epoch ms. */
	readonly serverNow: number;
	readonly ellipsis: string;
}

/** What an object says of itself beside its name: `1/1 Running`; '' where there is nothing to say. */
export function saysOf(line: Extract<TreeLine, { type: 'object' }>, { kindOf, serverNow }: RelatedLook): string {
	const says = kindOf(line.kind)?.says(line.row, serverNow).trim() ?? '';
	return says === '' && line.row.health !== 'ok' ? line.row.health : says;
}

/** A line of the tree: `    owned by Deployment/cart  3/3 ready`. */
export function relatedSpans(line: TreeLine, look: RelatedLook): readonly TextSpan[] {
	return [{ text: '  '.repeat(line.depth) }, { text: `${line.words} `, role: 'quiet' }, ...spansOf(line, look)];
}

const quiet = (text: string): TextSpan => ({ text, role: 'quiet' });

function spansOf(line: TreeLine, look: RelatedLook): readonly TextSpan[] {
	switch (line.type) {
		case 'object': {
			const { row, again, doubt } = line;
			const says = saysOf(line, look);
			return [
				...nameSpans(line.kind, row.name, row.namespace, look),
				...(says === '' ? [] : [{ text: `  ${says}`, role: look.kindOf(line.kind)?.saysHealth?.(row) ?? row.health }]),
				...(again ? [quiet('  (above)')] : []),
				...(doubt === undefined ? [] : [quiet(`  (${doubt})`)]),
			];
		}
		case 'missing':
			return [
				...nameSpans(line.kind, line.name, line.namespace, look),
				line.another
					? { text: '  is gone; another one has its name', role: 'warning' }
					: { text: line.optional ? '  is not there, and need not be' : '  is not there', role: line.optional ? 'quiet' : 'failing' },
			];
		case 'note':
			return line.name === undefined
				? [{ text: line.kind.kind }, quiet(`: ${line.text}`)]
				: [...nameSpans(line.kind, line.name, line.namespace, look), quiet(`  ${line.text}`)];
		case 'more':
			return [quiet(`${look.ellipsis} and ${line.count} more`)];
		case 'place':
			return [{ text: `${line.kind.kind.toLowerCase()}s` }, quiet(', which have a view of their own')];
	}
}

function nameSpans({ kind }: KindName, name: string, namespace: string | undefined, look: RelatedLook): readonly TextSpan[] {
	const isElsewhere = namespace !== undefined && namespace !== '' && namespace !== look.namespace;
	return [{ text: `${kind}/` }, { text: isElsewhere ? `${namespace}/${name}` : name, role: 'link' }];
}
