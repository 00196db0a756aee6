import { Box, useCursor } from 'ink';
import { type ReactElement, useSyncExternalStore } from 'react';
import type { Clock } from '../base/clock.ts';
import type { AppSession } from './app-session.ts';
import { StyledLine, TableBody } from './table-body.tsx';
import { useKeys } from './use-keys.ts';

/** The whole interface: it shows the session's screen and brings it the keys. */
export function App({ session, clock }: { readonly session: AppSession; readonly clock: Clock }): ReactElement {
	const screen = useSyncExternalStore(session.subscribe, session.screen);
	const { setCursorPosition } = useCursor();
	useKeys(session, clock);
	setCursorPosition(screen.cursor);
	return (
		<Box flexDirection="column" width={screen.width}>
			<StyledLine line={screen.header} />
			<StyledLine line={screen.tabs} />
			<StyledLine line={screen.title} />
			{screen.titles === undefined ? null : <StyledLine line={screen.titles} />}
			<TableBody lines={screen.body} />
			{screen.below.length === 0 ? null : <TableBody lines={screen.below} />}
			<StyledLine line={screen.status} />
		</Box>
	);
}
