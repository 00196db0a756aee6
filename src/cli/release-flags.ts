import { type Command, Option } from 'commander';
import { SentenceError } from '../base/sentence-error.ts';
import type { ReleaseWish } from '../domains/helm-records.ts';

/** What of a release is printed. */
export type ReleasePart =
	| { readonly of: 'values'; readonly computed: boolean; readonly format: 'yaml' | 'json' }
	| { readonly of: 'manifest'; readonly reveals: boolean };

interface Flags {
	readonly revision?: number;
	readonly all?: boolean;
	readonly showSecrets?: boolean;
}

const revisionOf = (text: string): number => {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new SentenceError(`--revision: "${text}" is no number of a revision; write digits alone.`, 2);
	return Number(text);
};

/** As it is typed; which namespace is meant is for others to say. */
export type NamedRelease = Omit<ReleaseWish, 'namespace'>;

/** `kyacht helm-values` and `kyacht helm-manifest`. */
export function addReleaseCommands(program: Command, done: (named: NamedRelease, part: ReleasePart) => void): void {
	const add = (name: string, description: string): Command =>
		program
			.command(name)
			.description(description)
			.argument('<release>', 'the name of the release')
			.addOption(new Option('--revision <number>', 'this revision instead of the newest').argParser(revisionOf));
	const namedOf = (release: string, { revision }: Flags): NamedRelease => ({ release, ...(revision === undefined ? {} : { revision }) });
	const output = (): string | undefined => program.opts<{ readonly output?: string }>().output;

	const values = add('helm-values', 'the values that a Helm release was given').addOption(
		new Option('--all', 'all that it was rendered with: those of its chart, too'),
	);
	values.action((name: string) => {
		const format = output() ?? 'yaml';
		if (format !== 'yaml' && format !== 'json')
			throw new SentenceError(`kyacht helm-values prints -o yaml or -o json, not ${format}; choose one.`, 2);
		const flags = values.opts<Flags>();
		done(namedOf(name, flags), { of: 'values', computed: flags.all === true, format });
	});

	const manifest = add('helm-manifest', 'the manifest of a Helm release; values of Secrets in it are masked').addOption(
		new Option('--show-secrets', 'with the values of Secrets'),
	);
	manifest.action((name: string) => {
		const format = output() ?? 'yaml';
		if (format !== 'yaml') throw new SentenceError(`kyacht helm-manifest prints -o yaml, not ${format}; leave it out.`, 2);
		const flags = manifest.opts<Flags>();
		done(namedOf(name, flags), { of: 'manifest', reveals: flags.showSecrets === true });
	});
}
