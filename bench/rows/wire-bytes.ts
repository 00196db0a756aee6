import { join } from 'node:path';
import { atTenThousand, megabytes, type Row } from '../bench.ts';
import { countingProxy } from '../measure/counting-proxy.ts';
import type { Figure } from '../measure/figure.ts';
import { allPods, podRow, startInTerminal } from '../measure/terminal-run.ts';

/** Bytes read from the server, counted on the way by a proxy. */
export const wireBytes: Row = async (bench, target) => {
	const figures: Figure[] = [];
	for (const compress of ['on', 'off'] as const) {
		const proxy = await countingProxy(target.kubeconfig, join(bench.directory, `proxied-${target.name}-${compress}`));
		const run = startInTerminal({
			program: bench.program,
			kubeconfig: proxy.kubeconfig,
			home: bench.home,
			columns: 200,
			rows: 50,
			flags: ['--compress', compress],
		});
		await run.program.waitFor(podRow);
		const first = proxy.bytes;
		await run.program.waitFor(allPods(target.pods));
		const all = proxy.bytes;
		await run.quit();
		proxy.close();
		const budgeted = compress === 'on';
		figures.push(
			{
				what: `bytes read until first rows, --compress ${compress}`,
				unit: 'MB',
				value: megabytes(first),
				...(budgeted ? { budget: 0.1 } : {}),
				note: 'the list goes on while the first rows are drawn',
			},
			{
				what: `bytes read until all are loaded, --compress ${compress}`,
				unit: 'MB',
				value: megabytes(all),
				...(budgeted ? atTenThousand(target.pods, 12) : {}),
			},
		);
	}
	return figures;
};
