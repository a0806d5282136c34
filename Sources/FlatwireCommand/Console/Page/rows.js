// Rows as a grid, and one of them as a whole.
import { bytesOf } from "./flatwire/flatwire.js";
import { element, fill } from "./dom.js";
import { fieldValue, lineText, sizeText, wholeText } from "./valuetext.js";

/** A grid of rows; each of them opens. */
export function rowGrid(type, rows) {
  const keys = new Set(type.stored.key.map(({ name }) => name));
  const { fields } = type;
  const head = fields.map((field) => element(
    "th", { scope: "col", className: isNumeric(field) ? "number" : "" }, field.name,
    keys.has(field.name) ? element("span", { className: "mark", title: "part of the key" }, "key") : null));
  const body = rows.map((row) => {
    const line = element("tr", { tabIndex: 0 }, fields.map((field) => cell(row, field)));
    line.addEventListener("click", () => open(type, row));
    line.addEventListener("keydown", ({ key }) => { if (key === "Enter") open(type, row); });
    return line;
  });
  return element(
    "div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Rows" }, element(
      "table", { className: "grid" }, element("thead", {}, element("tr", {}, head)), element("tbody", {}, body)));
}

function isNumeric({ type }) { return type.size !== undefined && typeof type.store === "function" && !type.definition; }

function cell(row, field) {
  const { value, isDefault } = fieldValue(row, field);
  if (value === null || value === undefined) return element("td", { className: "none" }, "–");
  const text = lineText(value);
  const tone = [isNumeric(field) ? "number" : "", isDefault ? "default" : "", typeof value === "object" ? "nested" : ""];
  return element("td", { className: tone.filter(Boolean).join(" "), title: isDefault ? "the default" : "" }, text);
}

/** Shows all of a row above the page. */
function open(type, row) {
  const facts = type.fields.map((field) => {
    const { value, isDefault } = fieldValue(row, field);
    const isAbsent = value === null || value === undefined;
    return element(
      "div", {}, element("dt", {}, field.name, isDefault && !isAbsent ? element("span", { className: "mark" }, "default") : null),
      element("dd", {}, isAbsent ? element("span", { className: "none" }, "absent") : element("pre", {}, wholeText(value))));
  });
  const close = element("button", { type: "button", autofocus: true }, "Close");
  const dialog = element("dialog", { "aria-label": "Row" });
  fill(
    dialog, element("div", { className: "headline" }, element("h2", {}, type.type.split(".").at(-1)), close),
    element("p", { className: "note" }, `${type.type}, ${sizeText(bytesOf(row).length)}, read in the frame that it came in`),
    element("dl", { className: "row" }, facts));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
