import { isJsonObject, objectAt, valueAt } from '../base/json-parts.ts';
import type { Gvr, KubeObject } from '../kube/types.ts';
import { conditionsSection } from './conditions.ts';
import { containersSection, templateSection } from './containers.ts';
import { dataSection } from './data-section.ts';
import { ownSection } from './own-sections.ts';
import { isEmpty, plainSection } from './plain-fields.ts';
import { podSetup } from './pod-setup.ts';
import { isSecret } from './secret-mask.ts';
import type { Section } from './section.ts';
import { labelSections, summarySection } from './summary.ts';

export interface DescribeFacts {
	readonly gvr: Gvr;
	/** Epoch ms, on the server's clock. */
	readonly now: number;
	/** Values of a Secret that are not masked, by their targets. */
	readonly revealed: ReadonlySet<string>;
}

export interface Description {
	/** What is asked first: how it is, and why. */
	readonly head: readonly Section[];
	/** How it was set up. */
	readonly tail: readonly Section[];
}

/** What is not among the fields that are told one by one: it is told elsewhere. */
const toldElsewhere = new Set(['apiVersion', 'kind', 'metadata', 'status', 'spec', 'data', 'stringData', 'binaryData']);
const ofPods = new Set(['template', 'jobTemplate', 'containers', 'initContainers']);
const ofStatus = new Set(['conditions', 'images', 'containerStatuses', 'initContainerStatuses']);

const present = (sections: readonly (Section | undefined)[]): readonly Section[] => sections.filter((section) => section !== undefined);

/** Where a workload describes its pods. */
function templateOf(object: KubeObject): Section | undefined {
	const job = valueAt(object, 'spec', 'jobTemplate');
	return templateSection(job === undefined ? objectAt(object, 'spec', 'template') : objectAt(job, 'spec', 'template'));
}

/** What is empty in a status is only not known yet, or none: `loadBalancer: {}`. */
function statusSection(status: unknown): Section | undefined {
	if (!isJsonObject(status)) return undefined;
	return plainSection('Status', Object.fromEntries(Object.entries(status).filter(([, one]) => !isEmpty(one))), ofStatus);
}

/** An object of any kind in sections. Values of a Secret are in it only where they were asked for. */
export function describeObject(object: KubeObject, { gvr, now, revealed }: DescribeFacts): Description {
	const isPod = object.kind === 'Pod' && gvr.group === '';
	const own = ownSection(gvr);
	const told = own?.tells ?? [];
	const head = [
		summarySection(object, gvr, now),
		conditionsSection(object, now),
		...(isPod ? [containersSection(object, now)] : [own?.of(object)]),
	];
	// Whatever else a Secret may hold is nobody's to show.
	const rest = isSecret(object) ? undefined : plainSection('Fields', object, new Set([...toldElsewhere, ...told]));
	const tail = isPod
		? [podSetup(object), ...labelSections(object)]
		: [
				dataSection(object, revealed),
				templateOf(object),
				plainSection('Spec', object.spec, new Set([...ofPods, ...told])),
				rest,
				statusSection(object.status),
				...labelSections(object),
			];
	return { head: present(head), tail: present(tail) };
}
