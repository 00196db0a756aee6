import { isJsonObject, type JsonObject, objectAt, objectsAt, textAt, valueAt } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { inOneLine } from './plain-fields.ts';
import { type Field, fieldLines, type Section } from './section.ts';

/** Nearly every pod is given these by the server. */
const usualTaints = /^node\.kubernetes\.io\//;
const usualVolume = /^kube-api-access/;

/** `spot=true:NoSchedule`, `any taint` */
function tolerationWords(toleration: JsonObject): string {
	const key = textAt(toleration, 'key');
	const value = textAt(toleration, 'operator') === 'Exists' ? '' : `=${textAt(toleration, 'value')}`;
	const effect = textAt(toleration, 'effect');
	const seconds = valueAt(toleration, 'tolerationSeconds');
	const taint = key === '' ? 'any taint' : `${key}${value}`;
	return `${taint}${effect === '' ? '' : `:${effect}`}${typeof seconds === 'number' ? ` for ${seconds}s` : ''}`;
}

/** What a source of a volume is called by, where it has a name. */
const named = (source: JsonObject): string =>
	['claimName', 'secretName', 'name', 'driver', 'path'].map((key) => textAt(source, key)).find((text) => text !== '') ?? '';

/** `secret one, configMap two, serviceAccountToken token` */
const projectedWords = (projected: JsonObject): string =>
	objectsAt(projected, 'sources')
		.flatMap((source) => Object.entries(source).map(([type, one]) => `${type} ${isJsonObject(one) ? named(one) : ''}`.trim()))
		.join(', ');

/** `data: persistentVolumeClaim cart-data` */
function volumeWords(volume: JsonObject): string {
	const type = Object.keys(volume).find((key) => key !== 'name') ?? '';
	const name = textAt(volume, 'name');
	const source = objectAt(volume, type);
	const limit = textAt(source, 'sizeLimit');
	const words = [
		type === 'nfs'
			? `${textAt(source, 'server')}:${textAt(source, 'path')}`
			: type === 'projected'
				? projectedWords(source)
				: named(source),
		textAt(source, 'medium') === 'Memory' ? 'in memory' : '',
		limit === '' ? '' : `of ${limit} at most`,
		valueAt(source, 'readOnly') === true ? '(ro)' : '',
		valueAt(source, 'optional') === true ? '(optional)' : '',
	].filter((word) => word !== '');
	return [`${name}: ${type}`, ...words].join(' ');
}

const pairs = (map: JsonObject): readonly string[] => Object.entries(map).map(([key, value]) => `${key}=${String(value)}`);

/** Of a pod, what kubectl describes of how it was set up, and what decides where it may run. */
export function podSetup({ spec, status }: KubeObject): Section | undefined {
	const tolerations = objectsAt(spec, 'tolerations').filter((each) => !usualTaints.test(textAt(each, 'key')));
	const volumes = objectsAt(spec, 'volumes').filter((volume) => !usualVolume.test(textAt(volume, 'name')));
	const dns = textAt(spec, 'dnsPolicy');
	const fields: readonly Field[] = [
		{ name: 'Service account', text: textAt(spec, 'serviceAccountName') },
		{ name: 'Priority', text: textAt(spec, 'priorityClassName') },
		{ name: 'QoS class', text: textAt(status, 'qosClass') },
		{ name: 'Restart policy', text: textAt(spec, 'restartPolicy') },
		{ name: 'Runtime class', text: textAt(spec, 'runtimeClassName') },
		{ name: 'Host network', text: valueAt(spec, 'hostNetwork') === true ? 'yes' : '' },
		{ name: 'DNS policy', text: dns === 'ClusterFirst' ? '' : dns },
		{ name: 'Security', text: inOneLine(objectAt(spec, 'securityContext')) },
		{ name: 'Node selector', text: pairs(objectAt(spec, 'nodeSelector')).join(', ') },
		{ name: 'Affinity', text: inOneLine(objectAt(spec, 'affinity')) },
		{ name: 'Spread', text: objectsAt(spec, 'topologySpreadConstraints').map(inOneLine).join('\n') },
		{ name: 'Tolerations', text: tolerations.map(tolerationWords).join(', ') },
		{ name: 'Volumes', text: volumes.map(volumeWords).join('\n') },
	];
	const lines = fieldLines(fields);
	return lines.length === 0 ? undefined : { title: 'Setup', lines };
}
