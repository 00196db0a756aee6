/** Where somebody is: what `[` and `]` go through. */
export interface Place {
	readonly view: string;
	/** Undefined: all namespaces. */
	readonly namespace: string | undefined;
	readonly filter: string;
}

/** Places in the order in which they were visited, and which of them is open, as a browser keeps them. */
export interface PlaceHistory {
	readonly places: readonly Place[];
	readonly at: number;
}

/** More than a person goes back through. */
const mostPlaces = 50;

const samePlace = (one: Place | undefined, other: Place): boolean =>
	one !== undefined && one.view === other.view && one.namespace === other.namespace && one.filter === other.filter;

export const historyOf = (place: Place): PlaceHistory => ({ places: [place], at: 0 });

/** After going to a place: what lay ahead is forgotten. Being where one is already changes nothing. */
export function visited(history: PlaceHistory, place: Place): PlaceHistory {
	if (samePlace(history.places[history.at], place)) return history;
	const places = [...history.places.slice(0, history.at + 1), place].slice(-mostPlaces);
	return { places, at: places.length - 1 };
}

/** After going back to where one came from: a step back where the history has it so, else a visit. */
export function returned(history: PlaceHistory, place: Place): PlaceHistory {
	return samePlace(history.places[history.at - 1], place) ? { ...history, at: history.at - 1 } : visited(history, place);
}

/** One step back or forward; undefined at the end. */
export function stepped(history: PlaceHistory, step: 1 | -1): { readonly history: PlaceHistory; readonly place: Place } | undefined {
	const place = history.places[history.at + step];
	return place === undefined ? undefined : { history: { ...history, at: history.at + step }, place };
}
