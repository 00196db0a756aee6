/** What text stands on. */
export type Background = 'dark' | 'light';

type Environment = Readonly<Record<string, string | undefined>>;

/** OSC 11 with a question mark: what colour is the ground? (xterm, ctlseqs, "Operating System Commands") */
export const backgroundQuestion = '\x1b]11;?\x07';

/**
 * COLORFGBG of rxvt, Konsole and others: the indices of the front and the ground among the sixteen, `15;0` or `0;default;15`.
 * The first seven and the eighth, dark grey, are dark.
 */
export function backgroundFromEnv({ COLORFGBG: value }: Environment): Background | undefined {
	const last = value?.split(';').at(-1) ?? '';
	if (!/^\d{1,2}$/.test(last) || Number(last) > 15) return undefined;
	return Number(last) === 7 || Number(last) > 8 ? 'light' : 'dark';
}

const rgb = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i;

/** What the terminal answered: `rgb:ffff/ffff/ffff`, one to four hex digits each (XParseColor). undefined: nothing that can be read. */
export function backgroundFromAnswer(answer: string): Background | undefined {
	const [, ...parts] = rgb.exec(answer) ?? [];
	const [red, green, blue] = parts.map((part) => Number.parseInt(part, 16) / (16 ** part.length - 1));
	if (red === undefined || green === undefined || blue === undefined) return undefined;
	// Luma of ITU-R BT.601: how bright a colour seems.
	return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? 'light' : 'dark';
}

/** The Linux console and dumb terminals would show the question, or wait for its end. */
export const canBeAsked = ({ TERM }: Environment): boolean => TERM !== undefined && TERM !== '' && TERM !== 'dumb' && TERM !== 'linux';
