import { WAMPError } from "./errors.js";
import { rowHash, storedKey } from "./keys.js";
import {
  BoundKind, CountResult, DeleteRequest, KeyRequest, KeysRequest, PageResult, PutRequest, RangeRequest, WriteResult,
} from "./pages.js";
import { record, recordArguments } from "./payloads.js";
import { bytesOf, procedure, topic } from "./records.js";

/** The most rows of a page. */
const pageLimit = 10_000;

/** A table that a router exposes. Keys are a value, or an array of the values of a key's parts. */
export class RemoteTable {
  constructor(session, type, prefix) {
    if (!type.stored) throw new WAMPError("wamp.error.invalid_argument", [`${type.type} is no stored table`]);
    this.session = session;
    this.type = type;
    this.prefix = prefix;
  }

  /** The row with a primary key; null if there is none. */
  async get(key) {
    try {
      return await this.session.call(this.#procedure("get", KeyRequest, this.type), { key: this.#key(key) });
    } catch (error) {
      if (error instanceof WAMPError && error.uri === "flatwire.error.no_such_record") return null;
      throw error;
    }
  }

  /** A row for each primary key, in their order; null where there is none. */
  async getMany(keys) {
    const rows = [];
    while (rows.length < keys.length) {
      const asked = keys.slice(rows.length, rows.length + pageLimit);
      const request = KeysRequest.encode({ keys: asked.map((key) => ({ key: this.#key(key) })) });
      const { found, end } = await this.#page("get_many", request, asked.length);
      const missing = new Set(end.missing ?? []);
      if (!(end.keys >= 1 && end.keys <= asked.length) || found.length + missing.size !== end.keys) {
        throw this.#fault(`${found.length} rows, and ${missing.size} of ${end.keys} missing`);
      }
      let place = 0;
      for (let position = 0; position < end.keys; position++) rows.push(missing.has(position) ? null : found[place++]);
    }
    return rows;
  }

  /** A page of rows, all of one state of the store; `next` goes into the next call's `after`. */
  async list({ limit = 100, ...range } = {}) {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= pageLimit)) {
      throw new WAMPError("wamp.error.invalid_argument", [`a page has 1 to ${pageLimit} rows, not ${limit}`]);
    }
    const { found, end } = await this.#page("list", RangeRequest.encode({ ...this.#range(range), limit }), limit);
    return { rows: found, next: end.after, commit: end.commit };
  }

  /** All rows of a range, pulled page by page as they are read. */
  async *rows({ pageSize = 100, ...range } = {}) {
    let after;
    do {
      const page = await this.list({ ...range, limit: pageSize, after });
      yield* page.rows;
      after = page.next;
    } while (after !== null);
  }

  /** How many rows a range has. */
  async count(range = {}) {
    const answer = await this.session.call(this.#procedure("count", RangeRequest, CountResult), this.#range(range));
    return Number(answer.count);
  }

  /** Stores a row in place of any with its key, with `ifUnchanged` only of one that is as it was read. Gives the commit. */
  put(draft, { ifUnchanged } = {}) { return this.#store("put", draft, ifUnchanged); }

  /** Stores a new row; there must be none with its key. */
  insert(draft) { return this.#store("insert", draft); }

  /** Stores a row in place of one with its key; there must be one. */
  update(draft, { ifUnchanged } = {}) { return this.#store("update", draft, ifUnchanged); }

  /** Deletes the row with a key. */
  async delete(key, { ifUnchanged } = {}) {
    const request = { key: this.#key(key), ifHash: ifUnchanged ? rowHash(bytesOf(ifUnchanged)) : null };
    return (await this.session.call(this.#procedure("delete", DeleteRequest, WriteResult), request)).commit;
  }

  /** Hands each change of the table to a handler: "put" with the row, "delete", or "unknown" where some were missed. */
  changes(handler, options = {}) {
    return this.session.changes(topic(`${this.prefix}.changed`, () => this.type), handler, options);
  }

  #procedure(name, request, response) {
    return procedure(`${this.prefix}.${name}`, () => request, () => response);
  }

  #key(key) { return storedKey(this.type.stored.key, listed(key)); }

  async #store(name, draft, row) {
    const [bytes] = recordArguments(this.type, draft);
    const request = { record: bytes, ifHash: row ? rowHash(bytesOf(row)) : null };
    return (await this.session.call(this.#procedure(name, PutRequest, WriteResult), request)).commit;
  }

  #range({ by, from, to, order = "ascending", after, ...others }) {
    const [unknown] = Object.keys(others);
    if (unknown) throw new WAMPError("wamp.error.invalid_argument", [`found "${unknown}", expected by, from, to, order, limit or after`]);
    if (order !== "ascending" && order !== "descending") {
      throw new WAMPError("wamp.error.invalid_argument", [`found the order ${order}, expected "ascending" or "descending"`]);
    }
    const { indexes, key } = this.type.stored;
    const parts = by === undefined ? key : indexes.get(by);
    if (!parts) {
      throw new WAMPError("wamp.error.invalid_argument", [`found the index "${by}", expected ${[...indexes.keys()].join(", ") || "none"}`]);
    }
    const bound = (value) => (value === undefined ? null : storedKey(parts, listed(value), { isWhole: false }));
    return {
      index: by, from: bound(from), fromKind: BoundKind.beginning, to: bound(to), toKind: BoundKind.beginning,
      descending: order === "descending", after: after ?? null,
    };
  }

  /** Calls a procedure that sends rows one by one, and then what ends the page. */
  async #page(name, request, limit) {
    const uri = `${this.prefix}.${name}`;
    const found = [];
    // Rows and the end are of different types, so that they are told apart by what says that more comes.
    for await (const { args, kwargs, details } of this.session.results(uri, [request], { maximumParts: limit + 1 })) {
      if (!details.progress) return { found, end: record(PageResult, args, kwargs, uri) };
      if (found.length === limit) throw this.#fault(`more than ${limit} rows`);
      found.push(record(this.type, args, kwargs, uri));
    }
    throw this.#fault("no end of its rows");
  }

  #fault(text) { return new WAMPError("wamp.error.invalid_payload", [`${this.prefix} sent ${text}`]); }
}

function listed(key) { return Array.isArray(key) ? key : [key]; }
