import { safeJson, safeText } from '../base/safe-text.ts';
import { plainOf } from '../base/text-line.ts';
import type { ReadObject } from '../objects/compare-read.ts';
import type { TreeLine } from '../relations/tree.ts';
import { openDomainFeed } from '../sync/domain-feed.ts';
import type { OpenContext } from '../views/app-services.ts';
import { type RelatedLook, relatedSpans, saysOf } from '../views/related-lines.ts';
import { RelatedTree } from '../views/related-tree.ts';
import { until } from './await-rows.ts';
import type { OutputStream } from './output-stream.ts';

export interface RelatedRun {
	readonly context: OpenContext;
	readonly format: 'table' | 'json';
	readonly out: OutputStream;
}

const firstPage = 500;

const isOnItsWay = (line: TreeLine): boolean => line.type === 'note' && line.isLoading === true;

/** Prints the tree of what an object has to do with others, once all of it was read or refused. */
export async function printRelated({ context, format, out }: RelatedRun, read: ReadObject): Promise<void> {
	const { engine } = context;
	const listeners = new Set<() => void>();
	const tree = new RelatedTree(read.of, {
		openFeed: (domain, scope) => openDomainFeed(engine, domain, scope, { visible: true, firstPage }),
		served: context.served,
		changed: () => {
			for (const listener of listeners) listener();
		},
	});
	const subscribe = (listener: () => void): (() => void) => {
		const stop = engine.subscribe(listener);
		listeners.add(listener);
		return () => {
			stop();
			listeners.delete(listener);
		};
	};
	const lines = (): readonly TreeLine[] => tree.lines(read.object, engine.serverNow());
	await Promise.race([until(() => !lines().some(isOnItsWay), subscribe), out.failed]);
	const look: RelatedLook = {
		kindOf: (name) => tree.kindOf(name),
		namespace: read.namespace,
		serverNow: engine.serverNow(),
		ellipsis: '…',
	};
	const grown = lines();
	if (format === 'json')
		out.write(`${safeJson({ context: context.name, asOf: Math.floor(look.serverNow / 1000), related: documentOf(grown, look) }, '  ')}\n`);
	else out.write(grown.map((line) => `${safeText(textOf(line, look))}\n`).join(''));
	tree.close();
}

const textOf = (line: TreeLine, look: RelatedLook): string => {
	const text = plainOf({ spans: relatedSpans(line, look) });
	return line.depth === 0 ? text.trimStart() : text;
};

/** `depth` counts from the object itself, which is 0; a line stands below the last one of a lesser depth. */
const documentOf = (lines: readonly TreeLine[], look: RelatedLook): readonly object[] =>
	lines.map((line) => {
		const { depth, words, kind } = line;
		return { depth, relation: words === '' ? null : words, group: kind.group, kind: kind.kind, ...factsOf(line, look) };
	});

function factsOf(line: TreeLine, look: RelatedLook): object {
	switch (line.type) {
		case 'object': {
			const { namespace, name, uid, health } = line.row;
			const own = { namespace: namespace === '' ? null : namespace, name, uid, health, status: saysOf(line, look) };
			return { state: 'there', ...own, again: line.again, doubt: line.doubt ?? null };
		}
		case 'missing': {
			const { another, name, optional, namespace = null } = line;
			return { state: another ? 'another' : 'missing', namespace, name, optional };
		}
		case 'note':
			return { state: 'unknown', namespace: line.namespace ?? null, name: line.name ?? null, reason: line.text };
		case 'more':
			return { state: 'more', count: line.count };
		case 'place':
			return { state: 'not read', namespace: line.namespace ?? null };
	}
}
