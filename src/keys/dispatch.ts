import type { Binding, CommandId, KeyContext } from './binding.ts';
import { keymap } from './keymap.ts';

const index = (bindings: readonly Binding[]): ReadonlyMap<string, CommandId> =>
	new Map(
		bindings.flatMap(({ command, chords, contexts }) =>
			contexts.flatMap((context) => chords.map((chord): [string, CommandId] => [`${context} ${chord}`, command])),
		),
	);

const commands = index(keymap);

/** What a chord means where the keys are; undefined: nothing. */
export const commandFor = (context: KeyContext, chord: string): CommandId | undefined => commands.get(`${context} ${chord}`);
