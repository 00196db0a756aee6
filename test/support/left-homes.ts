import { afterAll } from 'vitest';
import { removeHomes } from './homes.ts';

afterAll(removeHomes);
