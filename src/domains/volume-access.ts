/** How core/v1 calls the ways in which a volume may be mounted, and how kubectl does, in kubectl's order. */
const modes = [
	['ReadWriteOnce', 'RWO'],
	['ReadOnlyMany', 'ROX'],
	['ReadWriteMany', 'RWX'],
	['ReadWriteOncePod', 'RWOP'],
] as const;

/** `RWO,ROX`, whatever the order of the object; a mode that Kubernetes does not know is not printed. */
export const shortModes = (accessModes: readonly string[] | null | undefined): string =>
	modes
		.filter(([mode]) => accessModes?.includes(mode) === true)
		.map(([, short]) => short)
		.join(',');

/** core/v1 BetaStorageClassAnnotation: where it is set, it wins over the field, also if it is ''. */
export const storageClassAnnotation = 'volume.beta.kubernetes.io/storage-class';
