import type { Option } from 'commander';
import { compressions, logLevels, themes } from '../config/settings.ts';
import { initials, outputs, type Shell, shells } from './options.ts';
import { describeProgram } from './parse-command-line.ts';
import { viewNames } from './view-names.ts';

interface Flag {
	readonly names: readonly string[];
	readonly description: string;
	/** What may follow it: words, a file, something only the user knows, or nothing. */
	readonly value: readonly string[] | 'file' | 'any' | 'none';
}

const values: Readonly<Record<string, readonly string[] | 'file'>> = {
	'--output': outputs,
	'--compress': compressions,
	'--initial': initials,
	'--log-level': logLevels,
	'--theme': themes,
	'--kubeconfig': 'file',
	'--journal': 'file',
};

const flagOf = ({ short, long, description, required }: Option): Flag => ({
	names: [short, long].filter((name) => name !== undefined),
	description,
	value: values[long ?? ''] ?? (required ? 'any' : 'none'),
});

/** The completion script of a shell, made of the same table as the parser and the help. */
export function completionScript(shell: Shell): string {
	const program = describeProgram();
	const flags = [...program.options, ...program.commands.flatMap(({ options }) => options)].map(flagOf);
	flags.push({ names: ['-h', '--help'], description: 'print help', value: 'none' });
	const words = [...new Set([...viewNames(), ...program.commands.map((command) => command.name())])];
	const scripts: Readonly<Record<Shell, (flags: readonly Flag[], words: readonly string[]) => string>> = { bash, zsh, fish };
	return scripts[shell](flags, words);
}

/**
 * Asks the server for what else it has, where nothing that is always there begins so. Only names go on: what a shell expands is no
 * text for a server to choose.
 */
const servedKinds = "kyacht catalog -o name --request-timeout 2s 2>/dev/null | grep -xE '[a-z0-9.-]+'";

const listed = (value: Flag['value']): value is readonly string[] => typeof value !== 'string';

function bash(flags: readonly Flag[], words: readonly string[]): string {
	const cases = flags.flatMap(({ names, value }) => {
		if (value === 'none') return [];
		const reply = listed(value)
			? `$(compgen -W '${value.join(' ')}' -- "$current")`
			: value === 'file'
				? '$(compgen -f -- "$current")'
				: '';
		return [`\t\t${names.join('|')}) COMPREPLY=(${reply}); return ;;`];
	});
	return [
		'# kyacht completion bash > /etc/bash_completion.d/kyacht, or: source <(kyacht completion bash)',
		'_kyacht() {',
		'\tlocal current=$' + '{COMP_WORDS[COMP_CWORD]} previous=$' + '{COMP_WORDS[COMP_CWORD-1]}',
		'\tcase $previous in',
		...cases,
		`\t\tcompletion) COMPREPLY=($(compgen -W '${shells.join(' ')}' -- "$current")); return ;;`,
		'\tesac',
		'\tcase $current in',
		`\t\t-*) COMPREPLY=($(compgen -W '${flags.flatMap(({ names }) => names).join(' ')}' -- "$current")) ;;`,
		`\t\t*) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current")) ;;`,
		'\tesac',
		'\tif [[ $COMP_CWORD == 1 && -z $COMPREPLY && $current != -* ]]; then',
		`\t\tCOMPREPLY=($(compgen -W "$(${servedKinds})" -- "$current"))`,
		'\tfi',
		'}',
		'complete -F _kyacht kyacht',
		'',
	].join('\n');
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function zsh(flags: readonly Flag[], words: readonly string[]): string {
	const specs = flags.flatMap(({ names, description, value }) =>
		names.map((name) => {
			const argument = value === 'none' ? '' : `:value:${listed(value) ? `(${value.join(' ')})` : value === 'file' ? '_files' : ' '}`;
			return `\t${quoted(`${name}[${description.replace(/[[\]:\\]/g, '\\$&')}]${argument}`)}`;
		}),
	);
	return [
		'#compdef kyacht',
		'# kyacht completion zsh > a directory of $fpath, as _kyacht; or: source <(kyacht completion zsh)',
		'_kyacht_views() {',
		'\tlocal -a views',
		`\tviews=(${words.join(' ')})`,
		'\tcompadd -a views && return',
		`\tcompadd -- \${(f)"$(${servedKinds})"}`,
		'}',
		'_kyacht() {',
		'\tif [[ $words[CURRENT-1] == completion ]]; then',
		`\t\tcompadd ${shells.join(' ')}`,
		'\t\treturn',
		'\tfi',
		'\t_arguments \\',
		...specs.map((spec) => `\t${spec} \\`),
		"\t\t'1:view:_kyacht_views' \\",
		"\t\t'*::word: '",
		'}',
		'if [[ $funcstack[1] == _kyacht ]]; then _kyacht "$@"; else compdef _kyacht kyacht; fi',
		'',
	].join('\n');
}

function fish(flags: readonly Flag[], words: readonly string[]): string {
	const lines = flags.map(({ names, description, value }) => {
		const spelled = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
		const argument = value === 'none' ? '' : listed(value) ? ` -x -a ${quoted(value.join(' '))}` : value === 'file' ? ' -r -F' : ' -x';
		return `complete -c kyacht ${spelled} -d ${quoted(description)}${argument}`;
	});
	return [
		'# kyacht completion fish > ~/.config/fish/completions/kyacht.fish',
		'complete -c kyacht -f',
		...lines,
		`complete -c kyacht -n 'not __fish_seen_subcommand_from ${words.join(' ')}' -a ${quoted(words.join(' '))}`,
		`complete -c kyacht -n ${quoted('test (count (commandline -opc)) -eq 1; and string length -q -- (commandline -ct)')} -a ${quoted(`(${servedKinds})`)}`,
		`complete -c kyacht -n '__fish_seen_subcommand_from completion' -a ${quoted(shells.join(' '))}`,
		'',
	].join('\n');
}
