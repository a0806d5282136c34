// Which rows of a table are looked at: by a key or an index, from where to where, in which order.
import { element, fill } from "./dom.js";
import { expectation, keyValues } from "./keytext.js";

/** A form that asks for rows; `ask` gets the range of a page and what it is called. */
export class Search {
  #stored;
  #by = element("select", { name: "by", "aria-label": "Key or index" });
  #match = element("select", { name: "match", "aria-label": "How it is matched" }, ["is", "from–to"].map((text) => new Option(text)));
  #order = element(
    "select", { name: "order", "aria-label": "Order" }, ["ascending", "descending"].map((text) => new Option(text)));
  #values = element("div", { className: "values" });
  #fault = element("p", { className: "fault", role: "alert", hidden: true });

  constructor(stored, ask) {
    this.#stored = stored;
    this.#by.append(new Option(`key: ${names(stored.key)}`, ""));
    for (const [name, parts] of stored.indexes) this.#by.append(new Option(`${name}: ${names(parts)}`, name));
    this.#by.addEventListener("change", () => this.#lay());
    this.#match.addEventListener("change", () => this.#lay());
    this.form = element(
      "form", { className: "search", autocomplete: "off" }, this.#by, this.#match, this.#values, this.#order,
      element("button", { type: "submit", className: "main" }, "Find"),
      element("button", { type: "button", name: "all", onclick: () => this.#clear(ask) }, "All rows"), this.#fault);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(ask);
    });
    this.#lay();
  }

  #clear(ask) {
    this.#by.value = "";
    this.#order.value = "ascending";
    this.#lay();
    this.#submit(ask);
  }

  get #parts() { return this.#by.value === "" ? this.#stored.key : this.#stored.indexes.get(this.#by.value); }

  /** An input for each part of the key, twice for a range. */
  #lay() {
    const bounds = this.#match.value === "is" ? [""] : ["from", "to"];
    fill(this.#values, bounds.map((bound) => element(
      "div", { className: "bound", "data-bound": bound || "is" }, bound ? element("span", {}, bound) : null,
      this.#parts.map((part) => element("input", {
        name: `${bound || "is"}.${part.name}`, placeholder: part.name, title: `${part.name}: ${expectation(part)}`,
        "aria-label": `${bound} ${part.name}: ${expectation(part)}`.trim(), spellcheck: false,
      })))));
  }

  #texts(bound) {
    return Array.from(this.#values.querySelectorAll(`[data-bound="${bound}"] input`), (input) => input.value);
  }

  #submit(ask) {
    this.refuse(null);
    try {
      const isExact = this.#match.value === "is";
      const from = keyValues(this.#parts, this.#texts(isExact ? "is" : "from"));
      const to = isExact ? from : keyValues(this.#parts, this.#texts("to"));
      ask({ by: this.#by.value || undefined, from, to, order: this.#order.value }, this.#said(from, to, isExact));
    } catch (error) {
      this.refuse(error);
    }
  }

  /** What is asked for, for an answer without rows. */
  #said(from, to, isExact) {
    const what = this.#by.value ? `in ${this.#by.value} ` : "";
    const text = (texts) => texts.filter((each) => each !== "").map((each) => JSON.stringify(each)).join(", ");
    if (!from && !to) return "";
    if (isExact) return `${what}with ${names(this.#parts.slice(0, from.length))} ${text(this.#texts("is"))}`;
    return `${what}${from ? `from ${text(this.#texts("from"))} ` : ""}${to ? `to ${text(this.#texts("to"))}` : ""}`.trim();
  }

  /** Shows why there is no answer; null takes that back. */
  refuse(error) {
    this.#fault.hidden = !error;
    this.#fault.textContent = error?.message ?? "";
  }
}

function names(parts) { return parts.map(({ name, isDescending }) => `${name}${isDescending ? " desc" : ""}`).join(", "); }
