import { byCodeUnits } from '../base/by-code-units.ts';
import type { Mask } from '../kube/types.ts';

/** meta/v1 LabelSelector. */
export interface LabelSelector {
	readonly matchLabels?: Labels | null;
	readonly matchExpressions?:
		| readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] | null }[]
		| null;
}

export type Labels = Readonly<Record<string, string>>;

export const selectorMask = {
	matchLabels: true,
	matchExpressions: [{ key: true, operator: true, values: true }],
} as const satisfies Mask;

/**
 * `app=cart,tier in (a,b),!canary`: Selector.String of k8s.io/apimachinery pkg/labels/selector.go (1.36), by key; of equal keys the
 * plain labels come first. '' when it selects nothing or everything.
 */
export function selectorText(selector: LabelSelector | null | undefined): string {
	const terms = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` }));
	for (const { key, operator, values } of selector?.matchExpressions ?? []) {
		if (operator === 'Exists') terms.push({ key, text: key });
		else if (operator === 'DoesNotExist') terms.push({ key, text: `!${key}` });
		else terms.push({ key, text: `${key} ${operator.toLowerCase()} (${[...(values ?? [])].sort(byCodeUnits).join(',')})` });
	}
	return terms
		.sort((a, b) => byCodeUnits(a.key, b.key))
		.map(({ text }) => text)
		.join(',');
}

/** `accelerator=tpu,zone=a`: Set.String of pkg/labels/labels.go, sorted as texts; '' when there are none. */
export const labelsText = (labels: Labels | null | undefined): string =>
	Object.entries(labels ?? {})
		.map(([key, value]) => `${key}=${value}`)
		.sort(byCodeUnits)
		.join(',');

/** Whether a label selector takes these labels (k8s.io/apimachinery pkg/labels: In and NotIn as sets; a label that is not there is not in any). */
export function takesLabels({ matchLabels, matchExpressions }: LabelSelector, labels: ReadonlyMap<string, string>): boolean {
	for (const [key, value] of Object.entries(matchLabels ?? {})) if (labels.get(key) !== value) return false;
	for (const { key, operator, values } of matchExpressions ?? []) {
		const value = labels.get(key);
		const isIn = value !== undefined && (values ?? []).includes(value);
		const holds = { In: isIn, NotIn: !isIn, Exists: value !== undefined, DoesNotExist: value === undefined }[operator];
		if (holds !== true) return false;
	}
	return true;
}
