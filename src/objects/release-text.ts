import { age, epochSeconds } from '../base/age.ts';
import { counted } from '../base/counted.ts';
import { type JsonObject, objectAt, objectsAt, textAt, textsAt } from '../base/json-parts.ts';
import { type TextLine, type TextSpan, textLine } from '../base/text-line.ts';
import { releaseHealth } from '../domains/helm-records.ts';
import type { Mask } from '../kube/types.ts';
import { computedValues } from './helm-values.ts';
import type { ManifestObjects } from './manifest-objects.ts';
import { yamlOf } from './yaml-of.ts';
import { yamlLines } from './yaml-text.ts';

/** What is read of a release for its values. */
export const valuesMask: Mask = { config: true, chart: { values: true } };
export const manifestMask: Mask = { manifest: true };
export const statusMask: Mask = {
	info: true,
	chart: { metadata: { name: true, version: true, appVersion: true, description: true } },
	manifest: true,
	hooks: [{ name: true, kind: true, events: true, last_run: { phase: true, completed_at: true } }],
};

/** A release as it was read with one of these masks: whatever a server has put there. */
export type ReadRelease = JsonObject;

/** The values that were given at the last upgrade, or with those of the chart below them. */
export function valuesOf(release: ReadRelease, computed: boolean): JsonObject {
	const given = objectAt(release, 'config');
	return computed ? computedValues(objectAt(release, 'chart', 'values'), given) : given;
}

export const manifestOf = (release: ReadRelease): string => textAt(release, 'manifest');

export function valuesLines(release: ReadRelease, computed: boolean): readonly TextLine[] {
	const values = valuesOf(release, computed);
	const quiet = (text: string): TextLine => textLine({ text, role: 'quiet' });
	const head = computed
		? quiet('# Computed: the values of the chart, with those that were given laid over them.')
		: quiet('# Given by whoever installed or upgraded it; a shows those of the chart, too.');
	return Object.keys(values).length === 0 ? [head, quiet('{}')] : [head, ...yamlLines(yamlOf(values))];
}

/** As `helm status` has it, with the objects of its manifest. `now`: epoch ms on the server's clock. */
export function statusLines(release: ReadRelease, { objects, unread }: ManifestObjects, now: number): readonly TextLine[] {
	const info = objectAt(release, 'info');
	const metadata = objectAt(release, 'chart', 'metadata');
	const chart = [textAt(metadata, 'name'), textAt(metadata, 'version')].filter((part) => part !== '').join('-');
	const status = textAt(info, 'status');
	const field = (name: string, text: string, role?: TextSpan['role']): readonly TextLine[] =>
		text === ''
			? []
			: [{ spans: [{ text: `${name}:`.padEnd(14), role: 'key' }, role === undefined ? { text } : { text, role }], hang: 14 }];
	const moment = (key: string): string => {
		const text = textAt(info, key);
		const seconds = epochSeconds(text);
		return seconds === 0 ? '' : `${text} (${age(seconds, now)} ago)`;
	};
	const notes = textAt(info, 'notes').trim();
	return [
		...field('Status', status, releaseHealth(status)),
		...field('Description', textAt(info, 'description')),
		...field('Chart', chart),
		...field('App version', textAt(metadata, 'appVersion')),
		...field('About', textAt(metadata, 'description')),
		...field('Deployed', moment('last_deployed')),
		...field('First', moment('first_deployed')),
		...field('Uninstalled', moment('deleted')),
		...part('Objects', [
			...objects.map(({ kind, name }) => `${kind}/${name}`),
			...(unread === 0 ? [] : [`… and what is in ${counted(unread, 'more document')} of the manifest`]),
		]),
		...part('Hooks', objectsAt(release, 'hooks').map(hookWords)),
		...part('Notes', notes === '' ? [] : notes.split('\n')),
	];
}

function part(title: string, lines: readonly string[]): readonly TextLine[] {
	if (lines.length === 0) return [];
	return [textLine(), textLine({ text: title, role: 'heading' }), ...lines.map((line) => textLine(`  ${line}`))];
}

function hookWords(hook: JsonObject): string {
	const at = textsAt(hook, 'events').join(', ');
	const phase = textAt(hook, 'last_run', 'phase');
	return `${textAt(hook, 'kind')}/${textAt(hook, 'name')}${at === '' ? '' : ` at ${at}`}${phase === '' ? '' : `: ${phase}`}`;
}
