import type { JsonObject } from '../base/json-parts.ts';
import { sortedJson } from '../base/json-parts.ts';
import { compileJsonPath } from '../base/json-path.ts';
import type { KubeObject } from '../kube/types.ts';
import { fieldsOf, listOf } from './json-value.ts';
import { humanDuration, nameColumn } from './plain-columns.ts';
import type { TableCell, TableColumn } from './table.ts';

const columnTypes = ['string', 'integer', 'number', 'boolean', 'date'] as const;

type ColumnType = (typeof columnTypes)[number];

/** As client-go prints a value that a path leads to. */
const printedValue = (value: unknown): string => (typeof value === 'object' && value !== null ? sortedJson(value) : String(value));

/** apiextensions pkg/registry/customresource/tableconvertor: a value that is not of the column's type prints as nothing. */
const cellOf = (type: ColumnType, value: unknown, now: number): TableCell => {
	if (value === null || value === undefined) return null;
	switch (type) {
		case 'string':
			return printedValue(value);
		case 'integer':
			return typeof value === 'number' ? Math.trunc(value) : null;
		case 'number':
			return typeof value === 'number' ? value : null;
		case 'boolean':
			return typeof value === 'boolean' ? value : null;
		case 'date': {
			if (typeof value !== 'string') return null;
			const at = Date.parse(value);
			return Number.isNaN(at) ? '<invalid>' : humanDuration(now - at);
		}
	}
};

const columnOf = (given: JsonObject): TableColumn => {
	const { name, type, format, priority, jsonPath, description } = given;
	const path = compileJsonPath(String(jsonPath ?? ''));
	const typed = columnTypes.find((known) => known === type) ?? 'string';
	return {
		name: String(name),
		type: typed,
		format: typeof format === 'string' ? format : '',
		priority: typeof priority === 'number' ? priority : 0,
		description:
			typeof description === 'string' ? description : `Custom resource definition column (in JSONPath format): ${String(jsonPath)}`,
		cell: (object: KubeObject, now: number) => cellOf(typed, path?.(object)[0], now),
	};
};

const usualColumn: JsonObject = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/** The name, then what the definition asks for; the age where it asks for nothing. */
export const customColumns = (version: JsonObject): readonly TableColumn[] => {
	const asked = listOf(version['additionalPrinterColumns']).map((column) => columnOf(fieldsOf(column)));
	return [nameColumn, ...(asked.length === 0 ? [columnOf(usualColumn)] : asked)];
};
