import { expect, test } from 'vitest';
import { type ClaimRow, persistentVolumeClaimsResource, storage } from '../../../src/domains/persistent-volume-claims.ts';
import { findDomain } from '../../../src/domains/registry.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { cellContext } from '../../support/cell-context.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const same = (text: string): string => text;
const rows = recordedObjects('persistentvolumeclaims').map((object) => persistentVolumeClaimsResource.project(object, same));
const claim = (spec: object, status: object, metadata: object = {}): ClaimRow =>
	persistentVolumeClaimsResource.project(
		{ metadata: { name: 'x', namespace: 'n', uid: 'u', resourceVersion: '1', ...metadata }, spec, status } as KubeObject,
		same,
	);
const printed = (row: ClaimRow) => Object.fromEntries((storage.printed ?? []).map((column) => [column.name, column.cell(row, 0)]));
const values = (row: ClaimRow) => Object.fromEntries(storage.columns.map((column) => [column.id, column.value(row, cellContext({}))]));

test('the view is found under every name of its kind, and has a tab', () => {
	expect(['storage', 'pvc', 'persistentvolumeclaim', 'PersistentVolumeClaims', 'persistentvolumeclaims.v1.'].map(findDomain)).toEqual(
		Array.from({ length: 5 }, () => findDomain('storage')),
	);
	expect(storage.tab).toBeUndefined();
});

test('a bound claim has the size and the modes of its volume, and one that waits has those it asks for', () => {
	expect(values(rows.find(({ name }) => name === 'data-postgres-0') as ClaimRow)).toMatchObject({
		status: 'Bound',
		capacity: 10 * 2 ** 30,
		class: 'sc-pv-bound-1',
		volume: 'pv-bound-1',
		modes: ['RWO'],
		volumeMode: 'Filesystem',
		attributesClass: null,
	});
	expect(values(rows.find(({ name }) => name === 'waiting') as ClaimRow)).toMatchObject({
		status: 'Pending',
		capacity: null,
		requested: 100 * 2 ** 30,
		volume: null,
		modes: ['RWOP'],
	});
});

test('health: lost is failing, waiting and growing progress, and what fails to grow is worth a warning', () => {
	const bound = (...types: readonly string[]) =>
		claim({ volumeName: 'v' }, { phase: 'Bound', conditions: types.map((type) => ({ type, status: 'True' })) });
	expect(Object.fromEntries(rows.map(({ name, health }) => [name, health]))).toEqual({
		'data-postgres-0': 'ok',
		'data-postgres-1': 'ok',
		waiting: 'progressing',
		shared: 'progressing',
		cache: 'progressing',
		uploads: 'failing',
	});
	expect(bound('Unused').health).toBe('ok');
	expect({ status: bound('FileSystemResizePending').status, health: bound('FileSystemResizePending').health }).toEqual({
		status: 'Bound, FileSystemResizePending',
		health: 'progressing',
	});
	expect(bound('Resizing', 'ControllerResizeError').health).toBe('warning');
	expect(claim({}, { phase: 'Bound' }, { deletionTimestamp: '2026-11-22T01:00:00Z' })).toMatchObject({
		status: 'Terminating',
		health: 'progressing',
	});
	expect(claim({}, {}).health).toBe('unknown');
});

test('printed as the server prints what was not recorded', () => {
	const all = ['ReadWriteOncePod', 'ReadWriteMany', 'ReadOnlyMany', 'ReadWriteOnce', 'ReadWriteOnce', 'Other'];
	expect(
		printed(claim({ volumeName: 'v', volumeAttributesClassName: 'gold', volumeMode: 'Block' }, { phase: 'Bound', accessModes: all })),
	).toMatchObject({ Capacity: '0', 'Access Modes': 'RWO,ROX,RWX,RWOP', VolumeAttributesClass: 'gold', VolumeMode: 'Block' });
	expect(printed(claim({}, { phase: 'Bound', accessModes: all, capacity: { storage: '1Gi' } }))).toMatchObject({
		Capacity: '',
		'Access Modes': '',
		VolumeMode: '<unset>',
	});
	const annotated = (annotation: string) =>
		printed(claim({ storageClassName: 'field' }, {}, { annotations: { 'volume.beta.kubernetes.io/storage-class': annotation } }))
			.StorageClass;
	expect([annotated('old'), annotated(''), printed(claim({ storageClassName: 'field' }, {})).StorageClass]).toEqual(['old', '', 'field']);
	expect(printed(claim({}, { phase: 'Bound' }, { deletionTimestamp: '2026-11-22T01:00:00Z' })).Status).toBe('Terminating');
});
