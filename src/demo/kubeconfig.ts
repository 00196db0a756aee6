import { tokenOf, type UserKey } from './access.ts';

const keys: readonly UserKey[] = ['admin', 'viewer', 'shop', 'nowatch'];

/** A kubeconfig with one context a user (`demo-admin`, `demo-shop`…), the given one current. */
export const kubeconfigText = (url: string, current: UserKey, tokenIssue = 1): string => {
	const lines = [
		'apiVersion: v1',
		'kind: Config',
		'clusters:',
		...keys.map((key) => `- {name: demo-${key}, cluster: {server: "${url}/as/${key}"}}`),
		'users:',
		...keys.map((key) => `- {name: ${key}, user: {token: ${tokenOf(key, tokenIssue)}}}`),
		'contexts:',
		...keys.map(
			(key) => `- {name: demo-${key}, context: {cluster: demo-${key}, user: ${key}, namespace: ${key === 'shop' ? 'shop' : 'default'}}}`,
		),
		`current-context: demo-${current}`,
	];
	return `${lines.join('\n')}\n`;
};
