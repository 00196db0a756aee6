/** User and password of a URL, decoded; undefined: it has none. */
export function loginOf({ username, password }: URL): { readonly user: string; readonly password: string } | undefined {
	return username === '' && password === '' ? undefined : { user: decoded(username), password: decoded(password) };
}

/** A percent sign that encodes nothing stands for itself. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
