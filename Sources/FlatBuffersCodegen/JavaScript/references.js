import { shown, ubyte } from "./scalars.js";
import { Vector } from "./vector.js";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The bytes of a part of a record, where they are. */
export function bytesAt(view, at, count) {
  return new Uint8Array(view.buffer, view.byteOffset + at, count);
}

/** What is stored elsewhere, and an offset in its place. */
export class Reference {
  constructor(isWide = false) {
    this.isWide = isWide;
    this.size = isWide ? 8 : 4;
    this.alignment = this.size;
  }

  target(view, at) {
    return at + (this.isWide ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true));
  }

  read(view, at) { return this.readTarget(view, this.target(view, at)); }

  verify(verifier, at) { this.verifyTarget(verifier, verifier.follow(at, this.isWide)); }

  write(builder, at, value) { builder.link(at, this.create(builder, value), this.isWide); }
}

class Text extends Reference {
  readTarget(view, at) { return decoder.decode(bytesAt(view, at + 4, view.getUint32(at, true))); }

  verifyTarget(verifier, at) { verifier.string(at); }

  create(builder, value) {
    if (typeof value !== "string") builder.refuse(`found ${shown(value)}, expected a string`);
    const bytes = encoder.encode(value);
    const start = builder.reserve(bytes.length + 1, 4, 4);
    builder.view.setUint32(start, bytes.length, true);
    builder.bytes.set(bytes, start + 4);
    return start;
  }

  json(value) { return value; }
}

class TableReference extends Reference {
  constructor(type) {
    super();
    this.type = type;
  }

  readTarget(view, at) { return new (this.type())(view, at); }

  verifyTarget(verifier, at) { verifier.table(at, this.type()); }

  create(builder, value) { return builder.table(this.type(), value); }

  json(value) { return value.toJSON(); }
}

/** A struct in its place. */
class Inline {
  constructor(type) { this.type = type; }

  get size() { return this.type().size; }

  get alignment() { return this.type().alignment; }

  read(view, at) { return new (this.type())(view, at); }

  verify() {}

  write(builder, at, value) { this.type().write(builder, at, value); }

  json(value) { return value.toJSON(); }
}

/** A struct that a union's offset leads to. */
class Boxed extends Reference {
  constructor(type) {
    super();
    this.type = type;
  }

  readTarget(view, at) { return new (this.type())(view, at); }

  verifyTarget(verifier, at) { verifier.check(at, this.type().size, this.type().alignment); }

  create(builder, value) {
    const at = builder.reserve(this.type().size, this.type().alignment);
    this.type().write(builder, at, value);
    return at;
  }

  json(value) { return value.toJSON(); }
}

class VectorReference extends Reference {
  constructor(element, { alignment, wideOffset = false, wideCount = false, nested } = {}) {
    super(wideOffset || wideCount);
    this.element = element;
    this.isWideCount = wideCount;
    this.leastAlignment = alignment ?? 1;
    this.nested = nested;
  }

  get isBytes() { return this.element === ubyte; }

  get head() { return this.isWideCount ? 8 : 4; }

  count(view, at) { return this.isWideCount ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true); }

  readTarget(view, at) {
    const count = this.count(view, at);
    const start = at + this.head;
    return this.isBytes ? bytesAt(view, start, count) : new Vector(this.element, view, start, count);
  }

  verifyTarget(verifier, at) {
    const { element } = this;
    // Structs are read wherever they are.
    const alignment = element instanceof Inline ? 1 : element.alignment;
    const count = verifier.vector(at, element.size, alignment, this.isWideCount);
    if (this.nested) return verifier.nested(bytesAt(verifier.view, at + this.head, count), this.nested());
    if (!(element instanceof Reference)) return;
    verifier.spend(count);
    for (let index = 0; index < count; index++) {
      verifier.path.push(index);
      element.verify(verifier, at + this.head + index * element.size);
      verifier.path.pop();
    }
  }

  create(builder, value) {
    const { element } = this;
    if (value === null || typeof value !== "object" || typeof value[Symbol.iterator] !== "function") {
      builder.refuse(`found ${shown(value)}, expected ${this.isBytes ? "a Uint8Array" : "an array"}`);
    }
    const values = this.isBytes && value instanceof Uint8Array ? value : Array.from(value);
    const alignment = Math.max(this.head, element.alignment, this.leastAlignment);
    const at = builder.reserve(values.length * element.size, alignment, this.head);
    if (this.isWideCount) builder.view.setBigUint64(at, BigInt(values.length), true);
    else builder.view.setUint32(at, values.length, true);
    if (values instanceof Uint8Array) builder.bytes.set(values, at + this.head);
    else builder.elements(at + this.head, element, values);
    return at;
  }

  json(value) { return Array.from(value, (element) => this.element.json(element)); }
}

/** A fixed number of elements in a struct. */
class FixedArray {
  constructor(element, count) {
    this.element = element;
    this.count = count;
  }

  get size() { return this.element.size * this.count; }

  get alignment() { return this.element.alignment; }

  read(view, at) {
    return this.element === ubyte
      ? bytesAt(view, at, this.count) : new Vector(this.element, view, at, this.count);
  }

  write(builder, at, value) {
    const values = value && typeof value === "object" && value[Symbol.iterator] ? Array.from(value) : [];
    if (values.length !== this.count) builder.refuse(`found ${values.length} elements, expected ${this.count}`);
    builder.elements(at, this.element, values);
  }

  json(value) { return Array.from(value, (element) => this.element.json(element)); }
}

export const string = new Text();
export const wideString = new Text(true);
export const table = (type) => new TableReference(type);
export const struct = (type) => new Inline(type);
export const boxed = (type) => new Boxed(type);
export const vector = (element, options) => new VectorReference(element, options);
export const array = (element, count) => new FixedArray(element, count);
