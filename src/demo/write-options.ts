import type { AskedRequest } from './faults.ts';
import { type Cause, forbiddenValue, invalid, invalidValue, required, unsupported } from './invalid.ts';
import { fieldsOf, listOf } from './json-value.ts';

export interface WriteOptions {
	/** Everything is done but nothing stored. */
	readonly dryRun: boolean;
	/** Who is entered in managedFields. */
	readonly manager: string;
	readonly force: boolean;
	/** What becomes of fields that the kind does not have. */
	readonly validation: 'Ignore' | 'Warn' | 'Strict';
}

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions';

const optionsError = (kind: OptionsKind, causes: readonly Cause[]) => invalid({ group: 'meta.k8s.io', kind }, '', causes);

const dryRunCauses = (values: readonly unknown[]): Cause[] =>
	values.some((value) => value !== 'All') ? [unsupported('dryRun', values, ['All'])] : [];

const isTrue = (text: string | null): boolean => text === 'true' || text === '1';

/** The manager of a request that names none is the first word of its User-Agent (apiserver pkg/endpoints/handlers/create.go). */
const managerOf = (info: AskedRequest): string => {
	const named = info.query.get('fieldManager') ?? '';
	const agent = String(info.headers['user-agent'] ?? '').split('/')[0] ?? '';
	return (named || agent || 'unknown').slice(0, 128);
};

/** Reads and validates the query of a write. Throws a StatusError 422 (apimachinery pkg/apis/meta/v1/validation). */
export const parseWriteOptions = (info: AskedRequest, kind: OptionsKind, isApply = false): WriteOptions => {
	const { query } = info;
	const dryRun = query.getAll('dryRun');
	const validation = query.get('fieldValidation') ?? '';
	const force = query.get('force');
	const causes = dryRunCauses(dryRun);
	if (kind === 'PatchOptions') {
		if (isApply && (query.get('fieldManager') ?? '') === '') causes.push(required('fieldManager', 'is required for apply patch'));
		if (!isApply && force !== null) causes.push(forbiddenValue('force', 'may not be specified for non-apply patch'));
	}
	if (!['', 'Ignore', 'Strict', 'Warn'].includes(validation))
		causes.push(unsupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn']));
	if (causes.length > 0) throw optionsError(kind, causes);
	return {
		dryRun: dryRun.length > 0,
		manager: managerOf(info),
		force: isTrue(force),
		validation: validation === '' ? 'Warn' : (validation as WriteOptions['validation']),
	};
};

export interface DeleteOptions {
	readonly dryRun: boolean;
	/** Seconds; undefined: the kind's. */
	readonly grace: number | undefined;
	readonly propagation: 'Foreground' | 'Background' | 'Orphan' | undefined;
	readonly uid: string | undefined;
	readonly resourceVersion: string | undefined;
}

/** DeleteOptions from the body, or from the query where there is no body. Throws a StatusError 422. */
export const parseDeleteOptions = (info: AskedRequest, body: unknown): DeleteOptions => {
	const given = fieldsOf(body);
	const { query } = info;
	const dryRun = [...listOf(given['dryRun']), ...query.getAll('dryRun')];
	const grace = given['gracePeriodSeconds'] ?? (query.has('gracePeriodSeconds') ? Number(query.get('gracePeriodSeconds')) : undefined);
	const propagation = given['propagationPolicy'] ?? query.get('propagationPolicy') ?? undefined;
	const orphan = given['orphanDependents'] ?? (query.has('orphanDependents') ? isTrue(query.get('orphanDependents')) : undefined);
	const causes: Cause[] = [];
	if (propagation !== undefined && orphan !== undefined)
		causes.push(invalidValue('propagationPolicy', propagation, 'orphanDependents and deletionPropagation cannot be both set'));
	if (propagation !== undefined && !['Foreground', 'Background', 'Orphan'].includes(String(propagation)))
		causes.push(unsupported('propagationPolicy', propagation, ['Foreground', 'Background', 'Orphan', 'nil']));
	causes.push(...dryRunCauses(dryRun));
	if (causes.length > 0) throw optionsError('DeleteOptions', causes);
	const preconditions = fieldsOf(given['preconditions']);
	const { uid, resourceVersion } = preconditions;
	return {
		dryRun: dryRun.length > 0,
		// A negative grace is one second since 1.27 (apiserver pkg/registry/rest/delete.go).
		grace: typeof grace === 'number' && Number.isFinite(grace) ? (grace < 0 ? 1 : grace) : undefined,
		propagation:
			(propagation as DeleteOptions['propagation']) ?? (orphan === true ? 'Orphan' : orphan === false ? 'Background' : undefined),
		uid: typeof uid === 'string' ? uid : undefined,
		resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : undefined,
	};
};
