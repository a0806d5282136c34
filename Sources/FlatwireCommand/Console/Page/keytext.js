// Keys as people write them: the values of a key's parts, each in a text of its own.

/** Text that is no value of a key. */
export class KeyTextError extends Error {
  constructor(part, fault) {
    super(`${part.name}: ${fault}`);
    this.name = "KeyTextError";
  }
}

const widths = { byte: 8, ubyte: 8, short: 16, ushort: 16, int: 32, uint: 32, long: 64, ulong: 64 };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a part of a key is, for the place where it is written. */
export function expectation(part) {
  if (part.type === "fixedBytes") return `${part.count} bytes, 0x…${part.count === 16 ? ", or a UUID" : ""}`;
  const one = part.type === "bytes" ? "bytes, 0x…" : part.scalar ?? part.type;
  return part.count > 1 ? `${part.count} times ${one}, with commas between` : one;
}

/**
 * The values that texts say, one for each part of a key from the first on. Empty texts at the end are left out; none at
 * all is undefined. Throws KeyTextError, which names the part.
 */
export function keyValues(parts, texts) {
  const count = texts.findLastIndex((text) => text !== "") + 1;
  if (count === 0) return undefined;
  return parts.slice(0, count).map((part, index) => value(part, texts[index]));
}

function value(part, text) {
  if (text === "" && part.type !== "string") throw new KeyTextError(part, `is needed before what follows: ${expectation(part)}`);
  if (part.type === "string") return text;
  if (part.type === "bytes") return bytes(part, text);
  if (part.type === "fixedBytes") return bytes(part, uuid.test(text.trim()) && part.count === 16 ? `0x${text.trim().replaceAll("-", "")}` : text);
  if (!(part.count > 1)) return number(part, text.trim());
  const list = text.split(",").map((element) => number(part, element.trim()));
  if (list.length !== part.count) throw new KeyTextError(part, `found ${list.length} elements, expected ${part.count}`);
  return list;
}

function number(part, text) {
  const refuse = (expected) => { throw new KeyTextError(part, `found ${JSON.stringify(shortened(text))}, expected ${expected}`); };
  if (part.type === "bool") return text === "true" ? true : text === "false" ? false : refuse("true or false");
  if (part.type === "real") {
    const named = { nan: NaN, inf: Infinity, "-inf": -Infinity }[text.toLowerCase()];
    const found = named ?? (/^[-+]?[\d.]/.test(text) ? Number(text) : NaN);
    return Number.isNaN(found) && text.toLowerCase() !== "nan" ? refuse("a number") : found;
  }
  const width = BigInt(widths[part.scalar] ?? 64);
  const [low, high] = part.type === "signed" ? [-(1n << (width - 1n)), (1n << (width - 1n)) - 1n] : [0n, (1n << width) - 1n];
  const found = /^[-+]?\d{1,40}$/.test(text) ? BigInt(text.replace(/^\+/, "")) : undefined;
  return found !== undefined && found >= low && found <= high ? found : refuse(`an integer from ${low} to ${high}`);
}

function bytes(part, text) {
  const digits = text.trim().replace(/^0x/i, "");
  const isRight = /^([0-9a-f]{2})*$/i.test(digits) && /^0x/i.test(text.trim());
  if (!isRight) throw new KeyTextError(part, `found ${JSON.stringify(shortened(text))}, expected ${expectation(part)}`);
  const found = Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  if (part.type === "fixedBytes" && found.length !== part.count) {
    throw new KeyTextError(part, `found ${found.length} bytes, expected ${part.count}`);
  }
  return found;
}

function shortened(text) { return text.length > 40 ? `${text.slice(0, 40)}…` : text; }
