import { objectsAt, textAt, valueAt } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { type Field, fieldLines, type Section } from './section.ts';

/** The versions of a CustomResourceDefinition: which are served, and which one is stored. Their schemas are in the YAML. */
export function versionsSection({ spec }: KubeObject): Section | undefined {
	const fields = objectsAt(spec, 'versions').map((version): Field => {
		const isDeprecated = valueAt(version, 'deprecated') === true;
		const words = [
			valueAt(version, 'served') === true ? 'served' : 'not served',
			...(valueAt(version, 'storage') === true ? ['stored'] : []),
			...(isDeprecated ? [`deprecated: ${textAt(version, 'deprecationWarning') || 'it may go'}`] : []),
		];
		const columns = objectsAt(version, 'additionalPrinterColumns').map((column) => textAt(column, 'name'));
		return {
			name: textAt(version, 'name'),
			text: words.join(', '),
			role: isDeprecated ? 'warning' : undefined,
			beside: columns.length === 0 ? undefined : `columns ${columns.join(', ')}`,
		};
	});
	return fields.length === 0 ? undefined : { title: 'Versions', lines: fieldLines(fields) };
}
