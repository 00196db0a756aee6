import { age, epochSeconds } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import { type JsonObject, objectsAt, textAt } from '../base/json-parts.ts';
import type { TextLine, TextRole } from '../base/text-line.ts';
import type { KubeObject } from '../kube/types.ts';
import { columnLines, type Section } from './section.ts';

/** Conditions that say by True that something is wrong, in Kubernetes' own kinds and in the conventions that operators follow. */
const badWhenTrue =
	/Pressure$|^NetworkUnavailable$|Failure$|^Failed$|^Stalled$|^Degraded$|Error$|^DisruptionTarget$|^NonStructuralSchema$|^KubernetesAPIApprovalPolicyNonConformant$|Invalid$|Conflict(ed|s)?$|Misconfigured$/;

/** Neither way says that something is wrong. */
const neutral =
	/^(Suspended|ScalingLimited|Progressing|Reconciling|Issuing|Terminating|Complete|SuccessCriteriaMet|FileSystemResizePending|Resizing|PodResizePending|PodResizeInProgress|NamespaceContentRemaining|NamespaceFinalizersRemaining)$/;

/** A pod that has ended well, or waits for nothing but its end, is not unwell for not being ready. */
const fineReasons = new Set(['PodCompleted', 'JobSuspended', 'MinimumReplicasAvailable']);

/** How much a condition has to say that something is wrong. */
export function conditionHealth(condition: JsonObject): ObjectHealth {
	const type = textAt(condition, 'type');
	const status = textAt(condition, 'status');
	if (status === 'Unknown') return 'unknown';
	if (fineReasons.has(textAt(condition, 'reason'))) return 'ok';
	if (badWhenTrue.test(type)) return status === 'True' ? 'failing' : 'ok';
	if (neutral.test(type)) return type === 'Progressing' && status === 'False' ? 'failing' : 'ok';
	return status === 'False' ? 'failing' : 'ok';
}

const worth: Readonly<Record<ObjectHealth, number>> = { failing: 0, unknown: 1, warning: 2, progressing: 3, ok: 4 };

/** What the others lead to is told before them, where they are as well or as unwell. */
const isMain = (condition: JsonObject): number => Number(/^(?:Ready|Available|Failed|Complete)$/.test(textAt(condition, 'type')));

/** The conditions of an object with their age, reason and message, those that say that something is wrong first. `now` is epoch ms. */
export function conditionsSection(object: KubeObject, now: number): Section | undefined {
	const conditions = objectsAt(object, 'status', 'conditions').filter((condition) => textAt(condition, 'type') !== '');
	if (conditions.length === 0) return undefined;
	const sorted = conditions
		.map((condition) => ({ condition, health: conditionHealth(condition) }))
		.toSorted((one, other) => worth[one.health] - worth[other.health] || isMain(other.condition) - isMain(one.condition));
	const heads = columnLines(
		sorted.map(({ condition, health }) => {
			const since = epochSeconds(textAt(condition, 'lastTransitionTime'));
			const role: TextRole | undefined = health === 'ok' ? undefined : health;
			const status = textAt(condition, 'status');
			return {
				cells: [
					{ text: textAt(condition, 'type'), role: 'key' as const },
					role === undefined ? { text: status } : { text: status, role },
					{ text: since === 0 ? '' : age(since, now), role: 'quiet' as const },
					{ text: textAt(condition, 'reason') },
				],
			};
		}),
	);
	const lines = sorted.flatMap(({ condition, health }, at): readonly TextLine[] => {
		const head = heads[at];
		const message = textAt(condition, 'message');
		const said: readonly TextLine[] = message
			.split(/[\r\n]+/)
			.filter((words) => words.trim() !== '')
			.map((words) => ({ spans: [{ text: '    ' }, { text: words, role: health === 'ok' ? 'quiet' : health }], hang: 4 }));
		return head === undefined ? said : [head, ...said];
	});
	return { title: 'Conditions', lines };
}
