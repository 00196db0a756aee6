import { putEndpointSlice } from './endpoint-slice-controller.ts';
import type { WorkloadPlan } from './workload-plan.ts';
import type { World } from './world.ts';

const hour = 3_600_000;
const balancer = '203.0.113.20';

const path = (name: string, port: number, at = '/') => ({
	path: at,
	pathType: 'Prefix',
	backend: { service: { name, port: { number: port } } },
});

/** What stands before the workloads and beside their own Services: the ways in from outside, a way out, and who may talk to whom. */
export const buildNetwork = (world: World, plans: readonly WorkloadPlan[]): void => {
	const meta = (namespace: string, name: string, ageHours: number) => ({
		name,
		namespace,
		creationTimestamp: world.timestamp(world.clock.now() - ageHours * hour),
	});
	const runs = (namespace: string, name: string): boolean => plans.some((plan) => plan.namespace === namespace && plan.name === name);
	world.put('services', {
		metadata: { ...meta('default', 'kubernetes', 5000), labels: { component: 'apiserver', provider: 'kubernetes' } },
		spec: {
			type: 'ClusterIP',
			clusterIP: '10.96.0.1',
			clusterIPs: ['10.96.0.1'],
			ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }],
		},
		status: { loadBalancer: {} },
	});
	world.put('endpointslices.discovery.k8s.io', {
		metadata: { ...meta('default', 'kubernetes', 5000), labels: { 'kubernetes.io/service-name': 'kubernetes' } },
		addressType: 'IPv4',
		endpoints: [{ addresses: ['192.0.2.2'], conditions: { ready: true } }],
		ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
	});
	if (runs('shop', 'gateway')) {
		const edge = world.put('services', {
			metadata: meta('shop', 'edge', 700),
			spec: {
				type: 'LoadBalancer',
				clusterIP: '10.96.40.12',
				clusterIPs: ['10.96.40.12'],
				ports: [
					{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 31080 },
					{ name: 'https', protocol: 'TCP', port: 443, targetPort: 8080, nodePort: 31443 },
				],
				selector: { app: 'gateway' },
				externalTrafficPolicy: 'Cluster',
			},
			status: { loadBalancer: { ingress: [{ ip: balancer, ipMode: 'VIP' }] } },
		});
		putEndpointSlice(world, edge);
		world.put('ingresses.networking.k8s.io', {
			metadata: meta('shop', 'shop', 690),
			spec: {
				ingressClassName: 'nginx',
				tls: [{ hosts: ['shop.example.com', 'www.shop.example.com'], secretName: 'shop-tls' }],
				rules: ['shop.example.com', 'www.shop.example.com'].map((host) => ({
					host,
					http: { paths: [path('catalog', 8080), path('cart', 8080, '/cart'), path('checkout', 8080, '/checkout')] },
				})),
			},
			status: { loadBalancer: { ingress: [{ ip: balancer }] } },
		});
	}
	if (runs('observability', 'grafana'))
		world.put('ingresses.networking.k8s.io', {
			metadata: meta('observability', 'grafana', 790),
			spec: { ingressClassName: 'nginx', rules: [{ host: 'grafana.example.com', http: { paths: [path('grafana', 3000)] } }] },
			status: { loadBalancer: { ingress: [{ ip: balancer }] } },
		});
	if (runs('payments', 'ledger')) {
		world.put('services', {
			metadata: meta('payments', 'bank', 410),
			spec: { type: 'ExternalName', externalName: 'api.bank.example.com' },
			status: { loadBalancer: {} },
		});
		world.put('networkpolicies.networking.k8s.io', {
			metadata: meta('payments', 'deny-all', 2100),
			spec: { podSelector: {}, policyTypes: ['Ingress'] },
		});
		world.put('networkpolicies.networking.k8s.io', {
			metadata: meta('payments', 'ledger-from-gateway', 2090),
			spec: {
				podSelector: { matchLabels: { app: 'ledger' } },
				ingress: [{ from: [{ podSelector: { matchLabels: { app: 'gateway' } } }], ports: [{ protocol: 'TCP', port: 8080 }] }],
				policyTypes: ['Ingress'],
			},
		});
	}
	if (runs('data', 'kafka'))
		world.put('networkpolicies.networking.k8s.io', {
			metadata: meta('data', 'kafka-clients', 2900),
			spec: {
				podSelector: { matchLabels: { app: 'kafka' } },
				ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ protocol: 'TCP', port: 9092 }] }],
				egress: [{ to: [{ podSelector: { matchLabels: { app: 'kafka' } } }] }],
				policyTypes: ['Ingress', 'Egress'],
			},
		});
};
