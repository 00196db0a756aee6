/** Values of a chart or a release: what a YAML file of values holds. */
export type Values = Readonly<Record<string, unknown>>;

export const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The values that a release was rendered with: those of its chart under those that were given. A mapping is laid over a mapping key by key, anything
 * else takes the place of what was there, and a null takes the chart's key away (helm/helm pkg/chartutil/coalesce.go). Values of subcharts are
 * among the chart's own only where it sets them: a stored release holds no subcharts.
 */
export function computedValues(chart: Values, given: Values): Values {
	const computed = new Map<string, unknown>(Object.entries(chart));
	for (const [key, value] of Object.entries(given)) {
		const known = chart[key];
		if (value === null && Object.hasOwn(chart, key)) computed.delete(key);
		else computed.set(key, isValues(value) && isValues(known) && Object.hasOwn(chart, key) ? computedValues(known, value) : value);
	}
	return Object.fromEntries(computed);
}
