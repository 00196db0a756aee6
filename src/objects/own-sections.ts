import type { Gvr, KubeObject } from '../kube/types.ts';
import { versionsSection } from './definition-section.ts';
import { routesSection } from './ingress-section.ts';
import { rulesSection } from './role-section.ts';
import type { Section } from './section.ts';
import { webhooksSection } from './webhooks-section.ts';

/** What of a kind is told in a section of its own, and which fields are told with it. */
export interface OwnSection {
	readonly of: (object: KubeObject) => Section | undefined;
	readonly tells: readonly string[];
}

const rules: OwnSection = { of: rulesSection, tells: ['rules'] };
const webhooks: OwnSection = { of: webhooksSection, tells: ['webhooks'] };

const byResource: ReadonlyMap<string, OwnSection> = new Map([
	['ingresses.networking.k8s.io', { of: routesSection, tells: ['rules', 'tls', 'defaultBackend'] }],
	['roles.rbac.authorization.k8s.io', rules],
	['clusterroles.rbac.authorization.k8s.io', rules],
	['validatingwebhookconfigurations.admissionregistration.k8s.io', webhooks],
	['mutatingwebhookconfigurations.admissionregistration.k8s.io', webhooks],
	['customresourcedefinitions.apiextensions.k8s.io', { of: versionsSection, tells: ['versions'] }],
]);

export const ownSection = ({ group, resource }: Gvr): OwnSection | undefined => byResource.get(`${resource}.${group}`);
