import { describe, expect, test } from 'vitest';
import { findDomain } from '../../../src/domains/registry.ts';
import type { Column, Domain, Row } from '../../../src/domains/types.ts';
import { cellContext } from '../../support/cell-context.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const workloads = findDomain('workloads') as Domain;
const same = (text: string): string => text;
const reads = workloads.reads.filter((read) => read.role === 'rows');
const rows: readonly Row[] = reads.flatMap(({ resource, keep = () => true }) =>
	recordedObjects(resource.gvr.resource)
		.map((object) => resource.project(object, same))
		.filter(keep),
);
const columnNamed = (id: string): Column => {
	const found = workloads.columns.find((column) => column.id === id);
	if (found === undefined) throw new Error(`workloads have no column ${id}`);
	return found;
};
const rowNamed = (kind: string, name: string): Row => {
	const found = rows.find((row) => row.name === name && columnNamed('kind').value(row, cellContext({})) === kind);
	if (found === undefined) throw new Error(`no ${kind} ${name} was recorded`);
	return found;
};
const said = (row: Row, ...ids: readonly string[]) => ids.map((id) => columnNamed(id).cell(row, cellContext({})).text);

describe('workloads', () => {
	test('are of every kind that runs something', () => {
		expect(reads.map(({ resource }) => resource.kind)).toEqual([
			'Deployment',
			'StatefulSet',
			'DaemonSet',
			'ReplicaSet',
			'Job',
			'CronJob',
			'Pod',
		]);
	});

	test('have no row for what one of them owns, and one for everything else', () => {
		const read = (resource: string) => reads.find((each) => each.resource.gvr.resource === resource);
		const kept = (resource: string, owner?: object) => {
			const metadata = { name: 'x', uid: 'u', resourceVersion: '1', ...(owner === undefined ? {} : { ownerReferences: [owner] }) };
			const found = read(resource);
			return found?.keep?.(found.resource.project({ metadata }, same));
		};
		const by = (kind: string) => ({ kind, name: 'y', controller: true });
		expect(kept('pods')).toBe(true);
		for (const kind of ['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job']) expect([kind, kept('pods', by(kind))]).toEqual([kind, false]);
		// A mirror pod belongs to its node, and other controllers have pods and sets of their own: nobody else tells of them.
		for (const kind of ['Node', 'StrimziPodSet', 'ReplicationController']) expect([kind, kept('pods', by(kind))]).toEqual([kind, true]);
		expect([kept('replicasets'), kept('replicasets', by('Rollout')), kept('replicasets', by('Deployment'))]).toEqual([true, true, false]);
	});

	test('tell of each kind what it has, and why it has nothing to tell', () => {
		expect(said(rowNamed('Deployment', 'checkout'), 'kind', 'ready', 'upToDate', 'status')).toEqual([
			'Deployment',
			'2/2',
			'1',
			'1/2 updated, waiting for 1',
		]);
		expect(said(rowNamed('Job', 'indexed'), 'ready', 'upToDate', 'status')).toEqual(['1/5', '–', '1/5 complete, 2 running']);
		expect(columnNamed('ready').cell(rowNamed('CronJob', 'cleanup'), cellContext({}))).toEqual({
			text: '–',
			absent: 'a CronJob has Jobs, and no pods of its own',
		});
		expect(columnNamed('upToDate').cell(rowNamed('CronJob', 'cleanup'), cellContext({})).absent).toBe('a CronJob is not rolled out');
	});

	test('are called in -o name as kubectl calls them', () => {
		const names = [rowNamed('Deployment', 'cart'), rowNamed('Job', 'indexed'), rowNamed('CronJob', 'cleanup')].map(workloads.objectName);
		expect(names).toEqual(['deployment.apps', 'job.batch', 'cronjob.batch']);
	});
});
