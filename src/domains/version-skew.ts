import type { ObjectHealth } from '../base/cell.ts';
import { counted } from '../base/counted.ts';

/** How a kubelet's version stands to that of the API server. */
export interface Skew {
	/** `as the API server`, `2 minor versions older`; '' when one of the two cannot be read. */
	readonly words: string;
	/** failing: the two together are not supported. */
	readonly health: ObjectHealth;
}

interface Version {
	readonly major: number;
	readonly minor: number;
}

/** `v1.36.3`, `v1.30.4-gke.1`, `1.29+`. */
function versionOf(text: string): Version | undefined {
	const [, major, minor] = /^v?(\d{1,4})\.(\d{1,4})/.exec(text) ?? [];
	return major === undefined || minor === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

const mostOlder = 3;
/** Kubelets before this one may be two minor versions older only. */
const olderRule = 25;

/**
 * The version skew policy of Kubernetes (kubernetes.io/releases/version-skew-policy): a kubelet must not be newer than the
 * API server, and may be up to three minor versions older, one before 1.25 up to two. Patch versions do not count.
 */
export function kubeletSkew(kubelet: string, server: string): Skew {
	const [own, api] = [versionOf(kubelet), versionOf(server)];
	if (own === undefined || api === undefined) return { words: '', health: 'unknown' };
	if (own.major !== api.major) return { words: 'another major version: not supported', health: 'failing' };
	const older = api.minor - own.minor;
	if (older === 0) return { words: 'as the API server', health: 'ok' };
	const apart = `${counted(Math.abs(older), 'minor version')} ${older > 0 ? 'older' : 'newer'}`;
	const most = own.minor < olderRule ? mostOlder - 1 : mostOlder;
	if (older < 0 || older > most) return { words: `${apart}: not supported`, health: 'failing' };
	// The next upgrade of the API server leaves it behind.
	return older === most ? { words: `${apart}, the oldest supported`, health: 'warning' } : { words: apart, health: 'ok' };
}
