import { epochSeconds } from '../../base/age.ts';
import type { ObjectMeta } from '../../kube/types.ts';
import type { WorkloadConditions } from '../workload-row.ts';
import { type Deletable, deletionSymptom } from './deletion.ts';
import { graceSeconds, noSymptoms, oneLine, type Symptom, saying } from './symptom.ts';

/** Whose volume a claim waits for, once it waits for nothing else (k8s.io/component-helpers storage/volume, AnnStorageProvisioner; 1.36). */
export const provisionerAnnotation = 'volume.kubernetes.io/storage-provisioner';

export interface ClaimHealth {
	readonly metadata: ObjectMeta & Deletable & { readonly annotations?: Readonly<Record<string, string>> | null };
	readonly spec?: { readonly storageClassName?: string | null };
	readonly status?: { readonly phase?: string; readonly conditions?: WorkloadConditions };
}

/** What the resizer and the attacher set to True when they cannot go on (core/v1 PersistentVolumeClaimConditionType). */
const obstacles: ReadonlySet<string> = new Set(['ControllerResizeError', 'NodeResizeError', 'ModifyVolumeError']);

/**
 * Why no volume is bound to a claim, as far as it says so itself: a class that binds when a pod comes asks no provisioner before that,
 * and one that does not exist never does, of which there are warnings.
 */
function unboundText({ metadata, spec }: ClaimHealth): string {
	const provisioner = oneLine(metadata.annotations?.[provisionerAnnotation]);
	if (provisioner !== '') return `no volume is bound to it: it waits for ${provisioner} to make one`;
	const storageClass = oneLine(spec?.storageClassName ?? '');
	if (storageClass === '') return 'no volume is bound to it: it names no class, and no volume that is there fits';
	return `no volume is bound to it: class ${storageClass} may wait for a pod that uses it`;
}

export function claimSymptoms(claim: ClaimHealth): readonly Symptom[] {
	const { metadata, status } = claim;
	const kept = deletionSymptom({ metadata }, 'whoever deletes its volume');
	if (kept !== undefined) return [kept];
	const since = epochSeconds(metadata.creationTimestamp);
	if (status?.phase === 'Lost')
		return [
			{ cause: 'volume', severity: 'critical', text: 'its volume is gone, and with it what was on it', since, grace: 0, version: 'Lost' },
		];
	if (status?.phase === 'Pending') {
		return [{ cause: 'unbound', severity: 'warning', text: unboundText(claim), since, grace: graceSeconds, version: 'Pending' }];
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
