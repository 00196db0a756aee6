import { describe, expect, test } from 'vitest';
import type { ObjectHealth } from '../../../src/base/cell.ts';
import { clusterStorage } from '../../../src/domains/cluster-storage.ts';
import { csiDrivers, csiDriversResource } from '../../../src/domains/csi-drivers.ts';
import { csiNodesResource } from '../../../src/domains/csi-nodes.ts';
import { persistentVolumes, persistentVolumesResource } from '../../../src/domains/persistent-volumes.ts';
import { storageClasses, storageClassesResource } from '../../../src/domains/storage-classes.ts';
import type { Domain, Row } from '../../../src/domains/types.ts';
import { volumeAttachments, volumeAttachmentsResource } from '../../../src/domains/volume-attachments.ts';
import { cellContext } from '../../support/cell-context.ts';
import { deleted, object, printed, same } from '../../support/kind-objects.ts';

const details = (row: Row): string => {
	const column = clusterStorage.columns.find(({ id }) => id === 'details') as Domain['columns'][number];
	return column.cell(row, cellContext({})).text;
};

const volume = (fields: Record<string, unknown>, metadata?: Record<string, unknown>) =>
	persistentVolumesResource.project(object(fields, metadata), same);

describe('a PersistentVolume', () => {
	test.each<[string, ObjectHealth, Record<string, unknown>, Record<string, unknown>?]>([
		['bound', 'ok', { status: { phase: 'Bound' } }],
		['free', 'ok', { status: { phase: 'Available' } }],
		['being made', 'progressing', { status: { phase: 'Pending' } }],
		['given back and kept', 'warning', { spec: { persistentVolumeReclaimPolicy: 'Retain' }, status: { phase: 'Released' } }],
		['given back and deleted next', 'progressing', { spec: { persistentVolumeReclaimPolicy: 'Delete' }, status: { phase: 'Released' } }],
		['that cannot be deleted', 'failing', { status: { phase: 'Failed' } }, deleted],
		['on its way out', 'progressing', { status: { phase: 'Bound' } }, deleted],
		['without a phase', 'unknown', {}],
	])('that is %s is %s', (_, health, fields, metadata) => {
		expect(volume(fields, metadata).health).toBe(health);
	});

	test('is printed by its beta annotation, its modes in kubectl’s order, and Terminating once it is deleted', () => {
		const row = volume(
			{
				spec: {
					capacity: { storage: '5Gi' },
					accessModes: ['ReadWriteOncePod', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteMany', 'Odd'],
					storageClassName: 'gp3',
					volumeAttributesClassName: 'fast',
					claimRef: { namespace: 'shop', name: 'data' },
				},
				status: { phase: 'Bound', reason: 'VolumeFailedDelete' },
			},
			{ ...deleted, annotations: { 'volume.beta.kubernetes.io/storage-class': '' } },
		);
		expect(printed(persistentVolumes, row)).toEqual({
			Name: 'x',
			Capacity: '5Gi',
			'Access Modes': 'RWO,RWX,RWOP',
			'Reclaim Policy': '',
			Status: 'Terminating',
			Claim: 'shop/data',
			StorageClass: '',
			VolumeAttributesClass: 'fast',
			Reason: 'VolumeFailedDelete',
			VolumeMode: '<unset>',
		});
	});

	test('without a capacity prints 0, and has no size on the screen', () => {
		const row = volume({});
		expect(printed(persistentVolumes, row)).toMatchObject({ Capacity: '0', Claim: '', VolumeAttributesClass: '<unset>' });
		const capacity = persistentVolumes.columns.find(({ id }) => id === 'capacity');
		expect(capacity?.value(row, cellContext({}))).toBeNull();
		expect(capacity?.value(volume({ spec: { capacity: { storage: '1Ti' } } }), cellContext({}))).toBe(2 ** 40);
	});

	test('says in its details what went wrong first', () => {
		const status = { phase: 'Failed', reason: 'VolumeFailedDelete', message: 'still attached' };
		const row = volume({ spec: { accessModes: ['ReadWriteOnce', 'ReadOnlyMany'], volumeMode: 'Block' }, status });
		expect(details(row)).toBe('VolumeFailedDelete · still attached · RWO, ROX · Block');
	});
});

const attachment = (fields: Record<string, unknown>, metadata?: Record<string, unknown>) =>
	volumeAttachmentsResource.project(object(fields, metadata), same);

describe('a VolumeAttachment', () => {
	const error = { message: 'in use by another instance' };

	test.each<[string, ObjectHealth, Record<string, unknown>, Record<string, unknown>?]>([
		['attached', 'ok', { attached: true }],
		['attaching', 'progressing', { attached: false }],
		['attach failed', 'failing', { attached: false, attachError: error }],
		['detaching', 'progressing', { attached: true }, deleted],
		['detach failed', 'failing', { attached: true, detachError: error }, deleted],
	])('that is %s is %s', (status, health, fields, metadata) => {
		const row = attachment({ status: fields }, metadata);
		expect([row.status, row.health]).toEqual([status, health]);
	});

	test('of a volume that a pod has written out names no volume, and tells what the driver said', () => {
		const spec = { attacher: 'ebs.csi.aws.com', nodeName: 'worker-1', source: { inlineVolumeSpec: {} } };
		const row = attachment({ spec, status: { attached: false, attachError: error } });
		expect(printed(volumeAttachments, row)).toMatchObject({ PV: '', Node: 'worker-1', Attached: false });
		expect(details(row)).toBe('in use by another instance · on worker-1 · ebs.csi.aws.com');
	});
});

test('a StorageClass is the default by either annotation, and has the server’s defaults where it says nothing', () => {
	const of = (annotations: Record<string, string>) => storageClassesResource.project(object({ provisioner: 'p' }, { annotations }), same);
	expect(printed(storageClasses, of({ 'storageclass.beta.kubernetes.io/is-default-class': 'true' }))).toEqual({
		Name: 'x (default)',
		Provisioner: 'p',
		ReclaimPolicy: 'Delete',
		VolumeBindingMode: 'Immediate',
		AllowVolumeExpansion: false,
	});
	expect(printed(storageClasses, of({ 'storageclass.kubernetes.io/is-default-class': 'false' }))).toMatchObject({ Name: 'x' });
});

test('a CSIDriver that says nothing attaches, asks for no token and has no modes', () => {
	expect(printed(csiDrivers, csiDriversResource.project(object({ spec: {} }), same))).toEqual({
		Name: 'x',
		AttachRequired: true,
		PodInfoOnMount: false,
		StorageCapacity: false,
		TokenRequests: '<unset>',
		RequiresRepublish: false,
		Modes: '<none>',
	});
	const asking = { spec: { attachRequired: false, tokenRequests: [{ audience: 'sts' }, { audience: 'vault' }] } };
	expect(printed(csiDrivers, csiDriversResource.project(object(asking), same))).toMatchObject({
		AttachRequired: false,
		TokenRequests: 'sts,vault',
	});
});

test('a CSINode tells how many volumes of a driver it may have', () => {
	const drivers = [{ name: 'ebs.csi.aws.com', allocatable: { count: 25 } }, { name: 'efs.csi.aws.com' }];
	expect(details(csiNodesResource.project(object({ spec: { drivers } }), same))).toBe('ebs.csi.aws.com (25 volumes), efs.csi.aws.com');
	expect(details(csiNodesResource.project(object({ spec: { drivers: null } }), same))).toBe('no driver is installed');
});
