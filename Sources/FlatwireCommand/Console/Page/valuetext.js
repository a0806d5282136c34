// What values of records, and numbers of the router, are called.

/** The most bytes of binary data that are shown. */
const shownBytes = 4096;

/** A count with its digits in groups. */
export function countText(count) { return Number(count).toLocaleString("en").replaceAll(",", "\u202f"); }

/** A size in bytes, in the unit that it has a few digits in. */
export function sizeText(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let [size, unit] = [Number(bytes), 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit === 0 ? size : size.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)}\u202f${units[unit]}`;
}

/** A field of a row: its value as JSON has it, binary data as it is; whether it is only the default. */
export function fieldValue(row, field) {
  const value = row[field.property];
  if (value instanceof Uint8Array) return { value, isDefault: false };
  const object = {};
  field.json(row.$view, row.$at, object);
  if (!(field.name in object)) return { value: Array.isArray(value) ? null : value, isDefault: true };
  return { value: object[field.name], isDefault: false };
}

/** A value in one line of at most so many characters. */
export function lineText(value, limit = 200) {
  const text = shortText(value);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

function shortText(value) {
  if (value instanceof Uint8Array) return `[${countText(value.length)}] ${hexText(value.subarray(0, 16))}${value.length > 16 ? "…" : ""}`;
  if (Array.isArray(value)) return `[${countText(value.length)}] ${value.slice(0, 8).map(gist).join(", ")}${value.length > 8 ? ", …" : ""}`;
  return value !== null && typeof value === "object" ? JSON.stringify(value) : `${value}`;
}

/** Of a table in a vector its first field, which as a rule is what it is called. */
function gist(value) {
  if (value === null || typeof value !== "object") return `${value}`;
  const [first] = Object.values(value);
  return first !== null && typeof first === "object" ? "…" : `${first}`;
}

/** A value as a whole. */
export function wholeText(value) {
  if (value instanceof Uint8Array) {
    const lines = [];
    for (let at = 0; at < Math.min(value.length, shownBytes); at += 16) lines.push(hexText(value.subarray(at, at + 16), " "));
    if (value.length > shownBytes) lines.push(`… ${countText(value.length - shownBytes)} bytes more`);
    return lines.join("\n");
  }
  return typeof value === "string" ? value : typeof value === "bigint" ? `${value}` : structured(value, "");
}

/** JSON with what is short in a line. */
function structured(value, indentation) {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
  if (line.length <= 72 || value === null || typeof value !== "object") return line;
  const inner = `${indentation}  `;
  const items = Object.entries(value).map(([name, element]) =>
    `${inner}${Array.isArray(value) ? "" : `${JSON.stringify(name)}: `}${structured(element, inner)}`);
  const [start, end] = Array.isArray(value) ? "[]" : "{}";
  return `${start}\n${items.join(",\n")}\n${indentation}${end}`;
}

function hexText(bytes, separator = "") {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(separator);
}
