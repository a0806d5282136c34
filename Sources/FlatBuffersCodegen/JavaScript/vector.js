const typed = {
  byte: Int8Array, ubyte: Uint8Array, short: Int16Array, ushort: Uint16Array, int: Int32Array, uint: Uint32Array,
  long: BigInt64Array, ulong: BigUint64Array, float: Float32Array, double: Float64Array,
};
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const encoder = new TextEncoder();

/** Elements of a record, each read when it is asked for. */
export class Vector {
  #type;
  #view;
  #start;

  constructor(type, view, start, length) {
    this.#type = type;
    this.#view = view;
    this.#start = start;
    this.length = length;
  }

  /** The element at a position; a negative one counts from the end; `undefined` where there is none. */
  at(index) {
    const place = index < 0 ? this.length + index : index;
    if (!(place >= 0 && place < this.length && Number.isInteger(place))) return undefined;
    return this.#type.read(this.#view, this.#start + place * this.#type.size);
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  map(transform) { return Array.from(this, transform); }

  /** Numbers as an array of their type: where they are if that is possible, which a copy is made for if not. */
  typed() {
    const type = typed[this.#type.name];
    if (!type) throw new TypeError("only vectors of numbers are typed arrays");
    const start = this.#view.byteOffset + this.#start;
    if (isLittleEndian && start % type.BYTES_PER_ELEMENT === 0) return new type(this.#view.buffer, start, this.length);
    return type.from(this);
  }

  /** Finds the table or struct with a key by halving, in a vector that was sorted by it when it was built. */
  find(key) {
    const field = this.#type.type?.().keyField;
    if (!field) throw new TypeError("the elements have no key");
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const element = this.at(middle);
      const order = compare(element[field.property], key);
      if (order === 0) return element;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  toJSON() { return this.map((element) => this.#type.json(element)); }
}

/** Strings are sorted by their bytes in UTF-8; 64-bit integers may be looked for by numbers. */
function compare(one, other) {
  if (typeof one !== "string") return one < other ? -1 : one > other ? 1 : 0;
  const [left, right] = [encoder.encode(one), encoder.encode(other)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    if (left[index] !== right[index]) return left[index] - right[index];
  }
  return left.length - right.length;
}
