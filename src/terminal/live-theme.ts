import { type Background, backgroundFromAnswer, backgroundFromEnv, canBeAsked } from './background.ts';
import type { ColourLevel, Theme } from './styled-line.ts';
import { themeFor } from './themes.ts';

/** The theme of the moment: the reader's choice, or what the terminal says of its ground, or what the environment says, or dark. */
export interface LiveTheme {
	/** The same object as long as nothing changes. */
	current(): Theme;
	/** The terminal is to be asked what its ground is. */
	readonly asks: boolean;
	/** Takes what the terminal answered. Tells whether the theme is another one now. */
	answered(answer: string): boolean;
}

export function liveTheme(choice: 'auto' | Background, level: ColourLevel, env: Readonly<Record<string, string | undefined>>): LiveTheme {
	let background = choice === 'auto' ? (backgroundFromEnv(env) ?? 'dark') : choice;
	let theme = themeFor(level, background);
	const asks = choice === 'auto' && level > 0 && canBeAsked(env);
	return {
		current: () => theme,
		asks,
		answered(answer) {
			const told = asks ? backgroundFromAnswer(answer) : undefined;
			if (told === undefined || told === background) return false;
			background = told;
			theme = themeFor(level, background);
			return true;
		},
	};
}
