import { closeSync, openSync, readSync } from 'node:fs';

/** The text of a file, read piece by piece: a pipe (`<(…)`) has no size, and /dev/zero no end. Throws as `readFileSync`, EFBIG past `most` bytes. */
export function readBounded(file: string, most: number): string {
	const fd = openSync(file, 'r');
	try {
		const pieces: Buffer[] = [];
		for (let length = 0; ; ) {
			const piece = Buffer.allocUnsafe(64 * 1024);
			const read = readSync(fd, piece);
			if (read === 0) return Buffer.concat(pieces).toString('utf8');
			length += read;
			if (length > most) throw Object.assign(new Error(`${file} is longer than ${most} bytes`), { code: 'EFBIG' });
			pieces.push(piece.subarray(0, read));
		}
	} finally {
		closeSync(fd);
	}
}
