/** As a server takes them (RFC 1123 label): at most 63 small letters, digits and hyphens, with neither end a hyphen. */
export const isNamespaceName = (name: unknown): name is string =>
	typeof name === 'string' && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
