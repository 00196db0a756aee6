import { demoServer } from './demo-server.ts';
import { FakeClock } from './fake-clock.ts';
import { HttpProxy } from './http-proxy.ts';
import { WireEngine, type WireOptions } from './wire-engine.ts';

export const isPodList = (path: string): boolean =>
	/^\/api\/v1\/(?:namespaces\/[^/]+\/)?pods(?:\?|$)/.test(path) && !path.includes('watch=1');
export const isPodWatch = (path: string): boolean => /^\/api\/v1\/(?:namespaces\/[^/]+\/)?pods\?.*watch=1/.test(path);

/** An engine that reaches its server through something that reads HTTP. */
export async function behindHttpProxy(over: Omit<WireOptions, 'server' | 'clock' | 'address'> = {}) {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const proxy = await HttpProxy.start(server.port);
	const wire = new WireEngine({ server, clock, address: proxy.url, ...over });
	/** What was asked of pods since the last call: `list`, `watch from 7`. */
	let from = 0;
	const asked = (): readonly string[] => {
		const heard = proxy.heard.slice(from).filter((path) => isPodList(path) || isPodWatch(path));
		from = proxy.heard.length;
		return heard.map((path) => {
			const query = new URLSearchParams(path.split('?')[1]);
			if (query.has('watch')) return `watch from ${query.get('resourceVersion')}`;
			return query.get('limit') === '1' ? 'probe' : query.has('continue') ? `list after ${query.get('continue')}` : 'list';
		});
	};
	return { clock, server, proxy, wire, asked };
}
