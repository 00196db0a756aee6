import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		environment: 'node',
		pool: 'threads',
		maxWorkers: 2,
		testTimeout: 30_000,
		coverage: {
			provider: 'v8',
			include: ['src/**/*.{ts,tsx}'],
			reporter: ['text-summary', 'json-summary'],
		},
	},
});
