/**
 * The known names that someone may have meant, nearest first; at most `most`, none when nothing is near.
 * Case does not count. Near is up to a third of the letters wrong (one in short names), or a known name that begins with what was typed.
 */
export function nearestNames(wanted: string, known: Iterable<string>, most = 3): string[] {
	const typed = wanted.toLowerCase();
	const allowed = Math.max(1, Math.floor(typed.length / 3));
	const near: { readonly name: string; readonly distance: number }[] = [];
	for (const name of new Set(known)) {
		const lower = name.toLowerCase();
		const distance = Math.abs(lower.length - typed.length) > allowed ? Number.POSITIVE_INFINITY : editDistance(typed, lower);
		if (distance <= allowed && distance < Math.max(typed.length, lower.length)) near.push({ name, distance });
		else if (typed.length > 1 && lower.startsWith(typed)) near.push({ name, distance: allowed });
	}
	near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
	return near.slice(0, most).map(({ name }) => name);
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (optimal string alignment). */
export function editDistance(from: string, to: string): number {
	const width = to.length + 1;
	let beforeLast = new Array<number>(width).fill(0);
	let last = Array.from({ length: width }, (_, at) => at);
	for (let i = 1; i <= from.length; i++) {
		const row = new Array<number>(width);
		row[0] = i;
		for (let j = 1; j < width; j++) {
			const same = from[i - 1] === to[j - 1];
			let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
			if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
			row[j] = best;
		}
		beforeLast = last;
		last = row;
	}
	return last[to.length] ?? 0;
}
