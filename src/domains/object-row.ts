import { epochSeconds } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import type { KubeObject, ObjectMeta } from '../kube/types.ts';
import { noSymptoms, type Symptom } from './attention/symptom.ts';
import type { Intern, Row } from './types.ts';

/** What every row of an object says, so that a class of rows says only what is its own: each field once, in its constructor. */
export abstract class ObjectRow implements Row {
	readonly uid: string;
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion: string;
	readonly created: number;
	readonly health: ObjectHealth;
	/** What attention has to say of it; the same empty list for all that are well. */
	symptoms: readonly Symptom[] = noSymptoms;

	constructor(metadata: ObjectMeta, health: ObjectHealth, intern: Intern) {
		this.uid = metadata.uid;
		this.namespace = intern(metadata.namespace ?? '');
		// What is in no namespace is what others name (a pod its node), so the name is shared with them.
		this.name = this.namespace === '' ? intern(metadata.name) : metadata.name;
		this.resourceVersion = metadata.resourceVersion;
		this.created = epochSeconds(metadata.creationTimestamp);
		this.health = health;
	}
}

/** The projection to rows of this class. That the mask beside it reads what the class says of its objects is taken on trust here only. */
export const rowsOf =
	<O, R extends Row>(RowClass: new (object: O, intern: Intern) => R) =>
	(object: KubeObject, intern: Intern): R =>
		new RowClass(object as unknown as O, intern);

/** The same for kinds that attention looks at: a row knows the symptoms of its object. */
export const rowsWithSymptoms = <O, R extends ObjectRow>(
	RowClass: new (object: O, intern: Intern) => R,
	symptomsOf: (object: O) => readonly Symptom[],
): ((object: KubeObject, intern: Intern) => R) => {
	const project = rowsOf(RowClass);
	return (object, intern) => {
		const row = project(object, intern);
		row.symptoms = symptomsOf(object as unknown as O);
		return row;
	};
};
