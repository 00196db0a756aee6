import { createSecureContext } from 'node:tls';

/**
 * Why a client certificate and its key, both PEM, cannot be used together, as the end of a sentence; undefined: they can, or there is
 * no certificate. Nothing of either is said. OpenSSL asks for a passphrase where there is nobody to answer, so an encrypted key is
 * told apart by its own words (RFC 7468, section 11; RFC 1421, section 4.6.1.1).
 */
export function keyPairFault(certificate: Buffer | undefined, key: Buffer | undefined): string | undefined {
	if (certificate === undefined) return undefined;
	if (key === undefined) return 'the client certificate has no key; add client-key or client-key-data';
	const pem = key.toString('latin1');
	if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
		return 'the client key is encrypted, which kubectl cannot read either; decrypt it: openssl pkey -in KEY -out DECRYPTED';
	}
	try {
		createSecureContext({ cert: certificate, key });
		return undefined;
	} catch (error) {
		const { code = 'unknown error' } = error as NodeJS.ErrnoException;
		if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH')
			return 'the client key is not the key of the client certificate; put the right pair there';
		if (!certificate.includes('-----BEGIN CERTIFICATE-----')) return 'the client certificate holds no certificate in PEM; correct it';
		if (!/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(pem)) return 'the client key holds no private key in PEM; correct it';
		return `the client certificate or its key cannot be read (${code}); correct them`;
	}
}
