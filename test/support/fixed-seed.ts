import fc from 'fast-check';

/** Every run of the tests asks its properties the same questions, so that what fails fails again, and what passed does not fail elsewhere. */
const { KYACHT_FUZZ_SEED: seed = '20261122' } = process.env;

fc.configureGlobal({ seed: Number(seed) });
