import type { Derivation, Domain, Grouping, Piece, ResourceSpec, Row, Tally } from './types.ts';

/**
 * The registry and the reads of a domain hold functions over rows of different classes in one list. Whoever calls them
 * passes only rows that came from the ResourceSpec beside them, so forgetting the class here is safe; these are the only places that do it.
 */
export const anyDomain = <R extends Row>(domain: Domain<R>): Domain => domain as Domain;

export const anyResource = <R extends Row>(resource: ResourceSpec<R>): ResourceSpec => resource as ResourceSpec;

export const anyTally = <R extends Row, T>(tally: Tally<R, T>): Tally => tally as Tally;

export const anyKeep =
	<R extends Row>(keep: (row: R) => boolean): ((row: Row) => boolean) =>
	(row) =>
		keep(row as R);

export const anyGrouping = <R extends Row>(grouping: Grouping<R>): Grouping => grouping as unknown as Grouping;

/** The pieces of a derivation are its own: nobody else makes any. */
export const anyDerivation = <P extends Piece, R extends Row>(derivation: Derivation<P, R>): Derivation =>
	derivation as unknown as Derivation;
