// A type of fields: `size` and `alignment` of its place, and how that is read, verified and written.

class Scalar {
  constructor(name, size, read, write, take) {
    this.name = name;
    this.size = size;
    this.alignment = size;
    this.read = read;
    this.store = write;
    this.take = take;
  }

  verify() {}

  /** Writes a value; what the type can't hold is an error that names the field. */
  write(builder, at, value) {
    const taken = this.take(value);
    if (taken === undefined) builder.refuse(`found ${shown(value)}, expected ${this.name}`);
    this.store(builder.view, at, taken);
  }

  /** Whether a field with that value need not be written. */
  isDefault(value, fallback) {
    const taken = this.take(value);
    return taken !== undefined && Object.is(taken, fallback);
  }

  json(value) {
    if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`;
    return typeof value !== "number" || Number.isFinite(value)
      ? value : Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  }
}

/** A value for a message: short, and without trapping for any. */
export function shown(value) {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "bigint" || typeof value === "number") return `${value}`;
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}

function integer(name, size, low, high, read, write) {
  return new Scalar(name, size, read, write, (value) => {
    if (typeof value === "bigint") value = Number(value);
    return Number.isInteger(value) && value >= low && value <= high ? value + 0 : undefined;
  });
}

function wideInteger(name, low, high, read, write) {
  return new Scalar(name, 8, read, write, (value) => {
    // A number beyond 2^53 is not what its digits said.
    if (Number.isSafeInteger(value)) value = BigInt(value);
    return typeof value === "bigint" && value >= low && value <= high ? value : undefined;
  });
}

export const bool = new Scalar(
  "bool", 1, (view, at) => view.getUint8(at) !== 0, (view, at, value) => view.setUint8(at, value ? 1 : 0),
  (value) => (typeof value === "boolean" ? value : undefined));
export const byte = integer(
  "byte", 1, -0x80, 0x7f, (view, at) => view.getInt8(at), (view, at, value) => view.setInt8(at, value));
export const ubyte = integer(
  "ubyte", 1, 0, 0xff, (view, at) => view.getUint8(at), (view, at, value) => view.setUint8(at, value));
export const short = integer(
  "short", 2, -0x8000, 0x7fff, (view, at) => view.getInt16(at, true),
  (view, at, value) => view.setInt16(at, value, true));
export const ushort = integer(
  "ushort", 2, 0, 0xffff, (view, at) => view.getUint16(at, true),
  (view, at, value) => view.setUint16(at, value, true));
export const int = integer(
  "int", 4, -0x80000000, 0x7fffffff, (view, at) => view.getInt32(at, true),
  (view, at, value) => view.setInt32(at, value, true));
export const uint = integer(
  "uint", 4, 0, 0xffffffff, (view, at) => view.getUint32(at, true),
  (view, at, value) => view.setUint32(at, value, true));
export const long = wideInteger(
  "long", -(1n << 63n), (1n << 63n) - 1n, (view, at) => view.getBigInt64(at, true),
  (view, at, value) => view.setBigInt64(at, value, true));
export const ulong = wideInteger(
  "ulong", 0n, (1n << 64n) - 1n, (view, at) => view.getBigUint64(at, true),
  (view, at, value) => view.setBigUint64(at, value, true));

const real = (value) => (typeof value === "number" ? value : typeof value === "bigint" ? Number(value) : undefined);
export const float = new Scalar(
  "float", 4, (view, at) => view.getFloat32(at, true), (view, at, value) => view.setFloat32(at, value, true), (value) => {
    const number = real(value);
    return number === undefined ? undefined : Math.fround(number);
  });
export const double = new Scalar(
  "double", 8, (view, at) => view.getFloat64(at, true), (view, at, value) => view.setFloat64(at, value, true), real);

/** An enum's members by their names: `Mood.Grim`. Values of newer schemas are numbers that none of them has. */
export function members(values) {
  return Object.freeze(Object.assign(Object.create(null), values));
}

/** What a value of an enum is called; `undefined` if the schema has no name for it. */
export function nameOf(enumeration, value) {
  return Object.keys(enumeration).find((name) => enumeration[name] === value);
}

class Enumeration extends Scalar {
  constructor(scalar, definition, isFlags) {
    super(scalar.name, scalar.size, scalar.read, scalar.store, (value) =>
      typeof value === "string" ? definition()[value] : scalar.take(value));
    this.definition = definition;
    this.isFlags = isFlags;
  }

  json(value) {
    return (this.isFlags ? undefined : nameOf(this.definition(), value)) ?? super.json(value);
  }
}

/** The type of fields that hold a member of an enum. It is looked up late, as files may include each other. */
export function enumeration(scalar, definition, isFlags = false) {
  return new Enumeration(scalar, definition, isFlags);
}
