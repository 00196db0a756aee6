import { isWatch } from './list-options.ts';

/** What a request is about, read from its method and path alone (apiserver pkg/endpoints/request/requestinfo.go). */
export interface RequestInfo {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** get, list, watch, create, update, patch, delete, deletecollection; '' for a path that is no resource. */
	readonly verb: string;
	readonly group: string;
	readonly version: string;
	/** '' for a path that is no resource. */
	readonly resource: string;
	readonly subresource: string;
	readonly namespace: string | undefined;
	readonly name: string | undefined;
}

const writes: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

const verbOf = (method: string, name: string | undefined, query: URLSearchParams): string => {
	if (method === 'GET' || method === 'HEAD') {
		if (isWatch(query)) return 'watch';
		return name === undefined ? 'list' : 'get';
	}
	const verb = writes[method] ?? method.toLowerCase();
	return verb === 'delete' && name === undefined ? 'deletecollection' : verb;
};

export const parseRequest = (method: string, url: string): RequestInfo => {
	const { pathname, searchParams: query } = new URL(url, 'http://localhost');
	const path = decodeURIComponent(pathname);
	const none = {
		method,
		path,
		query,
		verb: '',
		group: '',
		version: '',
		resource: '',
		subresource: '',
		namespace: undefined,
		name: undefined,
	};
	const parts = path.split('/').filter((part) => part !== '');
	let group = '';
	let version = '';
	let rest: string[];
	if (parts[0] === 'api' && parts.length >= 3) {
		version = parts[1] ?? '';
		rest = parts.slice(2);
	} else if (parts[0] === 'apis' && parts.length >= 4) {
		group = parts[1] ?? '';
		version = parts[2] ?? '';
		rest = parts.slice(3);
	} else return none;
	let namespace: string | undefined;
	// /namespaces/NAME alone is the namespace itself, and lies in that namespace; with a third part it is a scope.
	if (rest[0] === 'namespaces' && rest.length >= 2) {
		namespace = rest[1];
		if (rest.length >= 3 && !['status', 'finalize'].includes(rest[2] ?? '')) rest = rest.slice(2);
	}
	const [resource = '', name, ...sub] = rest;
	return { method, path, query, verb: verbOf(method, name, query), group, version, resource, subresource: sub.join('/'), namespace, name };
};
