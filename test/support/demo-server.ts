import { onTestFinished } from 'vitest';
import { type DemoOptions, type DemoServer, startDemoServer } from '../../src/demo/server.ts';

/** A demo server for one test, closed at its end. Quiet: nothing changes but by the test. */
export const demoServer = async (options: DemoOptions = {}): Promise<DemoServer> => {
	const server = await startDemoServer({ scenario: 'none', ...options });
	onTestFinished(() => server.close());
	return server;
};
