// Records read in place, verified where they come from outside, and built.
import { Builder } from "./builder.js";
import { EncodingError, VerificationError } from "./errors.js";
import { Verifier } from "./verifier.js";

export { VerificationError, EncodingError };
export { field, unionField, unionVectorField, union } from "./fields.js";
export { array, boxed, string, struct, table, vector, wideString } from "./references.js";
export {
  bool, byte, double, enumeration, float, int, long, members, nameOf, short, ubyte, uint, ulong, ushort,
} from "./scalars.js";
export { Vector } from "./vector.js";

/** A view of bytes that hold a table or a struct. Its names begin with `$`, as no field's do. */
class View {
  constructor(view, at) {
    // Not enumerable: what lists the properties of a record has no use for them.
    Object.defineProperties(this, { $view: { value: view }, $at: { value: at } });
  }
}

/** A table, read where its bytes are. Classes of a schema have its `fields`, and its `identifier` if it has one. */
export class Table extends View {
  static fields = [];
  static identifier = undefined;

  /** The names that drafts may have. */
  static get names() {
    if (!Object.hasOwn(this, "$names")) {
      Object.defineProperty(this, "$names", { value: new Set(this.fields.map((field) => field.property)) });
    }
    return this.$names;
  }

  static get keyField() { return this.fields.find((field) => field.key); }

  /**
   * Verifies bytes and gives a view of them, which copies nothing: the bytes must not be changed while it is used.
   *
   * Throws VerificationError, which names the fault and the path to it.
   */
  static from(bytes, { requireIdentifier = false } = {}) {
    const view = ArrayBuffer.isView(bytes)
      ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new DataView(bytes);
    const verifier = new Verifier(view, this.type);
    if (requireIdentifier && this.identifier) {
      const found = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset, view.byteLength).subarray(4, 8));
      if (found !== this.identifier) verifier.refuse(`found the identifier ${JSON.stringify(found)}, expected "${this.identifier}"`);
    }
    verifier.root(this);
    return new this(view, view.getUint32(0, true));
  }

  /** The bytes of a record with these fields; throws EncodingError, which names the field. */
  static encode(draft) { return new Builder(this.type).root(this, draft); }

  $get(index) { return this.constructor.fields[index].read(this.$view, this.$at); }

  /** The root of the record that a field's bytes hold; they were verified with the rest. */
  $nested(index) {
    const bytes = this.$get(index);
    if (bytes === null) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new (this.constructor.fields[index].type.nested())(view, view.getUint32(0, true));
  }

  /** The fields that are there, by their names in the schema; 64-bit integers beyond 2^53 as text. */
  toJSON() {
    const object = {};
    for (const field of this.constructor.fields) field.json(this.$view, this.$at, object);
    return object;
  }
}

/** A struct, read where its bytes are. Classes of a schema have its `size`, `alignment` and `fields`. */
export class Struct extends View {
  static fields = [];

  static get keyField() { return this.fields.find((field) => field.key); }

  static write(builder, at, draft) {
    if (draft === null || typeof draft !== "object") builder.refuse("found no object, expected a struct's fields");
    for (const field of this.fields) {
      builder.path.push(field.name);
      const value = draft[field.property];
      if (value === undefined || value === null) builder.refuse("is missing");
      field.type.write(builder, at + field.offset, value);
      builder.path.pop();
    }
  }

  $get(index) {
    const field = this.constructor.fields[index];
    return field.type.read(this.$view, this.$at + field.offset);
  }

  toJSON() {
    return Object.fromEntries(
      this.constructor.fields.map((field, index) => [field.name, field.type.json(this.$get(index))]));
  }
}

/** A field of a struct. */
export function member(name, property, offset, type, { key = false } = {}) {
  return { name, property, offset, type, key };
}

/** A record's own bytes: what `from` was given, or the part of a frame that it came in. */
export function bytesOf(record) {
  const view = record.$view;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** How a table is stored: the parts of its primary key and of its indexes. */
export function stored(name, key, indexes = {}) {
  return Object.freeze({ name, key, indexes: new Map(Object.entries(indexes)) });
}

/** A procedure of a schema, which sessions call and register: `part` gives the type of parts of its result, `errors` those that it fails with. */
export function procedure(uri, request, response, { part = response, errors = () => [] } = {}) {
  return Object.freeze({
    uri, get request() { return request(); }, get response() { return response(); }, get part() { return part(); },
    get errors() { return errors(); },
  });
}

/** A topic of a schema, which sessions publish to and subscribe to. */
export function topic(uri, event) {
  return Object.freeze({ uri, get event() { return event(); } });
}
