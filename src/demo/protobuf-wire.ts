/** A field of a message as it stands on the wire: a varint or fixed number, or bytes. */
export interface WireField {
	readonly number: number;
	readonly value: bigint | Buffer;
}

/** The bytes are no protobuf message. */
export class WireError extends Error {
	override readonly name = 'WireError';
}

/** The fields of one message in their order (protobuf.dev/programming-guides/encoding). Throws WireError. */
export function* wireFields(bytes: Buffer): Generator<WireField> {
	let at = 0;
	const take = (length: number): Buffer => {
		if (length > bytes.length - at) throw new WireError(`a field of ${length} bytes goes past the end`);
		at += length;
		return bytes.subarray(at - length, at);
	};
	const varint = (): bigint => {
		let value = 0n;
		for (let shift = 0n; shift < 70n; shift += 7n) {
			const byte = take(1)[0] ?? 0;
			value |= BigInt(byte & 0x7f) << shift;
			if (byte < 0x80) return BigInt.asUintN(64, value);
		}
		throw new WireError('a number is longer than ten bytes');
	};
	while (at < bytes.length) {
		const key = varint();
		const number = Number(key >> 3n);
		switch (Number(key & 7n)) {
			case 0:
				yield { number, value: varint() };
				break;
			case 1:
				yield { number, value: take(8).readBigUInt64LE() };
				break;
			case 2: {
				const length = varint();
				if (length > BigInt(bytes.length)) throw new WireError(`a field of ${length} bytes goes past the end`);
				yield { number, value: take(Number(length)) };
				break;
			}
			case 5:
				yield { number, value: BigInt(take(4).readUInt32LE()) };
				break;
			default:
				throw new WireError(`field ${number} has no known wire type`);
		}
	}
}
