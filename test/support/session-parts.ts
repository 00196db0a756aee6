import { stripVTControlCharacters } from 'node:util';
import { type FakeServices, type FakeStream, manyRows } from './fake-services.ts';
import { type ShownSession, showSession } from './session-screen.ts';

/** What is looked at on the screen of a session, and the session that most of it is looked at in. */

export const header = (shown: ShownSession): string => shown.lines()[0] ?? '';
export const tabs = (shown: ShownSession): string => shown.lines()[1] ?? '';
export const title = (shown: ShownSession): string => shown.lines()[2] ?? '';
export const status = (shown: ShownSession): string => shown.lines().at(-1) ?? '';
export const cursorRow = (shown: ShownSession): string => shown.lines().find((line) => line.startsWith('▸')) ?? '';

/** Whether the line that has this text is painted dim. */
export const dimmed = (shown: ShownSession, text: string): boolean =>
	(shown.painted().find((line) => stripVTControlCharacters(line).includes(text)) ?? text).includes('\x1b[2m');

export const shop = (fake: FakeServices): FakeStream => fake.context.stream('pods', 'shop');

export const withRows =
	(count: number, over?: Parameters<typeof manyRows>[1]) =>
	(fake: FakeServices): void =>
		shop(fake).rows.appendPage(manyRows(count, over));

/** The pods of the namespace shop. */
export const inShop = (count = 60): ShownSession => showSession({ namespace: 'shop', contextNamespace: 'shop', before: withRows(count) });
