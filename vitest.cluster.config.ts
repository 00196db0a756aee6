import { defineConfig } from 'vitest/config';

/** The checks against a real API server, which KYACHT_TEST_KUBECONFIG names. One at a time: they share that server. */
export default defineConfig({
	test: {
		include: ['test/cluster/**/*.test.ts', 'test/contract/real-cluster.test.ts'],
		environment: 'node',
		pool: 'threads',
		maxWorkers: 1,
		fileParallelism: false,
		testTimeout: 600_000,
		hookTimeout: 120_000,
		env: { TZ: 'UTC' },
	},
});
