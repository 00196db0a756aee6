import { expect, it } from 'vitest';
import { readWanted } from '../../src/cli/read-object.ts';
import { tokenOf } from '../../src/demo/access.ts';
import { demoServer } from '../support/demo-server.ts';
import { connectTo } from '../support/test-connection.ts';

it('of one object that cannot be read it is said whether the kind, the namespace, the name or the right is wrong', async () => {
	const server = await demoServer();
	const { signal } = new AbortController();
	const connectAs = (user: 'admin' | 'shop') => connectTo(`${server.url}/as/${user}`, { token: tokenOf(user, 1) });
	const [admin, shop] = [connectAs('admin'), connectAs('shop')];
	const refusal = async (typed: string, namespace?: string, connection = admin): Promise<string> => {
		const [kind = '', name = ''] = typed.split('/');
		return readWanted(connection, { kind, name, namespace }, signal).then(
			() => 'it was read',
			({ message, exitCode }: { readonly message: string; readonly exitCode: number }) => `${exitCode} ${message}`,
		);
	};
	expect(await refusal('selfsubjectreviews/me')).toBe(
		'1 selfsubjectreviews.authentication.k8s.io cannot be read, as all that the server offers of them is create; kyacht catalog lists what can be.',
	);
	expect(await refusal('deploi/cart')).toMatch(/^2 The server of context \S+ has no kind "deploi"; did you mean deployments\?$/);
	expect(await refusal('zzzzzz/cart')).toMatch(/no kind "zzzzzz"; kyacht catalog lists those that there are\.$/);
	expect(await refusal('config/cart')).toBe('2 config is a view and no kind; write KIND/NAME with one of configmap, secret.');
	expect(await refusal('pod/cart', 'shopp')).toBe('1 There is no namespace shopp; kyacht namespaces lists those that there are.');
	expect(await refusal('pod/cart', 'shop')).toMatch(
		/^1 There is no pod cart in namespace shop .*check the name, the namespace and the context\.$/,
	);
	expect(await refusal('node/cart', 'shop')).toMatch(/^1 There is no node cart of context \S+; check the name and the context\.$/);
	expect(await refusal('node/cart', undefined, shop)).toMatch(
		/^3 .* you may not get nodes .*the right to get nodes in the whole cluster\.$/,
	);
});
