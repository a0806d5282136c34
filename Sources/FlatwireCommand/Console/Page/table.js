// One exposed table: its rows page by page, searched by key and index, and what is committed to it.
import { element, fill } from "./dom.js";
import { LiveChanges } from "./changes.js";
import { rowGrid } from "./rows.js";
import { Search } from "./search.js";
import { countText } from "./valuetext.js";

const pageSize = 50;
const start = { after: null, first: 1 };

/** What the page knows of a table, for as long as it is open. */
export class TableView {
  #remote;
  #type;
  #search;
  #range = {};
  #said = "";
  /** Where the pages up to this one begin: behind which place, and with which number of a row. */
  #places = [start];
  /** Where the next one does; null if there is none. */
  #next = null;
  /** How many changes there were when the rows were read. */
  #seen = 0;
  /** The number of the last question: answers to others come too late. */
  #question = 0;
  #count = element("span", { className: "count" });
  #body = element("div", { className: "stack" });
  #pager = element("p", { className: "pager" });
  #news = element("p", { className: "news", role: "status", hidden: true });

  constructor(session, { name, prefix, type, operations }) {
    this.#type = type;
    this.#remote = session.table(type, prefix);
    this.#search = new Search(type.stored, (range, said) => this.#ask(range, said));
    this.changes = new LiveChanges(this.#remote, operations.includes("changes"), () => this.#tell());
    const canList = operations.includes("list");
    this.canCount = operations.includes("count");
    this.view = element(
      "section", { className: "table" }, element(
        "div", { className: "headline" }, element("h2", {}, name, " ", this.#count),
        element("p", { className: "uri" }, prefix)),
      element("div", { className: "columns" }, element(
        "div", { className: "stack" }, canList ? this.#search.form : element("p", { className: "empty" }, "Its rows may not be listed."),
        this.#news, this.#body, this.#pager), this.changes.view));
    if (canList) this.#ask({}, "");
  }

  /** Reads the rows that are looked at anew. */
  refresh() { return this.#read(); }

  #ask(range, said) {
    this.#range = range;
    this.#said = said;
    this.#places = [start];
    this.#read();
  }

  async #read() {
    const question = ++this.#question;
    const seen = this.changes.total;
    const { after, first } = this.#places.at(-1);
    try {
      const [page, count] = await Promise.all([
        this.#remote.list({ ...this.#range, limit: pageSize, after }), this.#rowCount()]);
      if (question !== this.#question) return;
      this.#search.refuse(null);
      this.#next = page.next === null ? null : { after: page.next, first: first + page.rows.length };
      this.#seen = seen;
      this.#show(page, first, count);
    } catch (error) {
      if (question === this.#question) this.#search.refuse(error);
    }
  }

  #rowCount() {
    const { by, from, to } = this.#range;
    return this.canCount ? this.#remote.count({ by, from, to }) : undefined;
  }

  #show({ rows, commit }, first, count) {
    this.#count.textContent = count === undefined ? "" : countText(count);
    const said = this.#said ? `There is no row ${this.#said}.` : "The table has no rows.";
    fill(this.#body, rows.length > 0 ? rowGrid(this.#type, rows) : element("p", { className: "empty" }, said));
    const button = (text, isPossible, act) => element("button", { type: "button", disabled: !isPossible, onclick: act }, text);
    fill(
      this.#pager, button("Previous", this.#places.length > 1, () => this.#turn(() => this.#places.pop())),
      button("Next", this.#next !== null, () => this.#turn(() => this.#places.push(this.#next))),
      element("span", {}, rows.length > 0 ? `rows ${countText(first)} to ${countText(first + rows.length - 1)} · ` : "", `as of commit ${commit}`));
    this.#tell();
  }

  #turn(step) {
    step();
    this.#read();
  }

  /** Says how much was committed since the rows were read. */
  #tell() {
    const count = this.changes.total - this.#seen;
    this.#news.hidden = count === 0;
    if (count === 0) return;
    fill(
      this.#news, `${countText(count)} ${count === 1 ? "change" : "changes"} since these rows were read. `,
      element("button", { type: "button", onclick: () => this.#read() }, "Read again"));
  }
}
