import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../../src/cli/completion.ts';
import { shells } from '../../../src/cli/options.ts';
import { describeProgram } from '../../../src/cli/parse-command-line.ts';

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

describe('completion scripts', () => {
	it.each(shells)('of %s know every flag, every view and every subcommand', (shell) => {
		const script = completionScript(shell);
		for (const { long } of describeProgram().options) expect(script).toContain(long?.slice(2));
		for (const word of ['pods', 'po', 'nodes', 'diag', 'demo', 'completion', 'jsonl']) expect(script).toContain(word);
	});

	it.each(shells.filter(has))('are read by %s without complaint', (shell) => {
		const ran = spawnSync(shell, ['-n'], { input: completionScript(shell), encoding: 'utf8' });
		expect(ran.stderr).toBe('');
		expect(ran.status).toBe(0);
	});

	it('offer in bash the formats after -o, views by their first letters, and what only the server has', () => {
		// Stands in for the program and its server, which has names that no shell may take for words.
		const asked = `kyacht() { printf '%s\\n' widgets.example.com '$(echo\${IFS}wild)' wide.example.com; }`;
		const ask = (words: string) =>
			spawnSync(
				'bash',
				[
					'-c',
					`${asked}\n${completionScript('bash')}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _kyacht; echo "\${COMPREPLY[@]}"`,
				],
				{
					encoding: 'utf8',
				},
			).stdout.trim();
		expect(ask('kyacht pods -o js')).toBe('json jsonl');
		expect(ask('kyacht nod')).toBe('nodes node node-maintenance');
		expect(ask('kyacht wid')).toBe('widgets.example.com wide.example.com');
		expect(ask('kyacht wi')).toBe('widgets.example.com wide.example.com');
		expect(ask('kyacht pods wid')).toBe('');
		expect(ask('kyacht pods --field')).toBe('--field-selector');
	});
});
