import type { Mask } from '../kube/types.ts';

/** The part of a pod template that is read (core/v1 PodTemplateSpec). */
export interface PodTemplate {
	readonly spec?: { readonly containers?: readonly TemplateContainer[] | null };
}

interface TemplateContainer {
	readonly name?: string;
	readonly image?: string;
}

export const podTemplateMask = { spec: { containers: [{ name: true, image: true }] } } as const satisfies Mask;

/** Names and images in the order of the containers, each joined by a comma (layoutContainerCells of printers.go, 1.36). */
export function containersOf(template: PodTemplate | undefined): { readonly names: string; readonly images: string } {
	const containers = template?.spec?.containers ?? [];
	return {
		names: containers.map(({ name }) => name ?? '').join(','),
		images: containers.map(({ image }) => image ?? '').join(','),
	};
}
