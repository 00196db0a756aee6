import { describe, expect, test } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { ask } from '../support/wire.ts';

type Headers = Readonly<Record<string, string | string[]>>;

const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };

/** Who the demo server says one is. */
async function whoIs(token: string, headers: Headers): Promise<unknown> {
	const server = await demoServer();
	const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
	const { json } = await ask(server.url, { path, method: 'POST', token, headers, body: review });
	return (json as { readonly status: { readonly userInfo?: unknown } }).status.userInfo;
}

async function statusOf(path: string, token: string, headers: Headers): Promise<readonly [status: number, message: unknown]> {
	const { status, json, text } = await ask((await demoServer()).url, { path, token, headers });
	return [status, (json as { readonly message?: string } | undefined)?.message ?? text];
}

describe('impersonation on the demo cluster', () => {
	test('makes the admin the one who is named, in the groups that are named and that of everybody', async () => {
		expect(await whoIs('admin-token', { 'Impersonate-User': 'jane', 'Impersonate-Uid': '7', 'Impersonate-Group': ['dev', 'ops'] })).toEqual(
			{
				username: 'jane',
				uid: '7',
				groups: ['dev', 'ops', 'system:authenticated'],
			},
		);
	});

	test('gives an account of a pod its groups', async () => {
		expect(await whoIs('admin-token', { 'Impersonate-User': 'system:serviceaccount:shop:cart' })).toMatchObject({
			groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
		});
	});

	test.each<[what: string, Headers, path: string, status: number]>([
		['nobody in particular reads nothing', { 'Impersonate-User': 'jane' }, '/api/v1/pods', 403],
		['nobody in particular sees which APIs there are', { 'Impersonate-User': 'jane' }, '/api/v1', 200],
		['a user of the cluster reads what they may', { 'Impersonate-User': 'viewer' }, '/api/v1/pods', 200],
		['and nothing else', { 'Impersonate-User': 'viewer' }, '/api/v1/nodes', 403],
		['a group has its rights', { 'Impersonate-User': 'jane', 'Impersonate-Group': 'shop-devs' }, '/api/v1/namespaces/shop/pods', 200],
		['a group has no others', { 'Impersonate-User': 'jane', 'Impersonate-Group': 'shop-devs' }, '/api/v1/pods', 403],
		['the masters have all', { 'Impersonate-User': 'jane', 'Impersonate-Group': 'system:masters' }, '/api/v1/nodes', 200],
		['the name alone makes no admin', { 'Impersonate-User': 'admin' }, '/api/v1/nodes', 403],
		['nobody at all is anonymous', { 'Impersonate-User': 'system:anonymous' }, '/api/v1', 403],
		['groups of nobody are a fault', { 'Impersonate-Group': 'dev' }, '/api/v1/pods', 500],
	])('%s', async (_, headers, path, status) => {
		expect((await statusOf(path, 'admin-token', headers))[0]).toBe(status);
	});

	test('is refused to others, with what they may not impersonate', async () => {
		expect(await statusOf('/version', 'viewer-token', { 'Impersonate-User': 'admin' })).toEqual([
			403,
			'users "admin" is forbidden: User "viewer" cannot impersonate resource "users" in API group "" at the cluster scope',
		]);
	});

	test('is asked for each thing by itself: who may do anything in a namespace may be its accounts, in no group', async () => {
		const account = { 'Impersonate-User': 'system:serviceaccount:shop:cart' };
		expect((await statusOf('/api', 'shop-token', account))[0]).toBe(200);
		expect((await statusOf('/api', 'shop-token', { 'Impersonate-User': 'system:serviceaccount:data:kafka' }))[0]).toBe(403);
		expect(await statusOf('/api', 'shop-token', { ...account, 'Impersonate-Group': 'system:masters' })).toEqual([
			403,
			'groups "system:masters" is forbidden: User "shopper" cannot impersonate resource "groups" in API group "" at the cluster scope',
		]);
	});

	test('comes after the credentials: those of nobody are refused first', async () => {
		expect((await statusOf('/api', 'wrong', { 'Impersonate-User': 'jane' }))[0]).toBe(401);
	});
});
