// CBOR (RFC 8949) as WAMP uses it. Byte strings are parts of the message, not copies.

/** How deep lists and maps may nest. */
const depthLimit = 192;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A message that is no CBOR, or a value that CBOR has no word for. */
export class CBORError extends Error {}

/** Reads one value, which has to be all of the bytes. */
export function decode(bytes) {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (reader.at !== bytes.length) reader.refuse("found bytes behind the value");
  return value;
}

/** The bytes of a value: numbers, strings, booleans, null, BigInts of 64 bits, arrays, objects, maps and Uint8Arrays. */
export function encode(value) {
  const writer = new Writer();
  writer.value(value, 0);
  return writer.bytes.subarray(0, writer.length);
}

const end = Symbol("break");

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  refuse(fault) { throw new CBORError(`${fault} at ${this.at}`); }

  take(count) {
    const start = this.at;
    if (count > this.bytes.length - start) this.refuse("found an end, expected more bytes");
    this.at += count;
    return start;
  }

  /** The number behind a head's first byte; a BigInt where a number has not all of its digits. */
  argument(info) {
    if (info < 24) return info;
    if (info === 24) return this.view.getUint8(this.take(1));
    if (info === 25) return this.view.getUint16(this.take(2));
    if (info === 26) return this.view.getUint32(this.take(4));
    if (info !== 27) this.refuse(`found the head ${info}`);
    const wide = this.view.getBigUint64(this.take(8));
    return wide <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wide) : wide;
  }

  count(info) {
    const count = this.argument(info);
    if (count > this.bytes.length - this.at) this.refuse(`found ${count} elements or bytes, expected them within the message`);
    return count;
  }

  value(depth) {
    const head = this.view.getUint8(this.take(1));
    const [major, info] = [head >> 5, head & 31];
    if (major >= 4 && major <= 6 && depth >= depthLimit) this.refuse(`found lists and maps nested more than ${depthLimit} deep`);
    switch (major) {
      case 0: return this.argument(info);
      case 1: {
        const argument = this.argument(info);
        return typeof argument === "number" && argument < Number.MAX_SAFE_INTEGER ? -1 - argument : -1n - BigInt(argument);
      }
      case 2: return this.string(info, 2, (chunks) => (chunks.length === 1 ? chunks[0] : joined(chunks)));
      case 3: return this.string(info, 3, (chunks) => chunks.map((chunk) => this.text(chunk)).join(""));
      case 4: return this.list(info, depth);
      case 5: return this.map(info, depth);
      case 6:
        // What a tag says of a value is lost: WAMP has none.
        this.argument(info);
        return this.required(depth + 1);
      default: return this.simple(info);
    }
  }

  required(depth) {
    const value = this.value(depth);
    if (value === end) this.refuse("found a break, expected a value");
    return value;
  }

  string(info, major, join) {
    if (info !== 31) return join([this.chunk(info)]);
    const chunks = [];
    for (;;) {
      const head = this.view.getUint8(this.take(1));
      if (head === 0xff) return join(chunks);
      if (head >> 5 !== major || (head & 31) === 31) this.refuse("found another type within a string");
      chunks.push(this.chunk(head & 31));
    }
  }

  chunk(info) {
    const count = this.count(info);
    const start = this.take(count);
    return this.bytes.subarray(start, start + count);
  }

  text(bytes) {
    try {
      return decoder.decode(bytes);
    } catch {
      return this.refuse("found text that is not UTF-8");
    }
  }

  list(info, depth) {
    const list = [];
    if (info === 31) {
      for (let value = this.value(depth + 1); value !== end; value = this.value(depth + 1)) list.push(value);
      return list;
    }
    for (let left = this.count(info); left > 0; left--) list.push(this.required(depth + 1));
    return list;
  }

  map(info, depth) {
    const map = {};
    let left = info === 31 ? Infinity : this.count(info);
    for (; left > 0; left--) {
      const key = this.value(depth + 1);
      if (key === end && info === 31) break;
      if (typeof key !== "string") this.refuse("found a map's key that is no text");
      // Also for a key that objects have a meaning of their own for.
      Object.defineProperty(map, key, { value: this.required(depth + 1), enumerable: true, configurable: true, writable: true });
    }
    return map;
  }

  simple(info) {
    switch (info) {
      case 20: return false;
      case 21: return true;
      case 22: case 23: return null;
      case 25: return half(this.view.getUint16(this.take(2)));
      case 26: return this.view.getFloat32(this.take(4));
      case 27: return this.view.getFloat64(this.take(8));
      case 31: return end;
      default: return this.refuse(`found the simple value ${info}`);
    }
  }
}

function joined(chunks) {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  chunks.reduce((at, chunk) => (bytes.set(chunk, at), at + chunk.length), 0);
  return bytes;
}

/** A floating-point number of 16 bits. */
function half(bits) {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

class Writer {
  constructor() {
    this.length = 0;
    this.bytes = new Uint8Array(256);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Room for bytes that follow. */
  room(count) {
    const start = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(this.length, 2 * this.bytes.length));
      bytes.set(this.bytes.subarray(0, start));
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer);
    }
    return start;
  }

  byte(value) {
    const at = this.room(1);
    this.bytes[at] = value;
  }

  head(major, argument) {
    const lead = major << 5;
    if (argument < 24) this.byte(lead | Number(argument));
    else if (argument <= 0xff) this.wideHead(lead | 24, 1, (at) => this.view.setUint8(at, Number(argument)));
    else if (argument <= 0xffff) this.wideHead(lead | 25, 2, (at) => this.view.setUint16(at, Number(argument)));
    else if (argument <= 0xffff_ffff) this.wideHead(lead | 26, 4, (at) => this.view.setUint32(at, Number(argument)));
    else this.wideHead(lead | 27, 8, (at) => this.view.setBigUint64(at, BigInt(argument)));
  }

  wideHead(lead, size, store) {
    const at = this.room(1 + size);
    this.view.setUint8(at, lead);
    store(at + 1);
  }

  value(value, depth) {
    if (depth > depthLimit) throw new CBORError(`found values nested more than ${depthLimit} deep, or within themselves`);
    switch (typeof value) {
      case "string": return this.string(3, encoder.encode(value));
      case "boolean": return this.byte(value ? 0xf5 : 0xf4);
      case "undefined": return this.byte(0xf6);
      case "number": return this.number(value);
      case "bigint": return this.integer(value);
      case "object": return this.object(value, depth);
      default: throw new CBORError(`found a ${typeof value}, expected a value`);
    }
  }

  number(value) {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return this.integer(value);
    return this.wideHead(0xfb, 8, (at) => this.view.setFloat64(at, value));
  }

  integer(value) {
    if (value > 0xffff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) {
      throw new CBORError(`found ${value}, expected an integer of 64 bits`);
    }
    if (value >= 0) this.head(0, value);
    else this.head(1, typeof value === "bigint" ? -1n - value : -1 - value);
  }

  string(major, bytes) {
    this.head(major, bytes.length);
    const at = this.room(bytes.length);
    this.bytes.set(bytes, at);
  }

  object(value, depth) {
    if (value === null) return this.byte(0xf6);
    if (value instanceof ArrayBuffer) return this.string(2, new Uint8Array(value));
    if (ArrayBuffer.isView(value)) {
      return this.string(2, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    }
    if (Array.isArray(value)) {
      this.head(4, value.length);
      for (const element of value) this.value(element, depth + 1);
      return undefined;
    }
    const entries = (value instanceof Map ? [...value] : Object.entries(value)).filter(([, element]) => element !== undefined);
    this.head(5, entries.length);
    for (const [key, element] of entries) {
      if (typeof key !== "string") throw new CBORError("found a map's key that is no text");
      this.value(key, depth + 1);
      this.value(element, depth + 1);
    }
    return undefined;
  }
}
