import { gatewayParts } from './gateways.ts';
import { IngressRow, ingressDetails, ingressesResource } from './ingresses.ts';
import { mergedDomain, part } from './merged-domain.ts';
import { NetworkPolicyRow, networkPoliciesResource, policyDetails } from './network-policies.ts';
import { ServiceRow, serviceDetails, servicesResource, slicesRead } from './services.ts';

/** What leads to pods, and what keeps it from them. EndpointSlices are told in the details of their Service. */
export const network = mergedDomain({
	name: 'network',
	aliases: ['net'],
	parts: [
		part({ resource: servicesResource, row: ServiceRow, details: serviceDetails }),
		part({ resource: ingressesResource, row: IngressRow, details: ingressDetails }),
		part({ resource: networkPoliciesResource, row: NetworkPolicyRow, details: policyDetails }),
	],
	whereDefined: gatewayParts,
	joins: [slicesRead],
	volatile: true,
	emptyHint: 'No Service, Ingress or NetworkPolicy is here.',
});
