import { isJsonObject, type JsonObject } from '../base/json-parts.ts';

/**
 * The values that a release was rendered with: those of its chart under those that were given. A mapping is laid over a mapping key by key, anything
 * else takes the place of what was there, and a null takes the chart's key away (helm/helm pkg/chartutil/coalesce.go). Values of subcharts are
 * among the chart's own only where it sets them: a stored release holds no subcharts.
 */
export function computedValues(chart: JsonObject, given: JsonObject): JsonObject {
	const computed = new Map<string, unknown>(Object.entries(chart));
	for (const [key, value] of Object.entries(given)) {
		const known = chart[key];
		if (value === null && Object.hasOwn(chart, key)) computed.delete(key);
		else computed.set(key, isJsonObject(value) && isJsonObject(known) && Object.hasOwn(chart, key) ? computedValues(known, value) : value);
	}
	return Object.fromEntries(computed);
}
