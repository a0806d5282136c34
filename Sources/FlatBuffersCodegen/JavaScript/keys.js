import { EncodingError } from "./errors.js";
import { shown } from "./scalars.js";

const encoder = new TextEncoder();
const scratch = new DataView(new ArrayBuffer(8));

/**
 * The bytes of a key as stores keep it: integers big endian, signed ones with the sign bit inverted, text with `00` as
 * `00 FF` and `00 00` behind it, all in multiples of 8 bytes, and inverted where the order is descending.
 *
 * Values are those of the key's parts; fewer than there are give what all keys begin with that have these.
 */
export function storedKey(parts, values, { isWhole = true } = {}) {
  if (values.length > parts.length || (isWhole && values.length !== parts.length)) {
    const names = parts.map((part) => `${part.name}: ${part.type}`).join(", ");
    throw new EncodingError("key", `found ${values.length} values, expected ${isWhole ? "" : "at most "}${parts.length}: ${names}`);
  }
  const bytes = values.flatMap((value, index) => {
    const part = parts[index];
    const ascending = part.count > 1 && part.type !== "fixedBytes"
      ? elements(part, value).flatMap((element) => encoded(part, element)) : encoded(part, value);
    return part.isDescending ? ascending.map((byte) => byte ^ 0xff) : ascending;
  });
  return Uint8Array.from(bytes);
}

function refuse(part, value) { throw new EncodingError(part.name, `found ${shown(value)}, expected ${part.type}`); }

function elements(part, value) {
  const list = value && typeof value === "object" && value[Symbol.iterator] ? Array.from(value) : [];
  if (list.length !== part.count) throw new EncodingError(part.name, `found ${list.length} elements, expected ${part.count}`);
  return list;
}

function encoded(part, value) {
  switch (part.type) {
    case "bool": return typeof value === "boolean" ? word(value ? 1n : 0n) : refuse(part, value);
    case "unsigned": return word(integer(part, value, 0n, (1n << 64n) - 1n));
    case "signed": return word(BigInt.asUintN(64, integer(part, value, -(1n << 63n), (1n << 63n) - 1n)) ^ (1n << 63n));
    case "real": return typeof value === "number" ? word(sortingBits(value, part.scalar)) : refuse(part, value);
    case "string": return typeof value === "string" ? text(encoder.encode(value)) : refuse(part, value);
    case "bytes": return value instanceof Uint8Array ? text(value) : refuse(part, value);
    default: return padded(elements(part, value));
  }
}

function integer(part, value, low, high) {
  const number = Number.isSafeInteger(value) ? BigInt(value) : value;
  return typeof number === "bigint" && number >= low && number <= high ? number : refuse(part, value);
}

function word(value) {
  scratch.setBigUint64(0, value);
  return Array.from({ length: 8 }, (_, index) => scratch.getUint8(index));
}

/** Bits that sort like the number. */
function sortingBits(value, scalar) {
  const width = scalar === "float" ? 32n : 64n;
  if (scalar === "float") scratch.setFloat32(0, value);
  else scratch.setFloat64(0, value);
  const bits = scalar === "float" ? BigInt(scratch.getUint32(0)) : scratch.getBigUint64(0);
  const sign = 1n << (width - 1n);
  return bits & sign ? bits ^ ((1n << width) - 1n) : bits ^ sign;
}

function text(bytes) {
  const escaped = [...bytes].flatMap((byte) => (byte === 0 ? [0, 0xff] : [byte]));
  return padded([...escaped, 0, 0]);
}

function padded(bytes) { return [...bytes, ...Array((8 - (bytes.length % 8)) % 8).fill(0)]; }

/** FNV-1a in 64 bits of a row's bytes, padded with zeros to a multiple of 8: tells whether a row is as it was read. */
export function rowHash(bytes) {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  const size = Math.ceil(bytes.length / 8) * 8;
  for (let index = 0; index < size; index++) {
    low = (low ^ (bytes[index] ?? 0)) >>> 0;
    // Times 2^40 + 0x1b3, in halves of 32 bits.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return (BigInt(high) << 32n) | BigInt(low);
}
