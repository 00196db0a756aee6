import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { listenAgain, listenAnywhere } from '../../../src/demo/listen.ts';

it('a port that was given up is had again as soon as whoever took it meanwhile is gone', async () => {
	const [other, own] = [createServer(), createServer()];
	onTestFinished(() => void own.close());
	const port = await listenAnywhere(other);
	const listening = listenAgain(own, port);
	other.close();
	expect(await listening).toBe(port);
});
