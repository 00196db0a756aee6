import { FakeListerWatcher } from '../support/fake-lister-watcher.ts';
import { listerWatcherContract } from './lister-watcher-suite.ts';

listerWatcherContract('in memory', () => {
	const fake = new FakeListerWatcher();
	const draft = (name: string) => ({ metadata: { name, namespace: 'contract' } });
	return Promise.resolve({
		listerWatcher: fake,
		create: (name) => Promise.resolve(fake.create(draft(name)).metadata.resourceVersion),
		update: (name) => Promise.resolve(fake.update(draft(name)).metadata.resourceVersion),
		remove: (name) => {
			fake.remove(draft(name));
			return Promise.resolve();
		},
		expire: () => {
			fake.expire();
			return Promise.resolve();
		},
		bookmark: () => {
			fake.bookmark();
			return Promise.resolve();
		},
		endWatches: () => {
			fake.endWatches();
			return Promise.resolve();
		},
		close: () => Promise.resolve(),
	});
});
