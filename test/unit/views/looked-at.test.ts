import { describe, expect, it } from 'vitest';
import { type LookedAt, nothingFound } from '../../../src/views/looked-at.ts';

const said = (looked: LookedAt): string => {
	const { head, tail } = nothingFound(looked, ' in namespace shop');
	return `${head}${tail}.`;
};

describe('where nothing was found', () => {
	it('it is said how far somebody looked, in the grammar of one and of many', () => {
		expect(said({ objects: 1, words: '1 pod', unread: 0 })).toBe('Nothing is wrong in namespace shop, as far as 1 pod tells.');
		expect(said({ objects: 2, words: '2 pods', unread: 0 })).toBe('Nothing is wrong in namespace shop, as far as 2 pods tell.');
		expect(said({ objects: 0, words: '', unread: 0 })).toBe('Nothing is wrong in namespace shop, and nothing is there.');
	});

	it('it is no all-clear while kinds could not be read', () => {
		expect(said({ objects: 1, words: '1 pod', unread: 25 })).toBe(
			'Of what may be read in namespace shop (1 pod) nothing is wrong; 25 kinds could not be read.',
		);
		expect(said({ objects: 0, words: '', unread: 1 })).toBe(
			'Nothing could be read in namespace shop that tells what is wrong; 1 kind could not be read.',
		);
	});
});
