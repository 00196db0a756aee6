import { ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { nearestNames } from '../base/nearest-name.ts';
import { safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { findDomain } from '../domains/registry.ts';
import { findServed, findUnlisted } from '../domains/served-names.ts';
import { groupName, tableDomain, versionName } from '../domains/table-domain.ts';
import type { Domain } from '../domains/types.ts';
import type { Connection } from '../kube/connection.ts';
import { readTableColumns } from '../kube/printer-columns.ts';
import { readServedKinds } from '../kube/served-kinds.ts';
import type { Discovery, ServedResource } from '../kube/types.ts';
import type { ServedView, ServedViews } from '../views/app-services.ts';
import { exitCodes, failureOf } from './exit-codes.ts';
import { builtInNear, categoryOnly, notOffered, noView } from './view-names.ts';

/** What is new is found by its name at once; this is for what was changed. */
const freshMs = 60_000;

const isOffered = (name: string, { resources }: Discovery): boolean => findServed(resources, name) !== undefined;

/** So many names of resources that are near are enough, and groups that do not answer. */
const mostNamed = 3;

/**
 * The views of what a server offers beside the built-in ones. It is asked when a name is not known, never before: a discovery that is
 * refused or half broken keeps nobody from a built-in view.
 */
export function servedViewsOf(connection: Connection, clock: Clock): ServedViews {
	const made = new Map<string, { readonly of: string; readonly resource: ServedResource; readonly domain: Domain }>();
	let known: { readonly discovery: Discovery; readonly at: number } | undefined;
	let offered: { readonly revision: number; readonly domains: readonly Domain[] } | undefined;
	let asking: Promise<Discovery> | undefined;
	let revision = 0;
	const closing = new AbortController();

	/** One domain a resource for as long as it is offered as it is: its feed and its place in the tabs hold on to it. */
	function domainOf(resource: ServedResource): Domain {
		const isPlain =
			resource.preferred || !known?.discovery.resources.some((one) => one.preferred && groupName(one) === groupName(resource));
		const name = isPlain && findDomain(groupName(resource)) === undefined ? groupName(resource) : versionName(resource);
		const of = JSON.stringify(resource);
		const before = made.get(name);
		if (before?.of === of) return before.domain;
		const domain = tableDomain(resource, name);
		made.set(name, { of, resource, domain });
		revision += 1;
		return domain;
	}

	function ask(): Promise<Discovery> {
		asking ??= readServedKinds(connection, closing.signal)
			.then((discovery) => {
				known = { discovery, at: clock.now() };
				revision += 1;
				return discovery;
			})
			.finally(() => {
				asking = undefined;
			});
		return asking;
	}

	function find(name: string): ServedView | undefined {
		if (findDomain(name) !== undefined) return undefined;
		const found = known === undefined ? undefined : findServed(known.discovery.resources, name);
		if (found === undefined) {
			// What was open once is open still while its definition is gone: it says so, and may come back.
			const before = made.get(name);
			return before && { domain: before.domain };
		}
		const domain = domainOf(found.resource);
		if (found.others.length === 0) return { domain };
		const others = found.others.slice(0, mostNamed).join(', ');
		return { domain, note: `"${safeText(name)}" is ${domain.name} here; it could also mean ${others}, by its full name.` };
	}

	function domains(): readonly Domain[] {
		if (offered?.revision === revision) return offered.domains;
		const resources = known?.discovery.resources ?? [];
		const found = new Set<Domain>();
		for (const group of new Set(resources.filter(({ verbs }) => verbs.includes('list')).map(groupName))) {
			const preferred = findDomain(group) === undefined ? findServed(resources, group)?.resource : undefined;
			if (preferred !== undefined) found.add(domainOf(preferred));
		}
		for (const [name, { domain }] of made) if (findServed(resources, name) !== undefined) found.add(domain);
		offered = { revision, domains: [...found] };
		return offered.domains;
	}

	/** Why nothing of this name can be listed. */
	function unknown(name: string, { failures, resources }: Discovery): SentenceError {
		const unlisted = findUnlisted(resources, name);
		if (unlisted !== undefined) return notOffered('listed', unlisted);
		const category = resources.filter(({ categories, verbs }) => verbs.includes('list') && categories.includes(name));
		if (category.length > 0) return categoryOnly(name, [...new Set(category.map(groupName))]);
		const [, ...group] = name.toLowerCase().split('.');
		const down = [...new Set(failures.map(({ groupVersion }) => groupVersion))];
		const meant = failures.find(({ groupVersion }) => groupVersion.replace(/\/.*$/, '') === group.join('.').replace(/^v\d\w*\./, ''));
		if (meant !== undefined) {
			const { message } = failureOf(meant.error, { what: `what ${meant.groupVersion} offers`, server: connection.server });
			return new SentenceError(`${message} kyacht apiservices shows who serves it.`, exitCodes.failed);
		}
		const near = nearestNames(
			name,
			domains().flatMap(({ name: own, aliases }) => [own, ...aliases]),
		);
		// A plural, its singular and its short name are one kind.
		const kinds = new Set(near.map((each) => find(each)?.domain.reads[0]?.resource.gvr.resource ?? each));
		const unasked = down.length === 0 ? '' : ` ${down.slice(0, mostNamed).join(', ')} could not be asked for its kinds.`;
		return new SentenceError(`${noView(name, [...kinds]).message}${unasked}`, exitCodes.usage);
	}

	return {
		get revision() {
			return revision;
		},
		discovery: () => known?.discovery,
		find,
		domains,
		ask,
		async resolve(name) {
			const isFresh = known !== undefined && clock.now() - known.at < freshMs;
			if (isFresh && known !== undefined && isOffered(name, known.discovery)) return find(name) as ServedView;
			try {
				const discovery = await ask();
				if (!isOffered(name, discovery)) throw unknown(name, discovery);
				return find(name) as ServedView;
			} catch (error) {
				if (!(error instanceof ApiFailure)) throw error;
				const before = find(name);
				if (before !== undefined) return before;
				// Nobody can say what the server has; what is near a view that is always there was most likely meant for it.
				if (builtInNear(name).length > 0) throw noView(name);
				const { server, context, given } = connection;
				throw failureOf(error.error, {
					what: `what kinds there are, to find "${safeText(name)}"`,
					server,
					context,
					given,
					namespaced: false,
				});
			}
		},
		async withColumns(domain, namespace) {
			const resource = made.get(domain.name)?.resource;
			if (resource === undefined) return domain;
			try {
				return tableDomain(resource, domain.name, await readTableColumns(connection, resource.gvr, namespace, closing.signal));
			} catch (error) {
				// The list that follows says why.
				if (error instanceof ApiFailure) return domain;
				throw error;
			}
		},
		close: () => closing.abort(),
	};
}
