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

/** All of the interface but the rows, which are painted into the space that is left for them. Brings the session the keys. */
export function App({ session, chrome, clock }: AppProps): ReactElement {
	useKeys(session, clock);
	return (
		<Box flexDirection="column" width={chrome.width}>
			<StyledLine line={chrome.header} />
			<StyledLine line={chrome.tabs} />
			<StyledLine line={chrome.title} />
			{chrome.titles === undefined ? null : <StyledLine line={chrome.titles} />}
			<Box height={chrome.paintedRows} />
			<StyledLine line={chrome.status} />
		</Box>
	);
}
