import { expect, test } from 'vitest';
import { findDomain } from '../../../src/domains/registry.ts';
import { viewWord } from '../../../src/views/command-line.ts';
import { k9sLine } from '../../../src/views/k9s-names.ts';

test.each([
	['dp', 'deployments'],
	[':DP shop /cart', ':deployments shop /cart'],
	['sec/dp -n shop', 'secrets/dp -n shop'],
	['jo', 'jobs'],
	['cr', 'clusterroles'],
	['crb', 'clusterrolebindings'],
	['ro', 'roles'],
	['rb', 'rolebindings'],
	['np', 'networkpolicies'],
])('what k9s knows as %j is %j, a view that there is', (typed, line) => {
	expect(k9sLine(typed)).toBe(line);
	expect(findDomain(viewWord(line))).toBeDefined();
	// It would say nothing of a name that a view has.
	expect(findDomain(viewWord(typed))).toBeUndefined();
});

test.each(['', 'pods', 'xray', 'constructor'])('no line is made of %j, which k9s has not beside its server', (typed) => {
	expect(k9sLine(typed)).toBeUndefined();
});
