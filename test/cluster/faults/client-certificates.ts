import { execFile } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the user `swapped` has its certificate and key, which are replaced while the program runs. */
const pair = { certificate: 'swapped.crt', key: 'swapped.key' } as const;

/** Writes `swapped.kubeconfig`: cluster-admin by a client certificate that the cluster's authority signed. */
export async function addCertifiedUser(directory: string): Promise<void> {
	await signUser(directory);
	const admin = readFileSync(join(directory, 'admin.kubeconfig'), 'utf8');
	const credentials = `client-certificate: ${join(directory, pair.certificate)}, client-key: ${join(directory, pair.key)}`;
	writeFileSync(join(directory, 'swapped.kubeconfig'), admin.replace('token: admin-token', credentials));
}

/** A new authority in the place of the old one: the API server refuses every certificate that it knew. */
export async function replaceAuthority(directory: string): Promise<void> {
	const file = (name: string): string => join(directory, name);
	const subject = ['-subj', '/CN=client-ca', '-days', '3650', '-nodes'];
	await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...subject, '-keyout', file('new-ca.key'), '-out', file('new-ca.crt')]);
	renameSync(file('new-ca.key'), file('client-ca.key'));
	renameSync(file('new-ca.crt'), file('client-ca.crt'));
}

/** Puts a new certificate and key in the place of the old ones, as whatever renews them would: each file at once. */
export async function signUser(directory: string): Promise<void> {
	const file = (name: string): string => join(directory, name);
	const subject = ['-subj', '/O=system:masters/CN=swapped', '-nodes'];
	await run('openssl', ['req', '-newkey', 'rsa:2048', ...subject, '-keyout', file('next.key'), '-out', file('next.csr')]);
	writeFileSync(file('next.ext'), 'extendedKeyUsage=clientAuth\n');
	const authority = ['-CA', file('client-ca.crt'), '-CAkey', file('client-ca.key'), '-CAcreateserial'];
	const signed = ['-days', '3650', '-extfile', file('next.ext'), '-out', file('next.crt')];
	await run('openssl', ['x509', '-req', '-in', file('next.csr'), ...authority, ...signed]);
	renameSync(file('next.key'), file(pair.key));
	renameSync(file('next.crt'), file(pair.certificate));
}
