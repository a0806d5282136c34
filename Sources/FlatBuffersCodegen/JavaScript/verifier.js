import { VerificationError } from "./errors.js";

/** What a record may cost to verify, whatever its bytes say. */
export const limits = Object.freeze({ depth: 64, tables: 1_000_000, elements: 10_000_000 });

/** Goes once through bytes that came from outside, before anything is read from them. */
export class Verifier {
  constructor(view, name, path = [name]) {
    this.view = view;
    this.size = view.byteLength;
    this.path = path;
    this.depth = 0;
    this.tables = 0;
    this.elements = 0;
  }

  refuse(fault) {
    const [first, ...rest] = this.path;
    const path = rest.reduce((text, part) => text + (typeof part === "number" ? `[${part}]` : `.${part}`), first);
    throw new VerificationError(path, fault);
  }

  check(at, size, alignment) {
    if (at < 0 || at + size > this.size) {
      this.refuse(`found ${size} bytes at ${at}, expected them within the record's ${this.size}`);
    }
    if (at % alignment !== 0) this.refuse(`found a value at ${at}, expected a multiple of ${alignment}`);
  }

  /** Follows the offset in a place. */
  follow(at, isWide = false) {
    this.check(at, isWide ? 8 : 4, isWide ? 8 : 4);
    const offset = isWide ? Number(this.view.getBigUint64(at, true)) : this.view.getUint32(at, true);
    const target = at + offset;
    if (offset === 0 || target > this.size - 4) this.refuse(`found the offset ${offset} at ${at}, which leads out of the record`);
    return target;
  }

  /** The count of a vector, whose elements all lie within the record. */
  vector(at, size, alignment, isWide = false) {
    const head = isWide ? 8 : 4;
    this.check(at, head, head);
    const count = isWide ? Number(this.view.getBigUint64(at, true)) : this.view.getUint32(at, true);
    if (count > (this.size - at - head) / size) {
      this.refuse(`found a vector of ${count} elements at ${at}, which has no room`);
    }
    if (count > 0) this.check(at + head, count * size, alignment);
    return count;
  }

  spend(elements) {
    this.elements += elements;
    if (this.elements > limits.elements) this.refuse(`found more than ${limits.elements} elements`);
  }

  string(at) {
    const count = this.vector(at, 1, 1);
    const end = at + 4 + count;
    if (end >= this.size || this.view.getUint8(end) !== 0) this.refuse("string has no terminating zero");
  }

  /** A table by the fields of its class. */
  table(at, type) {
    this.check(at, 4, 4);
    const vtable = at - this.view.getInt32(at, true);
    this.check(vtable, 4, 2);
    const slots = this.view.getUint16(vtable, true);
    const size = this.view.getUint16(vtable + 2, true);
    if (slots < 4 || slots % 2 !== 0 || vtable + slots > this.size) this.refuse(`found a vtable of ${slots} bytes at ${vtable}`);
    if (size < 4 || at + size > this.size) this.refuse(`found a table of ${size} bytes at ${at}`);
    if (++this.depth > limits.depth) this.refuse(`tables are nested more than ${limits.depth} deep`);
    if (++this.tables > limits.tables) this.refuse(`found more than ${limits.tables} tables`);
    for (const field of type.fields) {
      this.path.push(field.name);
      field.verify(this, at);
      this.path.pop();
    }
    this.depth -= 1;
  }

  /** A record within the bytes of this one, which counts as a part of it. */
  nested(bytes, type) {
    const inner = new Verifier(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), "", this.path);
    Object.assign(inner, { depth: this.depth, tables: this.tables, elements: this.elements });
    inner.root(type);
    Object.assign(this, { tables: inner.tables, elements: inner.elements });
  }

  root(type) {
    if (this.size < 8) this.refuse(`found ${this.size} bytes, which are no record`);
    this.table(this.follow(0), type);
  }
}
