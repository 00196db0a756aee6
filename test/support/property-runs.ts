/** How many times the usual: `KYACHT_FUZZ=100 npm test -- test/unit/kube`. With `KYACHT_FUZZ_SEED=7` it looks elsewhere (fixed-seed.ts). */
const { KYACHT_FUZZ: times = '1' } = process.env;

/** The runs of a property: `count` of them in `npm test`, more where time is no matter. */
export const runs = (count: number): number => Math.max(1, Math.round(count * Number(times)));
