import { type ContinueToken, decodeContinue } from './continue-token.ts';
import type { VersionSpelling } from './faults.ts';
import type { Resource } from './resources.ts';
import { type Matches, parseFieldSelector, parseLabelSelector } from './selectors.ts';
import { badRequest, failure, invalidListOptions, StatusError } from './status.ts';

export interface ListOptions {
	/** 0: no limit. */
	readonly limit: number;
	readonly continueToken: ContinueToken | undefined;
	/** As it was sent; '' when unset. */
	readonly resourceVersion: string;
	readonly match: '' | 'Exact' | 'NotOlderThan';
	readonly labels: Matches | undefined;
	readonly fields: Matches | undefined;
	readonly includeObject: 'None' | 'Metadata' | 'Object';
	readonly watch: boolean;
	readonly bookmarks: boolean;
	readonly sendInitialEvents: boolean | undefined;
	/** Seconds; 0: the server chooses. */
	readonly timeoutSeconds: number;
}

const integer = (query: URLSearchParams, name: string): number => {
	const text = query.get(name) ?? '';
	if (text === '') return 0;
	if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
	return Number.parseInt(text, 10);
};

/** Any value but these is true (apimachinery pkg/runtime/conversion.go). */
const flag = (text: string | null): boolean => text !== null && !['false', 'False', 'FALSE', 'f', 'F', '0'].includes(text);

export const isWatch = (query: URLSearchParams): boolean => flag(query.get('watch'));

const forbiddenField = (field: string, why: string) => ({ reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field });

type Complaint = Parameters<typeof invalidListOptions>[0][number];

interface Versions {
	readonly watch: boolean;
	readonly sendInitialEvents: boolean | undefined;
	readonly version: string;
	readonly match: string;
	readonly continued: boolean;
}

/** apimachinery pkg/apis/meta/internalversion/validation/validation.go, with the WatchList gate on as from 1.34. */
const complaintsOf = ({ watch, sendInitialEvents, version, match, continued }: Versions): Complaint[] => {
	const field = 'resourceVersionMatch';
	if (watch) {
		if (sendInitialEvents === undefined)
			return match === ''
				? []
				: [forbiddenField(field, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')];
		// Without bookmarks it is accepted, and then has no mark of its end (measured on 1.36).
		if (match !== 'NotOlderThan') return [forbiddenField(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')];
		return [];
	}
	if (sendInitialEvents !== undefined) return [forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list')];
	if (match === '') return [];
	const complaints: Complaint[] = [];
	if (version === '') complaints.push(forbiddenField(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
	if (continued) complaints.push(forbiddenField(field, 'resourceVersionMatch is forbidden when continue is provided'));
	if (match !== 'Exact' && match !== 'NotOlderThan')
		complaints.push({
			reason: 'FieldValueNotSupported',
			message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`,
			field,
		});
	if (match === 'Exact' && version === '0')
		complaints.push(forbiddenField(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
	return complaints;
};

/** The query with its version as the store counts it; what is no version of this server stays as it is, and is refused as such. */
export const readVersions = (query: URLSearchParams, spelling: VersionSpelling | undefined): URLSearchParams => {
	const text = query.get('resourceVersion') ?? '';
	const version = spelling === undefined || text === '' || text === '0' ? undefined : spelling.read(text);
	if (version === undefined) return query;
	const read = new URLSearchParams(query);
	read.set('resourceVersion', version);
	return read;
};

/** Reads and validates the query of a LIST or WATCH. Throws a StatusError in the server's words. */
export const parseListOptions = (query: URLSearchParams, resource: Resource): ListOptions => {
	const watch = isWatch(query);
	const limit = integer(query, 'limit');
	const timeoutSeconds = integer(query, 'timeoutSeconds');
	const version = query.get('resourceVersion') ?? '';
	const match = query.get('resourceVersionMatch') ?? '';
	const continued = query.get('continue') ?? '';
	const initial = query.get('sendInitialEvents');
	const bookmarks = flag(query.get('allowWatchBookmarks'));
	const sendInitialEvents = initial === null ? undefined : flag(initial);
	const labels = query.get('labelSelector') ?? '';
	const fields = query.get('fieldSelector') ?? '';
	const matchesLabels = labels === '' ? undefined : parseLabelSelector(labels);
	const matchesFields = fields === '' ? undefined : parseFieldSelector(fields, resource);
	const complaints = complaintsOf({ watch, sendInitialEvents, version, match, continued: continued !== '' });
	if (complaints.length > 0) throw invalidListOptions(complaints);
	if (version !== '' && !/^\d+$/.test(version)) {
		const message = `resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`;
		throw watch ? new StatusError(failure(500, undefined, message)) : badRequest(`invalid resource version: ${message}`);
	}
	const continueToken = continued === '' || watch ? undefined : decodeContinue(continued);
	if (continueToken !== undefined && version !== '' && version !== '0')
		throw badRequest('specifying resource version is not allowed when using continue');
	const include = query.get('includeObject') ?? '';
	return {
		limit: Math.max(0, limit),
		continueToken,
		resourceVersion: version,
		match: match as ListOptions['match'],
		labels: matchesLabels,
		fields: matchesFields,
		includeObject: include === 'None' || include === 'Object' ? include : 'Metadata',
		watch,
		bookmarks,
		sendInitialEvents,
		timeoutSeconds,
	};
};
