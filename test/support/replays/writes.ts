import type { DemoServer } from '../../../src/demo/server.ts';
import { bodyOf, recording } from '../recorded-http.ts';
import type { Replays } from '../replay.ts';

const recordedC1 = (): { readonly metadata: { readonly uid: string; readonly name: string; readonly resourceVersion: string } } =>
	JSON.parse(bodyOf(recording('patch-unknown-field-warn')));

/** The ConfigMap lab/c1 as it was then. */
const c1 = ({ world }: DemoServer): void => world.load('configmaps', [recordedC1()]);

/** Exchanges that change something, or would. */
export const writes: Replays = {
	'create-exists-409': { given: c1 },
	'delete-configmap': { given: c1, afterwards: ({ world }) => expectGone(world.get('configmaps', 'lab', 'c1')) },
	'delete-notfound-404': {},
	'evict-notfound-404': {},
	'scale-patch-forbidden-403': {},
};

const expectGone = (object: unknown): void => {
	if (object !== undefined) throw new Error('the object is still there');
};
