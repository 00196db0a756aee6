import { epochSeconds } from '../../base/age.ts';
import type { ObjectMeta } from '../../kube/types.ts';
import type { WorkloadConditions } from '../workload-row.ts';
import { type Deletable, deletionSymptom } from './deletion.ts';
import { graceSeconds, noSymptoms, oneLine, type Symptom, saying } from './symptom.ts';

export interface ClaimHealth {
	readonly metadata: ObjectMeta & Deletable;
	readonly status?: { readonly phase?: string; readonly conditions?: WorkloadConditions };
}

/** What the resizer and the attacher set to True when they cannot go on (core/v1 PersistentVolumeClaimConditionType). */
const obstacles: ReadonlySet<string> = new Set(['ControllerResizeError', 'NodeResizeError', 'ModifyVolumeError']);

/** A claim that waits for its first pod is as pending as one that nobody can satisfy: which it is, the provisioner's events say. */
export function claimSymptoms({ metadata, status }: ClaimHealth): readonly Symptom[] {
	const kept = deletionSymptom({ metadata }, 'whoever deletes its volume');
	if (kept !== undefined) return [kept];
	const since = epochSeconds(metadata.creationTimestamp);
	if (status?.phase === 'Lost')
		return [
			{ cause: 'volume', severity: 'critical', text: 'its volume is gone, and with it what was on it', since, grace: 0, version: 'Lost' },
		];
	if (status?.phase === 'Pending') {
		const text = 'no volume is bound to it, and no event says why: it may wait for a pod that uses it';
		return [{ cause: 'unbound', severity: 'warning', text, since, grace: graceSeconds, version: 'Pending' }];
	}
	const held = (status?.conditions ?? []).find(({ type, status: holds }) => holds === 'True' && obstacles.has(type));
	if (held === undefined) return noSymptoms;
	return [
		{
			cause: 'resize',
			severity: 'failing',
			text: saying(held.type, held.message),
			since: epochSeconds(held.lastTransitionTime) || since,
			grace: 0,
			version: held.type,
		},
	];
}

export interface VolumeHealth {
	readonly metadata: ObjectMeta & Deletable;
	readonly status?: {
		readonly phase?: string;
		readonly reason?: string;
		readonly message?: string;
		readonly lastPhaseTransitionTime?: string | null;
	};
}

export function volumeSymptoms({ metadata, status }: VolumeHealth): readonly Symptom[] {
	const kept = deletionSymptom({ metadata }, 'whoever deletes what is behind it');
	if (kept !== undefined) return [kept];
	if (status?.phase !== 'Failed') return noSymptoms;
	const said = saying(status.reason, status.message);
	return [
		{
			cause: 'volume',
			severity: 'failing',
			text: said === '' ? 'it could not be deleted or cleaned' : oneLine(said),
			since: epochSeconds(status.lastPhaseTransitionTime) || epochSeconds(metadata.creationTimestamp),
			grace: 0,
			version: status.reason ?? '',
		},
	];
}
