import type { Binding, CommandId, HelpGroup, KeyContext } from './binding.ts';
import { keymap } from './keymap.ts';

export interface HelpEntry {
	readonly keys: string;
	readonly help: string;
}

export interface HelpSection {
	readonly title: HelpGroup | 'Your namespaces';
	readonly entries: readonly HelpEntry[];
}

/** A hint of the status line: `<enter> streams`. */
export interface KeyHint {
	readonly command: CommandId;
	readonly key: string;
	readonly word: string;
}

const written = (binding: Binding): string => binding.written ?? binding.chords.join(' ');

/** What each pane is for: whoever asks for help there looks for these first. */
const ownGroup: Readonly<Partial<Record<KeyContext, HelpGroup>>> = { list: 'Objects', log: 'Logs', text: 'Texts' };

/**
 * Every key, in groups, in the order of the table; with a context, what that pane is for comes first, and of that what works
 * there.
 */
export function helpSections(context?: KeyContext): readonly HelpSection[] {
	const own = context === undefined ? undefined : ownGroup[context];
	const worth = ({ group, contexts }: Binding): number => (group !== own ? 2 : contexts.some((each) => each === context) ? 0 : 1);
	const sections = new Map<HelpGroup, HelpEntry[]>();
	for (const binding of keymap.toSorted((one, other) => worth(one) - worth(other))) {
		const entries = sections.get(binding.group) ?? [];
		sections.set(binding.group, entries);
		entries.push({ keys: written(binding), help: binding.help });
	}
	return Array.from(sections, ([title, entries]) => ({ title, entries }));
}

/** The keys that matter where the keys are now, in the order of the table. */
export function keyHints(context: KeyContext): readonly KeyHint[] {
	return keymap.flatMap((binding) => {
		const { command, hint, contexts, hintIn, chords, written } = binding;
		if (hint === undefined || !(hintIn ?? contexts).includes(context) || !contexts.includes(context)) return [];
		return [{ command, key: written ?? chords[0] ?? '', word: hint }];
	});
}
