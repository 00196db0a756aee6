import { byCodeUnits } from '../base/by-code-units.ts';
import { counted } from '../base/counted.ts';
import { objectAt } from '../base/json-parts.ts';
import { linesOfText } from '../base/lines-of-text.ts';
import type { TextLine } from '../base/text-line.ts';
import type { KubeObject } from '../kube/types.ts';
import { isSecret, secretFields, secretTarget, secretText, secretValue } from './secret-mask.ts';
import type { Section } from './section.ts';

/** Lines of one text that are shown; what follows is in the YAML. */
const mostLines = 200;

function head(key: string, bytes: number, target?: string): TextLine {
	return {
		spans: [
			{ text: '  ' },
			{ text: key, role: 'key' },
			{ text: `  ${counted(bytes, 'byte')}`, role: target === undefined ? 'quiet' : 'masked' },
		],
		hang: 4,
		...(target === undefined ? {} : { target }),
	};
}

function textLines(text: string, target?: string): readonly TextLine[] {
	const lines = linesOfText(text);
	const known = target === undefined ? {} : { target };
	const shown = lines
		.slice(0, mostLines)
		.map((line): TextLine => ({ spans: [{ text: '    ' }, { text: line, role: 'string' }], hang: 4, ...known }));
	const more = lines.length - shown.length;
	return more <= 0 ? shown : [...shown, { spans: [{ text: `    … ${more} more lines`, role: 'quiet' }] }];
}

function secretLines(object: KubeObject, revealed: ReadonlySet<string>): readonly TextLine[] {
	return secretFields.flatMap((field) =>
		Object.keys(objectAt(object, field))
			.sort(byCodeUnits)
			.flatMap((key) => {
				const target = secretTarget(field, key);
				const bytes = secretValue(object, target);
				if (bytes === undefined) return [head(key, 0, target)];
				if (!revealed.has(target)) return [head(key, bytes.length, target)];
				const text = secretText(bytes);
				return [head(key, bytes.length, target), ...textLines(text ?? 'These bytes are no text.', target)];
			}),
	);
}

function configLines(object: KubeObject): readonly TextLine[] {
	const texts = Object.entries(objectAt(object, 'data')).flatMap(([key, value]) => {
		const text = typeof value === 'string' ? value : '';
		return [head(key, Buffer.byteLength(text)), ...textLines(text)];
	});
	const binary = Object.entries(objectAt(object, 'binaryData')).map(([key, value]) =>
		head(key, typeof value === 'string' ? Buffer.byteLength(value, 'base64') : 0),
	);
	return [...texts, ...binary];
}

/** What a ConfigMap or a Secret holds; of a Secret the values that were asked for, and of the others how long they are. */
export function dataSection(object: KubeObject, revealed: ReadonlySet<string>): Section | undefined {
	const isConfig = object.kind === 'ConfigMap' && object.apiVersion === 'v1';
	if (!isConfig && !isSecret(object)) return undefined;
	const lines = isConfig ? configLines(object) : secretLines(object, revealed);
	return { title: 'Data', lines: lines.length === 0 ? [{ spans: [{ text: '  It holds nothing.', role: 'quiet' }] }] : lines };
}
