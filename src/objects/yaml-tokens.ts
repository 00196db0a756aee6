import { type CST, Lexer, Parser } from 'yaml';
import type { Steps } from '../base/steps.ts';

/** About a third of a millisecond. */
const LEXEMES_A_STEP = 256;

/** The tokens of a text, of which documents are composed; errors are tokens, too. */
export function* yamlTokens(text: string): Steps<readonly CST.Token[]> {
	const parser = new Parser();
	const tokens: CST.Token[] = [];
	let lexemes = 0;
	for (const lexeme of new Lexer().lex(text)) {
		for (const token of parser.next(lexeme)) tokens.push(token);
		lexemes += 1;
		if (lexemes % LEXEMES_A_STEP === 0) yield;
	}
	tokens.push(...parser.end());
	return tokens;
}
