import { type Cause, invalidValue } from './invalid.ts';
import { fieldsOf } from './json-value.ts';

const labelRegex = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainRegex = `${labelRegex}(\\.${labelRegex})*`;
const serviceRegex = '[a-z]([-a-z0-9]*[a-z0-9])?';
const qualifiedRegex = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const valueRegex = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?';
const configKeyRegex = '[-._a-zA-Z0-9]+';

interface Rule {
	readonly regex: string;
	readonly longest: number;
	readonly says: string;
}

/** apimachinery pkg/util/validation/validation.go */
const rules = {
	label: {
		regex: labelRegex,
		longest: 63,
		says: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${labelRegex}')`,
	},
	subdomain: {
		regex: subdomainRegex,
		longest: 253,
		says: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomainRegex}')`,
	},
	service: {
		regex: serviceRegex,
		longest: 63,
		says: `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '${serviceRegex}')`,
	},
	labelName: {
		regex: qualifiedRegex,
		longest: 63,
		says: `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedRegex}')`,
	},
	labelValue: {
		regex: valueRegex,
		longest: 63,
		says: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${valueRegex}')`,
	},
	path: {
		regex: '(?!\\.{1,2}$)[^/%]+',
		longest: 253,
		says: "may not be '.' or '..', and may not contain '/' or '%'",
	},
	configKey: {
		regex: configKeyRegex,
		longest: 253,
		says: `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '${configKeyRegex}')`,
	},
} as const satisfies Record<string, Rule>;

export type NameRule = keyof typeof rules;

/** Complaints about a name, in the server's words; none when it is good. */
export const nameCauses = (field: string, value: string, rule: NameRule): Cause[] => {
	const { regex, longest, says } = rules[rule];
	const causes: Cause[] = [];
	if (value.length > longest) causes.push(invalidValue(field, value, `must be no more than ${longest} bytes`));
	if (!new RegExp(`^${regex}$`).test(value)) causes.push(invalidValue(field, value, says));
	return causes;
};

const nameRules: Readonly<Record<string, NameRule>> = {
	Namespace: 'label',
	Service: 'service',
	Role: 'path',
	RoleBinding: 'path',
	ClusterRole: 'path',
	ClusterRoleBinding: 'path',
	APIService: 'path',
};

const qualifiedCauses = (field: string, key: string): Cause[] => {
	const parts = key.split('/');
	const [name = '', prefix] = parts.reverse();
	const wrongPrefix = prefix !== undefined && !new RegExp(`^${subdomainRegex}$`).test(prefix);
	const prefixed = wrongPrefix ? [invalidValue(field, key, `prefix part ${rules.subdomain.says}`)] : [];
	return [
		...prefixed,
		...nameCauses(field, name, 'labelName').map((cause) => ({
			...cause,
			message: cause.message.replace(JSON.stringify(name), JSON.stringify(key)),
		})),
	];
};

export const labelCauses = (field: string, labels: unknown): Cause[] =>
	Object.entries(fieldsOf(labels)).flatMap(([key, value]) => [
		...qualifiedCauses(field, key),
		...nameCauses(field, String(value), 'labelValue'),
	]);

/** apimachinery pkg/api/validation/objectmeta.go */
export const metadataCauses = (kind: string, metadata: Readonly<Record<string, unknown>>): Cause[] => [
	...nameCauses('metadata.name', String(metadata['name'] ?? ''), nameRules[kind] ?? 'subdomain'),
	...labelCauses('metadata.labels', metadata['labels']),
	...Object.keys(fieldsOf(metadata['annotations'])).flatMap((key) => qualifiedCauses('metadata.annotations', key.toLowerCase())),
];
