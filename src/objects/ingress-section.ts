import { type JsonObject, objectAt, objectsAt, textAt, textsAt, valueAt } from '../base/json-parts.ts';
import type { TextLine } from '../base/text-line.ts';
import type { KubeObject } from '../kube/types.ts';
import type { Section } from './section.ts';

interface Route {
	/** `shop.example.com/cart` */
	readonly place: string;
	/** `cart:8080` */
	readonly backend: string;
	readonly beside: string;
}

/** `cart:8080`, `StorageBucket/static`; '' where there is none. */
function backendWords(backend: JsonObject): string {
	const service = objectAt(backend, 'service');
	const port = valueAt(service, 'port', 'number') ?? textAt(service, 'port', 'name');
	if (textAt(service, 'name') !== '') return [textAt(service, 'name'), String(port)].filter(Boolean).join(':');
	const resource = objectAt(backend, 'resource');
	return [textAt(resource, 'kind'), textAt(resource, 'name')].filter(Boolean).join('/');
}

function routesOf(spec: unknown): readonly Route[] {
	const usual = backendWords(objectAt(spec, 'defaultBackend'));
	const rules = objectsAt(spec, 'rules').flatMap((rule): readonly Route[] => {
		const host = textAt(rule, 'host') || '*';
		const paths = objectsAt(rule, 'http', 'paths').map((path) => {
			const backend = backendWords(objectAt(path, 'backend'));
			return { place: `${host}${textAt(path, 'path')}`, backend: backend || 'nowhere', beside: textAt(path, 'pathType') };
		});
		return paths.length > 0 ? paths : [{ place: host, backend: usual || 'the default backend of its controller', beside: '' }];
	});
	return usual === '' ? rules : [...rules, { place: 'anything else', backend: usual, beside: 'default backend' }];
}

/** Where an Ingress leads, a line a path, and for which hosts it has which certificate. */
export function routesSection({ spec }: KubeObject): Section | undefined {
	const routes = routesOf(spec);
	const lines = routes.map(
		({ place, backend, beside }): TextLine => ({
			spans: [
				{ text: '  ' },
				{ text: place, role: 'key' },
				{ text: ' → ', role: 'quiet' },
				{ text: backend },
				...(beside === '' ? [] : [{ text: `  ${beside}`, role: 'quiet' as const }]),
			],
			hang: 4,
		}),
	);
	const tls = objectsAt(spec, 'tls').map((one): TextLine => {
		const secret = textAt(one, 'secretName');
		const hosts = textsAt(one, 'hosts').join(', ') || 'its hosts';
		return {
			spans: [
				{ text: '  TLS for ', role: 'quiet' },
				{ text: hosts },
				{ text: secret === '' ? ' with the certificate of its controller' : ' with Secret/', role: 'quiet' },
				...(secret === '' ? [] : [{ text: secret }]),
			],
			hang: 4,
		};
	});
	return lines.length + tls.length === 0 ? undefined : { title: 'Routes', lines: [...lines, ...tls] };
}
