import { EncodingError } from "./errors.js";
import { limits } from "./verifier.js";

/** The largest record that is built. */
const sizeLimit = 0x7fff_ffff;

/** Writes a record from its beginning: a table first, then what its offsets lead to. */
export class Builder {
  constructor(name) {
    this.path = [name];
    this.depth = 0;
    this.length = 0;
    this.allocate(256);
  }

  allocate(capacity) {
    const bytes = new Uint8Array(capacity);
    if (this.bytes) bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  /** Room for a value, zeroed. `lead` bytes come before what is aligned. */
  reserve(size, alignment, lead = 0) {
    const at = Math.ceil((this.length + lead) / alignment) * alignment - lead;
    const end = at + lead + size;
    if (end > sizeLimit) this.refuse(`found a record of more than ${sizeLimit} bytes`);
    if (end > this.bytes.length) this.allocate(Math.max(end, Math.min(2 * this.bytes.length, sizeLimit)));
    this.length = end;
    return at;
  }

  /** Lets the offset in a place lead to another one. */
  link(at, target, isWide = false) {
    if (isWide) this.view.setBigUint64(at, BigInt(target - at), true);
    else this.view.setUint32(at, target - at, true);
  }

  refuse(fault) {
    const [first, ...rest] = this.path;
    const path = rest.reduce((text, part) => text + (typeof part === "number" ? `[${part}]` : `.${part}`), first);
    throw new EncodingError(path, fault);
  }

  table(type, draft) {
    if (draft === null || typeof draft !== "object") this.refuse("found no object, expected a table's fields");
    if (draft.$view && !(draft instanceof type)) this.refuse(`found another table, expected ${type.type}`);
    if (++this.depth > limits.depth) this.refuse(`tables are nested more than ${limits.depth} deep`);
    const fields = type.fields;
    if (!(draft instanceof type)) this.checkNames(type, draft);
    const present = fields.filter((field) => field.isPresent(this, draft));
    const slots = present.reduce((end, field) => Math.max(end, field.slot + 2), 4);
    const vtable = this.reserve(slots, 2);
    const at = this.reserve(4, 4);
    // What has the widest places comes first, so that little lies between them.
    const ordered = present.flatMap((field) => field.places).sort((one, other) => other.alignment - one.alignment);
    const places = new Map();
    for (const place of ordered) places.set(place.slot, this.reserve(place.size, place.alignment));
    const size = this.length - at;
    if (size > 0xffff) this.refuse(`found a table of ${size} bytes, expected at most 65535`);
    this.view.setUint16(vtable, slots, true);
    this.view.setUint16(vtable + 2, size, true);
    for (const [slot, place] of places) this.view.setUint16(vtable + slot, place - at, true);
    this.view.setInt32(at, at - vtable, true);
    for (const field of present) {
      this.path.push(field.name);
      field.write(this, places, draft[field.property]);
      this.path.pop();
    }
    this.depth -= 1;
    return at;
  }

  /** A name that the type does not have is a mistake that would lose a value. */
  checkNames(type, draft) {
    const names = type.names;
    for (const name of Object.keys(draft)) {
      if (!names.has(name)) this.refuse(`found the field ${JSON.stringify(name)}, expected ${[...names].join(", ") || "none"}`);
    }
  }

  /** Writes elements that have places of their own, one behind the other. */
  elements(at, type, values) {
    values.forEach((value, index) => {
      this.path.push(index);
      type.write(this, at + index * type.size, value);
      this.path.pop();
    });
  }

  root(type, draft) {
    const head = this.reserve(type.identifier ? 8 : 4, 4);
    for (let index = 0; type.identifier && index < 4; index++) this.bytes[head + 4 + index] = type.identifier.charCodeAt(index);
    const table = this.table(type, draft);
    this.link(head, table);
    return this.bytes.subarray(0, this.length);
  }
}
