import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';
import type { Clock } from '../base/clock.ts';
import type { AppSession } from './app-session.ts';
import type { Chrome } from './screen.ts';
import { useKeys } from './use-keys.ts';

/** One line that already fits the width and has its styles. */
const StyledLine = memo(({ line }: { readonly line: string }): ReactElement => <Text wrap="truncate-end">{line === '' ? ' ' : line}</Text>);

export interface AppProps {
	readonly session: AppSession;
	readonly chrome: Chrome;
	readonly clock: Clock;
}

/**
 * All of the interface but the rows, line below line: the room for them is made where the frame is taken (chromeText), for Ink makes
 * an object of every cell that it lays out, blank ones too (15 ms a frame of 200×50). Brings the session the keys.
 */
export function App({ session, chrome, clock }: AppProps): ReactElement {
	useKeys(session, clock);
	return (
		<Box flexDirection="column" width={chrome.width}>
			<StyledLine line={chrome.header} />
			<StyledLine line={chrome.tabs} />
			<StyledLine line={chrome.title} />
			{chrome.titles === undefined ? null : <StyledLine line={chrome.titles} />}
			<StyledLine line={chrome.status} />
		</Box>
	);
}
