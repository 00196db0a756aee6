import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';

/** One line that already fits the width and has its styles. */
export const StyledLine = memo(
	({ line }: { readonly line: string }): ReactElement => <Text wrap="truncate-end">{line === '' ? ' ' : line}</Text>,
);

/** Lines of rows, one Text a line: a Box a cell would cost twice the time and ten times the bytes. */
export function TableBody({ lines }: { readonly lines: readonly string[] }): ReactElement {
	return (
		<Box flexDirection="column">
			{lines.map((line, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the screen; which row it shows is not its identity
				<StyledLine key={place} line={line} />
			))}
		</Box>
	);
}
