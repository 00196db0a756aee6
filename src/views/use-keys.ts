import { useInput, usePaste } from 'ink';
import { useEffect, useRef } from 'react';
import type { Cancel, Clock } from '../base/clock.ts';
import { chordsOf } from '../keys/chord.ts';
import { type EscapeHold, escapeHoldMs, nothingHeld, pushChords, releaseHeld } from '../keys/split-escape.ts';
import type { AppSession } from './app-session.ts';

/** Brings what is typed and pasted to the session. An Esc waits a moment for the rest of a sequence that the link tore apart. */
export function useKeys(session: AppSession, clock: Clock): void {
	const hold = useRef<EscapeHold>(nothingHeld);
	const release = useRef<Cancel | undefined>(undefined);
	useEffect(() => () => release.current?.(), []);
	useInput((input, key) => {
		release.current?.();
		const step = pushChords(hold.current, chordsOf(input, key));
		hold.current = step.hold;
		if (step.hold.held !== undefined) {
			release.current = clock.after(escapeHoldMs, () => {
				const chords = releaseHeld(hold.current);
				hold.current = nothingHeld;
				session.press(chords);
			});
		}
		if (step.chords.length > 0) session.press(step.chords);
	});
	usePaste((text) => session.paste(text));
}
