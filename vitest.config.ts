import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		exclude: ['test/cluster/**'],
		environment: 'node',
		pool: 'threads',
		maxWorkers: 2,
		// Files share the modules that one worker has loaded, which halves the work: what a test changes of the process it puts back.
		isolate: false,
		testTimeout: 60_000,
		hookTimeout: 60_000,
		// Dates in messages must not depend on where the tests run.
		env: { TZ: 'UTC' },
		setupFiles: ['test/support/fixed-seed.ts', 'test/support/left-homes.ts'],
		coverage: {
			provider: 'v8',
			include: ['src/**/*.{ts,tsx}'],
			reporter: ['text-summary', 'json-summary'],
			thresholds: {
				'src/sync/**': { branches: 95 },
				'src/domains/**': { branches: 90 },
				'src/stores/**': { branches: 90 },
			},
		},
	},
});
