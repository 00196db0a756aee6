import { protobufFieldsText } from './protobuf-fields-text.ts';

export interface NumberedField {
	/** As JSON has it; absent: the fields of `inlined` stand beside the others in JSON, and in a message of their own on the wire. */
	readonly name?: string;
	readonly inlined?: string;
	/** The wire always has it; where it is zero JSON leaves it out. */
	readonly omitsZero: boolean;
}

const structs = new Map<string, ReadonlyMap<number, NumberedField>>();

/** One line a struct: its name and its fields. `name=1` has the number 1, `name~1` too and is left out where it is zero; `>type=2` is inlined. */
const readText = (): void => {
	for (const line of protobufFieldsText.split('\n')) {
		const [struct = '', ...parts] = line.split(' ');
		const fields = parts.map((part): [number, NumberedField] => {
			const [, head = '', mark, number] = /^(.*)([=~])(\d+)$/.exec(part) ?? [];
			const omitsZero = mark === '~';
			return [Number(number), head.startsWith('>') ? { inlined: head.slice(1), omitsZero } : { name: head, omitsZero }];
		});
		structs.set(struct, new Map(fields));
	}
};

/** The fields of `core.v1.Pod` by their numbers; undefined: it is none of the kinds that are served. */
export const numberedFields = (struct: string): ReadonlyMap<number, NumberedField> | undefined => {
	// Read when the first such body comes.
	if (structs.size === 0) readText();
	return structs.get(struct);
};
