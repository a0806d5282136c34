// What is committed to a table, as it happens.
import { element, onceAFrame } from "./dom.js";
import { countText } from "./valuetext.js";

/** The most changes that are kept. */
const limit = 100;

/** The changes of a table since the page was opened; kept when another table is looked at. */
export class LiveChanges {
  /** Those that are not shown yet. */
  #changes = [];
  #list = element("ol", { className: "changes", "aria-live": "polite" });
  #count = element("span", { className: "count" });
  #show = onceAFrame(() => this.#lay());

  constructor(table, isAllowed, listener) {
    this.total = 0;
    this.state = element("p", { className: "note" }, isAllowed ? "Waiting for the first change." : "Changes are not published.");
    this.view = element(
      "aside", { className: "live", "aria-label": "Live changes" },
      element("h3", {}, "Live changes ", this.#count), this.state, this.#list);
    if (!isAllowed) return;
    table.changes((change) => {
      this.#add(change);
      listener();
    }).catch((error) => { this.state.textContent = error.message; });
  }

  #add(change) {
    this.total += 1;
    this.#changes.unshift(entry(change, new Date()));
    if (this.#changes.length > limit) this.#changes.length = limit;
    this.#show();
  }

  #lay() {
    this.#count.textContent = countText(this.total);
    this.state.hidden = this.total > 0;
    this.#list.prepend(...this.#changes.splice(0));
    while (this.#list.children.length > limit) this.#list.lastChild.remove();
  }
}

function entry({ operation, keyText, commit, since, through, reason }, time) {
  const isKnown = operation !== "unknown";
  return element(
    "li", { "data-operation": operation },
    element("span", { className: `badge ${operation}` }, operation),
    element("span", { className: "key" }, isKnown ? keyText : `commits ${since} to ${through}: ${reason}`),
    element("span", { className: "when" }, isKnown ? `commit ${commit} · ` : "", time.toLocaleTimeString("en-GB")));
}
