import type { IncomingMessage } from 'node:http';
import { type Attributes, allows, anonymous, rulesOf, type User } from './access.ts';
import { forbidden, StatusError, TextError } from './status.ts';

const authentication = 'authentication.k8s.io';
const serviceAccount = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Of Impersonate-User: an account of a pod is an object in a namespace, anybody else is only a name. */
const subjectOf = (name: string): Attributes => {
	const [, namespace, account] = serviceAccount.exec(name) ?? [];
	if (account !== undefined) return { verb: 'impersonate', group: '', resource: 'serviceaccounts', namespace, name: account };
	return { verb: 'impersonate', group: '', resource: 'users', namespace: undefined, name };
};

const atClusterScope = (group: string, resource: string, name: string): Attributes => ({
	verb: 'impersonate',
	group,
	resource,
	namespace: undefined,
	name,
});

/** Groups that nobody has to name (apiserver pkg/endpoints/filters/impersonation). */
const withUsualGroups = (name: string, groups: readonly string[]): readonly string[] => {
	const namespace = serviceAccount.exec(name)?.[1];
	const ofAccount = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
	return [...new Set([...(groups.length === 0 ? ofAccount : groups), 'system:authenticated'])];
};

/**
 * Whom a request is to be answered as: who sent it, or whom its Impersonate- headers name. Each of these has to be allowed to the
 * sender for itself. Throws StatusError 403 where one is not, and TextError 500 for groups of nobody, as an API server does.
 */
export function actingUser(sender: User, request: Pick<IncomingMessage, 'headersDistinct' | 'url'>): User {
	const values = (header: string): readonly string[] => request.headersDistinct[header] ?? [];
	const [name] = values('impersonate-user');
	const groups = values('impersonate-group');
	const [uid] = values('impersonate-uid');
	const extras = Object.entries(request.headersDistinct).flatMap(([header, texts = []]) => {
		const key = /^impersonate-extra-(.+)$/.exec(header)?.[1];
		return key === undefined ? [] : texts.map((text) => atClusterScope(authentication, `userextras/${key}`, text));
	});
	if (name === undefined || name === '') {
		if (groups.length + extras.length === 0 && uid === undefined) return sender;
		throw new TextError(
			500,
			`Internal Server Error: ${JSON.stringify(request.url)}: requested a group, uid or extra without impersonating a user\n`,
		);
	}
	const asked = [
		subjectOf(name),
		...groups.map((group) => atClusterScope('', 'groups', group)),
		...extras,
		...(uid === undefined ? [] : [atClusterScope(authentication, 'uids', uid)]),
	];
	const refused = asked.find((attributes) => !allows(sender, attributes));
	if (refused !== undefined) throw new StatusError(forbidden({ ...refused, name: refused.name, user: sender.name }));
	if (name === anonymous.name) return anonymous;
	const all = withUsualGroups(name, groups);
	return { name, ...(uid === undefined ? {} : { uid }), groups: all, rules: rulesOf(name, all) };
}
