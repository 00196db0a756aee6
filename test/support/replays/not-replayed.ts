const noCustomResources = 'the demo cluster has no custom resources';
const etcdStalled = 'there is no etcd behind the demo that could stall';

/** Recorded writes that the demo server is not asked, each with the reason. */
export const writesNotReplayed: Readonly<Record<string, string>> = {
	'crd-delete': noCustomResources,
	'patch-crd-invalid-422': noCustomResources,
	'scale-crd-get': noCustomResources,
	'strategic-patch-on-crd-415': noCustomResources,
	'etcd-stalled-patch': etcdStalled,
	'ssrr-shop': 'the roles of the demo are its own; its rules are told in the same shape, but they are others',
};
