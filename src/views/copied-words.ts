import type { CopyTarget } from '../terminal/clipboard.ts';
import type { Note } from './ui-state.ts';

/** What was done with `what`, `cart-7c9` or `3 names`, as far as it is known: a terminal does not say what it did with them. */
export function copiedWords(what: string, target: CopyTarget, env: NodeJS.ProcessEnv): Note {
	switch (target.kind) {
		case 'tmux':
			return { level: 'info', text: `copied ${what} to tmux's buffer` };
		case 'terminal':
			if (target.tmux !== undefined) {
				return { level: 'error', text: `${target.tmux}; ${what} went to the terminal through tmux, which needs its allow-passthrough on.` };
			}
			// The variable does not come along over SSH, the name of the terminal does.
			if (/^(tmux|screen)/.test(env.TERM ?? '')) {
				return { level: 'info', text: `sent ${what} to the terminal (OSC 52); a tmux around it takes that with set-clipboard on` };
			}
			return { level: 'info', text: `sent ${what} to the terminal's clipboard (OSC 52)` };
		case 'nowhere':
			return { level: 'error', text: `Nothing was copied: ${target.reason}; choose less.` };
	}
}
