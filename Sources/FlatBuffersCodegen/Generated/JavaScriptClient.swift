// The files in JavaScript, written here by JavaScriptClientTests. Do not edit.
// swift-format-ignore-file

/// The client that generated JavaScript imports.
package enum JavaScriptClient {
  /// A file of the client.
  package struct File: Sendable {
    package let name: String
    package let text: String
  }

  /// Its files, in the order of their names.
  package static let files: [File] = [
    File(name: "authentication.js", text: #"""
import { WAMPError } from "./errors.js";

const encoder = new TextEncoder();

/** The methods that the options of a session have what it takes for. */
export function methods({ ticket, secret }) {
  const methods = [];
  if (ticket !== undefined) methods.push("ticket");
  if (secret !== undefined) methods.push("wampcra");
  return methods.length > 0 ? methods : ["anonymous"];
}

/** The signature that answers a router's challenge. */
export async function answer(method, extra, { ticket, secret }) {
  if (method === "ticket" && ticket !== undefined) return typeof ticket === "function" ? ticket() : ticket;
  if (method === "wampcra" && secret !== undefined) {
    return proof(typeof secret === "function" ? await secret() : secret, extra);
  }
  throw new WAMPError("wamp.error.no_matching_auth_method", [`the router asks for ${JSON.stringify(method)}`]);
}

/** WAMP-CRA: the challenge, signed with HMAC-SHA256 by the secret or, if it is salted, by what PBKDF2 makes of it. */
async function proof(secret, { challenge, salt, iterations, keylen }) {
  if (!globalThis.crypto?.subtle) {
    throw new WAMPError("wamp.error.no_matching_auth_method", ["WAMP-CRA needs a page of https or of this machine"]);
  }
  if (typeof challenge !== "string") throw new WAMPError("wamp.error.protocol_violation", ["found a challenge without a text"]);
  const key = typeof salt === "string" ? await derived(secret, salt, iterations ?? 1000, keylen ?? 32) : secret;
  const imported = await crypto.subtle.importKey(
    "raw", encoder.encode(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return base64(await crypto.subtle.sign("HMAC", imported, encoder.encode(challenge)));
}

/** The most rounds that a router may ask for. */
const iterationLimit = 10_000_000;

async function derived(secret, salt, iterations, size) {
  if (!(iterations >= 1 && iterations <= iterationLimit && size >= 1 && size <= 1024)) {
    throw new WAMPError("wamp.error.protocol_violation", ["found a challenge with impossible costs"]);
  }
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), "PBKDF2", false, ["deriveBits"]);
  const costs = { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode(salt), iterations };
  return base64(await crypto.subtle.deriveBits(costs, key, 8 * size));
}

function base64(buffer) { return btoa(String.fromCharCode(...new Uint8Array(buffer))); }
"""#),
    File(name: "builder.js", text: #"""
import { EncodingError } from "./errors.js";
import { limits } from "./verifier.js";

/** The largest record that is built. */
const sizeLimit = 0x7fff_ffff;

/** Writes a record from its beginning: a table first, then what its offsets lead to. */
export class Builder {
  constructor(name) {
    this.path = [name];
    this.depth = 0;
    this.length = 0;
    this.allocate(256);
  }

  allocate(capacity) {
    const bytes = new Uint8Array(capacity);
    if (this.bytes) bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  /** Room for a value, zeroed. `lead` bytes come before what is aligned. */
  reserve(size, alignment, lead = 0) {
    const at = Math.ceil((this.length + lead) / alignment) * alignment - lead;
    const end = at + lead + size;
    if (end > sizeLimit) this.refuse(`found a record of more than ${sizeLimit} bytes`);
    if (end > this.bytes.length) this.allocate(Math.max(end, Math.min(2 * this.bytes.length, sizeLimit)));
    this.length = end;
    return at;
  }

  /** Lets the offset in a place lead to another one. */
  link(at, target, isWide = false) {
    if (isWide) this.view.setBigUint64(at, BigInt(target - at), true);
    else this.view.setUint32(at, target - at, true);
  }

  refuse(fault) {
    const [first, ...rest] = this.path;
    const path = rest.reduce((text, part) => text + (typeof part === "number" ? `[${part}]` : `.${part}`), first);
    throw new EncodingError(path, fault);
  }

  table(type, draft) {
    if (draft === null || typeof draft !== "object") this.refuse("found no object, expected a table's fields");
    if (draft.$view && !(draft instanceof type)) this.refuse(`found another table, expected ${type.type}`);
    if (++this.depth > limits.depth) this.refuse(`tables are nested more than ${limits.depth} deep`);
    const fields = type.fields;
    if (!(draft instanceof type)) this.checkNames(type, draft);
    const present = fields.filter((field) => field.isPresent(this, draft));
    const slots = present.reduce((end, field) => Math.max(end, field.slot + 2), 4);
    const vtable = this.reserve(slots, 2);
    const at = this.reserve(4, 4);
    // What has the widest places comes first, so that little lies between them.
    const ordered = present.flatMap((field) => field.places).sort((one, other) => other.alignment - one.alignment);
    const places = new Map();
    for (const place of ordered) places.set(place.slot, this.reserve(place.size, place.alignment));
    const size = this.length - at;
    if (size > 0xffff) this.refuse(`found a table of ${size} bytes, expected at most 65535`);
    this.view.setUint16(vtable, slots, true);
    this.view.setUint16(vtable + 2, size, true);
    for (const [slot, place] of places) this.view.setUint16(vtable + slot, place - at, true);
    this.view.setInt32(at, at - vtable, true);
    for (const field of present) {
      this.path.push(field.name);
      field.write(this, places, draft[field.property]);
      this.path.pop();
    }
    this.depth -= 1;
    return at;
  }

  /** A name that the type does not have is a mistake that would lose a value. */
  checkNames(type, draft) {
    const names = type.names;
    for (const name of Object.keys(draft)) {
      if (!names.has(name)) this.refuse(`found the field ${JSON.stringify(name)}, expected ${[...names].join(", ") || "none"}`);
    }
  }

  /** Writes elements that have places of their own, one behind the other. */
  elements(at, type, values) {
    values.forEach((value, index) => {
      this.path.push(index);
      type.write(this, at + index * type.size, value);
      this.path.pop();
    });
  }

  root(type, draft) {
    const head = this.reserve(type.identifier ? 8 : 4, 4);
    for (let index = 0; type.identifier && index < 4; index++) this.bytes[head + 4 + index] = type.identifier.charCodeAt(index);
    const table = this.table(type, draft);
    this.link(head, table);
    return this.bytes.subarray(0, this.length);
  }
}
"""#),
    File(name: "callee.js", text: #"""
import { WAMPError } from "./errors.js";
import { tail, type } from "./messages.js";
import { record, recordArguments } from "./payloads.js";

/** Calls that a session answers at a time. */
const invocationLimit = 10_000;

/** What a handler by URI returns to give keyword arguments, or several arguments. */
export class Result {
  constructor(args = [], kwargs = {}) {
    this.args = args;
    this.kwargs = kwargs;
  }
}

/** The procedures of a session. */
export class Callee {
  constructor(session) {
    this.session = session;
    this.registrations = new Set();
    this.byID = new Map();
    this.invocations = new Map();
  }

  async register(procedure, handler, { match, invoke, concurrency, options, timeout } = {}) {
    const registration = {
      procedure, handler, details: { match, invoke, concurrency, ...options }, id: undefined,
      unregister: () => this.#unregister(registration),
    };
    await this.session.$ready(timeout);
    this.registrations.add(registration);
    try {
      await this.#ask(registration);
    } catch (error) {
      this.registrations.delete(registration);
      throw error;
    }
    return registration;
  }

  #ask(registration) {
    const { procedure, details } = registration;
    const uri = typeof procedure === "string" ? procedure : procedure.uri;
    return new Promise((resolve, reject) => {
      this.session.$send(type.REGISTER, (id) => [type.REGISTER, id, details, uri], {
        // At once: a call may follow in the same turn.
        resolve: ([, , id]) => {
          registration.id = id;
          this.byID.set(id, registration);
          resolve();
          // Given up while its connection was being renewed.
          if (!this.registrations.has(registration)) this.#drop(id).catch(this.session.$options.onError);
        }, reject,
      });
    });
  }

  async #unregister(registration) {
    if (!this.registrations.delete(registration)) return;
    if (registration.id !== undefined && this.session.state === "open") await this.#drop(registration.id);
  }

  async #drop(id) {
    await this.session.$ask(type.UNREGISTER, (request) => [type.UNREGISTER, request, id]);
    this.byID.delete(id);
  }

  /** Asks a new connection for what the one before had. */
  renew() {
    this.byID.clear();
    for (const registration of this.registrations) {
      registration.id = undefined;
      this.#ask(registration).catch((error) => {
        // Lost with its connection, it is asked for again by the next one.
        if (error.uri === "wamp.close.transport_lost") return;
        this.registrations.delete(registration);
        this.session.$options.onError(error);
      });
    }
  }

  revoked(id) {
    this.registrations.delete(this.byID.get(id));
    this.byID.delete(id);
  }

  /** Lets the handler of a call know that nobody waits for it, or those of all calls. */
  interrupt(request) {
    const interrupted = request === undefined ? [...this.invocations.keys()] : [request];
    for (const number of interrupted) {
      this.invocations.get(number)?.abort(new WAMPError("wamp.error.canceled"));
      this.invocations.delete(number);
      if (request !== undefined) this.#refuse(number, new WAMPError("wamp.error.canceled"));
    }
  }

  async invocation([, request, id, details, args = [], kwargs = {}]) {
    const registration = this.byID.get(id);
    if (!registration) return this.#refuse(request, new WAMPError("wamp.error.no_such_registration"));
    if (this.invocations.size >= invocationLimit) return this.#refuse(request, new WAMPError("wamp.error.unavailable"));
    const controller = new AbortController();
    this.invocations.set(request, controller);
    const { procedure, handler } = registration;
    const isTyped = typeof procedure !== "string";
    const said = (value, type) => (isTyped ? tail(recordArguments(type, value)) : plain(value));
    // Another connection counts its calls anew.
    const isAsked = () => this.invocations.get(request) === controller;
    const invocation = {
      args, kwargs, details, signal: controller.signal,
      progress: (value) => {
        if (isAsked()) this.session.$tell([type.YIELD, request, { progress: true }, ...said(value, procedure.part)]);
      },
    };
    try {
      const value = isTyped
        ? await handler(record(procedure.request, args, kwargs, "the caller"), invocation) : await handler(invocation);
      const answer = said(value, procedure.response);
      if (isAsked()) this.session.$tell([type.YIELD, request, {}, ...answer]);
    } catch (error) {
      if (isAsked()) this.#refuse(request, error);
    }
    if (isAsked()) this.invocations.delete(request);
    return undefined;
  }

  /** Errors of WAMP go to the caller as they are; of others it only learns that there was one. */
  #refuse(request, error) {
    const isWAMP = error instanceof WAMPError;
    if (!isWAMP) this.session.$options.onError(error);
    const { uri, args, kwargs } = isWAMP ? error : { uri: "wamp.error.runtime_error", args: [], kwargs: {} };
    try {
      this.session.$tell([type.ERROR, type.INVOCATION, request, {}, uri, ...tail(args, kwargs)]);
    } catch (failure) {
      this.session.$options.onError(failure);
    }
  }
}

function plain(value) {
  if (value instanceof Result) return tail(value.args, value.kwargs);
  return value === undefined ? [] : [[value]];
}
"""#),
    File(name: "caller.js", text: #"""
import { WAMPError } from "./errors.js";
import { tail, type } from "./messages.js";
import { Parts } from "./parts.js";
import { failure, record, recordArguments } from "./payloads.js";

/** Parts of a result that wait to be read. */
const partLimit = 4096;

/** The calls of a session. */
export class Caller {
  constructor(session) { this.session = session; }

  async call(procedure, request, options) {
    const message = await this.#start(procedure, request, options, options.onProgress);
    return result(procedure, message);
  }

  async *results(procedure, request, options) {
    const parts = new Parts(options.maximumParts ?? partLimit);
    const given = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, given.signal]) : given.signal;
    this.#start(procedure, request, { ...options, signal }, (part) => {
      if (!parts.push(part)) given.abort(parts.error);
    }).then((message) => parts.finish(result(procedure, message)), (error) => parts.fail(error));
    try {
      for (let part = await parts.next(); part !== undefined; part = await parts.next()) yield part;
    } finally {
      // Who stops reading gives up the call; after its end that changes nothing.
      given.abort(new WAMPError("wamp.error.canceled", ["the results are not read any more"]));
    }
  }

  /** Calls, and waits for the RESULT that is the last one. */
  async #start(procedure, request, { timeout, signal, kwargs, cancelMode = "killnowait", options }, onPart) {
    signal?.throwIfAborted();
    const uri = typeof procedure === "string" ? procedure : procedure.uri;
    const args = typeof procedure === "string" ? listed(request) : recordArguments(procedure.request, request);
    const details = { ...options, timeout, receive_progress: onPart ? true : undefined };
    await this.session.$ready(timeout);
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      let timer;
      const settle = (finish) => (value) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", aborted);
        finish(value);
      };
      const giveUp = (error) => {
        this.session.$forget(number);
        settle(reject)(error);
        // The connection may be gone, and with it the call.
        if (this.session.state === "open") this.session.$tell([type.CANCEL, number, { mode: cancelMode }]);
      };
      const aborted = () => giveUp(signal.reason);
      const part = (message) => {
        try {
          onPart?.(result(procedure, message));
        } catch (error) {
          giveUp(error);
        }
      };
      const number = this.session.$send(
        type.CALL, (id) => [type.CALL, id, details, uri, ...tail(args, kwargs)],
        { resolve: settle(resolve), reject: settle((error) => reject(failure(procedure, error))), part });
      if (timeout !== undefined) {
        timer = setTimeout(() => giveUp(new WAMPError("wamp.error.timeout", [`${uri} did not answer in ${timeout} ms`])), timeout);
      }
      signal?.addEventListener("abort", aborted);
    });
  }
}

/** Arguments of a call or an event by URI: a list, or nothing. */
export function listed(args) {
  if (args === undefined) return [];
  if (Array.isArray(args)) return args;
  throw new WAMPError("wamp.error.invalid_argument", ["found no array, expected a list of arguments"]);
}

function result(procedure, [, , details, args = [], kwargs = {}]) {
  if (typeof procedure !== "string") {
    return record(details.progress ? procedure.part : procedure.response, args, kwargs, procedure.uri);
  }
  return { args, kwargs, details };
}
"""#),
    File(name: "cbor.js", text: #"""
// CBOR (RFC 8949) as WAMP uses it. Byte strings are parts of the message, not copies.

/** How deep lists and maps may nest. */
const depthLimit = 192;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A message that is no CBOR, or a value that CBOR has no word for. */
export class CBORError extends Error {}

/** Reads one value, which has to be all of the bytes. */
export function decode(bytes) {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (reader.at !== bytes.length) reader.refuse("found bytes behind the value");
  return value;
}

/** The bytes of a value: numbers, strings, booleans, null, BigInts of 64 bits, arrays, objects, maps and Uint8Arrays. */
export function encode(value) {
  const writer = new Writer();
  writer.value(value, 0);
  return writer.bytes.subarray(0, writer.length);
}

const end = Symbol("break");

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  refuse(fault) { throw new CBORError(`${fault} at ${this.at}`); }

  take(count) {
    const start = this.at;
    if (count > this.bytes.length - start) this.refuse("found an end, expected more bytes");
    this.at += count;
    return start;
  }

  /** The number behind a head's first byte; a BigInt where a number has not all of its digits. */
  argument(info) {
    if (info < 24) return info;
    if (info === 24) return this.view.getUint8(this.take(1));
    if (info === 25) return this.view.getUint16(this.take(2));
    if (info === 26) return this.view.getUint32(this.take(4));
    if (info !== 27) this.refuse(`found the head ${info}`);
    const wide = this.view.getBigUint64(this.take(8));
    return wide <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wide) : wide;
  }

  count(info) {
    const count = this.argument(info);
    if (count > this.bytes.length - this.at) this.refuse(`found ${count} elements or bytes, expected them within the message`);
    return count;
  }

  value(depth) {
    const head = this.view.getUint8(this.take(1));
    const [major, info] = [head >> 5, head & 31];
    if (major >= 4 && major <= 6 && depth >= depthLimit) this.refuse(`found lists and maps nested more than ${depthLimit} deep`);
    switch (major) {
      case 0: return this.argument(info);
      case 1: {
        const argument = this.argument(info);
        return typeof argument === "number" && argument < Number.MAX_SAFE_INTEGER ? -1 - argument : -1n - BigInt(argument);
      }
      case 2: return this.string(info, 2, (chunks) => (chunks.length === 1 ? chunks[0] : joined(chunks)));
      case 3: return this.string(info, 3, (chunks) => chunks.map((chunk) => this.text(chunk)).join(""));
      case 4: return this.list(info, depth);
      case 5: return this.map(info, depth);
      case 6:
        // What a tag says of a value is lost: WAMP has none.
        this.argument(info);
        return this.required(depth + 1);
      default: return this.simple(info);
    }
  }

  required(depth) {
    const value = this.value(depth);
    if (value === end) this.refuse("found a break, expected a value");
    return value;
  }

  string(info, major, join) {
    if (info !== 31) return join([this.chunk(info)]);
    const chunks = [];
    for (;;) {
      const head = this.view.getUint8(this.take(1));
      if (head === 0xff) return join(chunks);
      if (head >> 5 !== major || (head & 31) === 31) this.refuse("found another type within a string");
      chunks.push(this.chunk(head & 31));
    }
  }

  chunk(info) {
    const count = this.count(info);
    const start = this.take(count);
    return this.bytes.subarray(start, start + count);
  }

  text(bytes) {
    try {
      return decoder.decode(bytes);
    } catch {
      return this.refuse("found text that is not UTF-8");
    }
  }

  list(info, depth) {
    const list = [];
    if (info === 31) {
      for (let value = this.value(depth + 1); value !== end; value = this.value(depth + 1)) list.push(value);
      return list;
    }
    for (let left = this.count(info); left > 0; left--) list.push(this.required(depth + 1));
    return list;
  }

  map(info, depth) {
    const map = {};
    let left = info === 31 ? Infinity : this.count(info);
    for (; left > 0; left--) {
      const key = this.value(depth + 1);
      if (key === end && info === 31) break;
      if (typeof key !== "string") this.refuse("found a map's key that is no text");
      // Also for a key that objects have a meaning of their own for.
      Object.defineProperty(map, key, { value: this.required(depth + 1), enumerable: true, configurable: true, writable: true });
    }
    return map;
  }

  simple(info) {
    switch (info) {
      case 20: return false;
      case 21: return true;
      case 22: case 23: return null;
      case 25: return half(this.view.getUint16(this.take(2)));
      case 26: return this.view.getFloat32(this.take(4));
      case 27: return this.view.getFloat64(this.take(8));
      case 31: return end;
      default: return this.refuse(`found the simple value ${info}`);
    }
  }
}

function joined(chunks) {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  chunks.reduce((at, chunk) => (bytes.set(chunk, at), at + chunk.length), 0);
  return bytes;
}

/** A floating-point number of 16 bits. */
function half(bits) {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

class Writer {
  constructor() {
    this.length = 0;
    this.bytes = new Uint8Array(256);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Room for bytes that follow. */
  room(count) {
    const start = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(this.length, 2 * this.bytes.length));
      bytes.set(this.bytes.subarray(0, start));
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer);
    }
    return start;
  }

  byte(value) {
    const at = this.room(1);
    this.bytes[at] = value;
  }

  head(major, argument) {
    const lead = major << 5;
    if (argument < 24) this.byte(lead | Number(argument));
    else if (argument <= 0xff) this.wideHead(lead | 24, 1, (at) => this.view.setUint8(at, Number(argument)));
    else if (argument <= 0xffff) this.wideHead(lead | 25, 2, (at) => this.view.setUint16(at, Number(argument)));
    else if (argument <= 0xffff_ffff) this.wideHead(lead | 26, 4, (at) => this.view.setUint32(at, Number(argument)));
    else this.wideHead(lead | 27, 8, (at) => this.view.setBigUint64(at, BigInt(argument)));
  }

  wideHead(lead, size, store) {
    const at = this.room(1 + size);
    this.view.setUint8(at, lead);
    store(at + 1);
  }

  value(value, depth) {
    if (depth > depthLimit) throw new CBORError(`found values nested more than ${depthLimit} deep, or within themselves`);
    switch (typeof value) {
      case "string": return this.string(3, encoder.encode(value));
      case "boolean": return this.byte(value ? 0xf5 : 0xf4);
      case "undefined": return this.byte(0xf6);
      case "number": return this.number(value);
      case "bigint": return this.integer(value);
      case "object": return this.object(value, depth);
      default: throw new CBORError(`found a ${typeof value}, expected a value`);
    }
  }

  number(value) {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return this.integer(value);
    return this.wideHead(0xfb, 8, (at) => this.view.setFloat64(at, value));
  }

  integer(value) {
    if (value > 0xffff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) {
      throw new CBORError(`found ${value}, expected an integer of 64 bits`);
    }
    if (value >= 0) this.head(0, value);
    else this.head(1, typeof value === "bigint" ? -1n - value : -1 - value);
  }

  string(major, bytes) {
    this.head(major, bytes.length);
    const at = this.room(bytes.length);
    this.bytes.set(bytes, at);
  }

  object(value, depth) {
    if (value === null) return this.byte(0xf6);
    if (value instanceof ArrayBuffer) return this.string(2, new Uint8Array(value));
    if (ArrayBuffer.isView(value)) {
      return this.string(2, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    }
    if (Array.isArray(value)) {
      this.head(4, value.length);
      for (const element of value) this.value(element, depth + 1);
      return undefined;
    }
    const entries = (value instanceof Map ? [...value] : Object.entries(value)).filter(([, element]) => element !== undefined);
    this.head(5, entries.length);
    for (const [key, element] of entries) {
      if (typeof key !== "string") throw new CBORError("found a map's key that is no text");
      this.value(key, depth + 1);
      this.value(element, depth + 1);
    }
    return undefined;
  }
}
"""#),
    File(name: "changes.js", text: #"""
/** Reads the changes that events tell, and what was missed between them. */
export class Changes {
  constructor() { this.last = undefined; }

  /** What an event says, behind what was lost before it; nothing if it speaks of no change. */
  read({ details, followsLoss }, row) {
    const said = details.x_flatwire_change;
    if (!said || !Number.isSafeInteger(Number(said.sequence))) return [];
    const sequence = BigInt(said.sequence);
    const commit = BigInt(said.operation === "unknown" ? said.through : said.commit);
    const changes = [];
    // Of the first one it is not known what came before it, but the router says whether it dropped that.
    if (this.last ? sequence !== this.last.sequence + 1n : followsLoss) {
      const since = this.last ? this.last.commit : commit;
      changes.push({
        operation: "unknown", since, through: commit > since ? commit : since, reason: "events were lost on their way",
      });
    }
    this.last = { sequence, commit };
    if (said.operation === "unknown") {
      changes.push({ operation: "unknown", since: BigInt(said.since), through: commit, reason: said.reason });
    } else {
      const { operation, key, key_text: keyText, last: isLast = false } = said;
      changes.push({ operation, commit, key, keyText, isLast, row: operation === "put" ? row() : null });
    }
    return changes;
  }
}
"""#),
    File(name: "declared.js", text: #"""
// Generated by schemac 0.3 from "flatwire.fbs". Do not edit.
import * as $f from "./records.js";

/** A record without fields: the response of topics and of procedures that return nothing. */
export class Void extends $f.Table {
  static type = "Void";
}
"""#),
    File(name: "errors.js", text: #"""
/** Bytes that are no record: `path` leads to the fault, as in `Zoo.animals[1].name`. */
export class VerificationError extends Error {
  constructor(path, fault) {
    super(`${path}: ${fault}`);
    this.name = "VerificationError";
    this.path = path;
    this.fault = fault;
  }
}

/** A value that no record can hold: `path` leads to it. */
export class EncodingError extends Error {
  constructor(path, fault) {
    super(`${path}: ${fault}`);
    this.name = "EncodingError";
    this.path = path;
    this.fault = fault;
  }
}

/** What a router or a peer answers instead of a result, and what ends a session. */
export class WAMPError extends Error {
  constructor(uri, args = [], kwargs = {}) {
    super(typeof args[0] === "string" ? `${uri}: ${args[0]}` : uri);
    this.name = "WAMPError";
    this.uri = uri;
    this.args = args;
    this.kwargs = kwargs;
  }
}
"""#),
    File(name: "fields.js", text: #"""
import { shown } from "./scalars.js";
import { Reference, vector } from "./references.js";

/** Where a table has the value of a slot; 0 if it has none. */
function place(view, table, slot) {
  const vtable = table - view.getInt32(table, true);
  if (slot >= view.getUint16(vtable, true)) return 0;
  const offset = view.getUint16(vtable + slot, true);
  return offset === 0 ? 0 : table + offset;
}

/** Where a table has the value of a slot, which lies within the record; 0 if it has none. */
function checkedPlace(verifier, table, slot, type) {
  const at = place(verifier.view, table, slot);
  if (at === 0) return 0;
  verifier.check(at, type.size, type.alignment);
  return at;
}

/** A field of a table: `name` as in the schema, `property` as in JavaScript. */
class Field {
  constructor(name, property, slot, type, { fallback, required = false, key = false } = {}) {
    this.name = name;
    this.property = property;
    this.slot = slot;
    this.type = type;
    this.fallback = fallback;
    this.required = required;
    this.key = key;
  }

  /** What the table has in its own bytes. */
  get places() { return [{ slot: this.slot, size: this.type.size, alignment: this.type.alignment }]; }

  has(view, table) { return place(view, table, this.slot) !== 0; }

  read(view, table) {
    const at = place(view, table, this.slot);
    if (at !== 0) return this.type.read(view, at);
    return Array.isArray(this.fallback) ? this.emptyVector() : (this.fallback ?? null);
  }

  emptyVector() { return this.type.isBytes ? new Uint8Array() : []; }

  verify(verifier, table) {
    const at = checkedPlace(verifier, table, this.slot, this.type);
    if (at !== 0) this.type.verify(verifier, at);
    else if (this.required) verifier.refuse("is required and missing");
  }

  isPresent(builder, draft) {
    const value = draft[this.property];
    if (value === undefined || value === null) {
      if (this.required) builder.refuse(`${this.name} is required and missing`);
      return false;
    }
    return this.key || this.fallback === undefined || !this.type.isDefault?.(value, this.fallback);
  }

  write(builder, places, value) { this.type.write(builder, places.get(this.slot), value); }

  json(view, table, object) {
    if (this.has(view, table)) object[this.name] = this.type.json(this.read(view, table));
  }
}

/** A union: a member's number in the slot before the one of its value. */
class UnionField extends Field {
  constructor(name, property, slot, union, options) {
    super(name, property, slot, new Reference(), options);
    this.union = union;
  }

  get places() { return [...super.places, { slot: this.slot - 2, size: this.union().tag.size, alignment: this.union().tag.size }]; }

  has(view, table) { return this.tag(view, table) !== 0 && super.has(view, table); }

  tag(view, table) {
    const at = place(view, table, this.slot - 2);
    return at === 0 ? 0 : Number(this.union().tag.read(view, at));
  }

  read(view, table) {
    return this.has(view, table)
      ? this.union().read(this.tag(view, table), view, this.type.target(view, place(view, table, this.slot))) : null;
  }

  verify(verifier, table) {
    checkedPlace(verifier, table, this.slot - 2, this.union().tag);
    const at = checkedPlace(verifier, table, this.slot, this.type);
    const tag = this.tag(verifier.view, table);
    if (at !== 0 && tag !== 0) this.union().verify(tag, verifier, at);
    else if (this.required) verifier.refuse("is required and missing");
  }

  write(builder, places, value) {
    const [tag, member] = this.union().member(builder, value);
    this.union().tag.write(builder, places.get(this.slot - 2), tag);
    builder.link(places.get(this.slot), member.create(builder, value.value));
  }

  json(view, table, object) {
    const value = this.read(view, table);
    if (value === null) return;
    object[`${this.name}_type`] = value.type;
    object[this.name] = this.union().json(value);
  }
}

/** A vector of unions: one of members' numbers in the slot before. */
class UnionVectorField extends UnionField {
  get places() {
    const { size, alignment } = this.type;
    return [this.slot, this.slot - 2].map((slot) => ({ slot, size, alignment }));
  }

  has(view, table) { return place(view, table, this.slot) !== 0 && place(view, table, this.slot - 2) !== 0; }

  read(view, table) {
    if (!this.has(view, table)) return this.fallback ? [] : null;
    const tags = vector(this.union().tag).read(view, place(view, table, this.slot - 2));
    const start = this.type.target(view, place(view, table, this.slot)) + 4;
    return Array.from(tags, Number).map((tag, index) =>
      tag === 0 ? null : this.union().read(tag, view, this.type.target(view, start + 4 * index)));
  }

  verify(verifier, table) {
    const tags = checkedPlace(verifier, table, this.slot - 2, this.type);
    const at = checkedPlace(verifier, table, this.slot, this.type);
    if (at === 0 && tags === 0) {
      if (this.required) verifier.refuse("is required and missing");
      return;
    }
    if (at === 0 || tags === 0) verifier.refuse("found members without values, or values without members");
    const first = verifier.follow(tags);
    const values = verifier.follow(at);
    const { tag: type } = this.union();
    const count = verifier.vector(first, type.size, type.size);
    if (verifier.vector(values, 4, 4) !== count) verifier.refuse("found not as many members as values");
    verifier.spend(count);
    for (let index = 0; index < count; index++) {
      const tag = Number(type.read(verifier.view, first + 4 + type.size * index));
      if (tag === 0) continue;
      verifier.path.push(index);
      this.union().verify(tag, verifier, values + 4 + 4 * index);
      verifier.path.pop();
    }
  }

  write(builder, places, value) {
    if (!Array.isArray(value)) builder.refuse(`found ${shown(value)}, expected an array`);
    const members = value.map((element) => (element === null ? [0] : this.union().member(builder, element)));
    vector(this.union().tag).write(builder, places.get(this.slot - 2), members.map(([tag]) => tag));
    const at = builder.reserve(4 * value.length, 4, 4);
    builder.view.setUint32(at, value.length, true);
    builder.link(places.get(this.slot), at);
    members.forEach(([, member], index) => {
      if (!member) return;
      builder.path.push(index);
      builder.link(at + 4 + 4 * index, member.create(builder, value[index].value));
      builder.path.pop();
    });
  }

  json(view, table, object) {
    const values = this.has(view, table) ? this.read(view, table) : null;
    if (values === null) return;
    object[`${this.name}_type`] = values.map((value) => value?.type ?? "NONE");
    object[this.name] = values.map((value) => (value === null ? null : this.union().json(value)));
  }
}

/** The members of a union: `{ Tag: [1, type] }`, and the type of their numbers. A value is `{ type: "Tag", value }`. */
class Union {
  constructor(tag, members) {
    this.tag = tag;
    this.types = new Map(Object.entries(members));
    this.names = new Map(Object.entries(members).map(([name, [tag]]) => [tag, name]));
  }

  /** Of a member that only a newer schema has there is no value, and its number is its type. */
  read(tag, view, at) {
    const name = this.names.get(tag);
    if (name === undefined) return { type: tag, value: null };
    return { type: name, value: this.types.get(name)[1].readTarget(view, at) };
  }

  verify(tag, verifier, at) {
    const name = this.names.get(tag);
    if (name !== undefined) return this.types.get(name)[1].verify(verifier, at);
    verifier.follow(at);
  }

  member(builder, value) {
    const member = this.types.get(value?.type);
    if (!member) {
      builder.refuse(`found ${shown(value?.type)} as a union's type, expected ${[...this.types.keys()].join(", ")}`);
    }
    return member;
  }

  json({ type, value }) { return value === null ? null : this.types.get(type)[1].json(value); }
}

export const union = (tag, members) => new Union(tag, members);

export function field(name, property, slot, type, options) {
  return new Field(name, property, slot, type, options);
}

export function unionField(name, property, slot, definition, options) {
  return new UnionField(name, property, slot, definition, options);
}

export function unionVectorField(name, property, slot, definition, options) {
  return new UnionVectorField(name, property, slot, definition, options);
}

"""#),
    File(name: "flatwire.d.ts", text: #"""
// Flatwire's client for browsers: records read in place, and WAMP over WebSocket.

export type Bytes = Uint8Array;
export type Sequence<Element> = Iterable<Element>;
/** Arguments that WAMP has words for: strings, numbers, bigints, booleans, null, Uint8Arrays, arrays and objects of these. */
export type Value = unknown;
export type Arguments = Value[];
export type KeywordArguments = { [name: string]: Value };

// Records

/** Bytes that are no record; `path` leads to the fault. */
export class VerificationError extends Error {
  readonly path: string;
  readonly fault: string;
}

/** A value that no record can hold; `path` leads to it. */
export class EncodingError extends Error {
  readonly path: string;
  readonly fault: string;
}

/** A table, read where its bytes are. */
export class Table {
  /** The table's name in the schema. */
  static readonly type: string;
  /**
   * Verifies bytes and gives a view of them, which copies nothing: the bytes must not be changed while it is used.
   * Throws VerificationError.
   */
  static from<Type extends typeof Table>(
    this: Type, bytes: Bytes | ArrayBuffer, options?: { requireIdentifier?: boolean }): InstanceType<Type>;
  /** The fields that are there, by their names in the schema; 64-bit integers beyond 2^53 as text. */
  toJSON(): { [name: string]: unknown };
}

/** A struct, read where its bytes are. */
export class Struct {
  static readonly type: string;
  toJSON(): { [name: string]: unknown };
}

/** Elements of a record, each read when it is asked for. */
export class Vector<Element> implements Iterable<Element> {
  readonly length: number;
  /** A negative position counts from the end. */
  at(index: number): Element | undefined;
  [Symbol.iterator](): Iterator<Element>;
  map<Result>(transform: (element: Element, index: number) => Result): Result[];
  /** Numbers as an array of their type: where they are, or a copy where that is not possible. */
  typed(): Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array
    | BigInt64Array | BigUint64Array | Float32Array | Float64Array;
  /** Finds the element with a key by halving, in a vector that was sorted when it was built. */
  find(key: string | number | bigint): Element | undefined;
  toJSON(): unknown[];
}

export interface Union { readonly types: ReadonlyMap<string, unknown>; }
export interface StoredTable { readonly name: string; readonly indexes: ReadonlyMap<string, unknown>; }

/** A record's own bytes: what `from` was given, or the part of a frame that it came in. */
export function bytesOf(record: Table | Struct): Bytes;
/** What a value of an enum is called; `undefined` if the schema has no name for it. */
export function nameOf(enumeration: { readonly [name: string]: number | bigint }, value: number | bigint): string | undefined;

/** A record without fields. */
export class Void extends Table {
  static encode(draft: Void | Void.Draft): Bytes;
}
export namespace Void {
  interface Draft {}
}

// WAMP

/** What a router or a peer answers instead of a result, and what ends a session. */
export class WAMPError extends Error {
  constructor(uri: string, args?: Arguments, kwargs?: KeywordArguments);
  readonly uri: string;
  readonly args: Arguments;
  readonly kwargs: KeywordArguments;
}

/** The class of a table that is an error. */
export type ErrorClass<Type extends Table = Table> = (new (...values: never[]) => Type) & {
  readonly error: string;
  encode(draft: never): Bytes;
};

/** An error of a schema with its record: what handlers throw, and what callers of procedures that declare it catch. */
export class RecordError<Type extends Table = Table> extends WAMPError {
  constructor(type: ErrorClass<Type>, value: object);
  readonly record: Type;
}

/** A procedure of a schema. */
export interface Procedure<
  Request extends Table, RequestDraft, Response extends Table, ResponseDraft, Part extends Table = Response,
  PartDraft = ResponseDraft
> {
  readonly uri: string;
  readonly request: new (...values: never[]) => Request;
  readonly response: new (...values: never[]) => Response;
  /** Of parts of the result that come before the last one. */
  readonly part: new (...values: never[]) => Part;
  readonly errors: readonly ErrorClass[];
  /** Only for the compiler. */
  readonly $drafts?: [RequestDraft, ResponseDraft, PartDraft];
}

/** A topic of a schema. */
export interface Topic<Event extends Table, EventDraft> {
  readonly uri: string;
  readonly event: new (...values: never[]) => Event;
  /** Only for the compiler. */
  readonly $draft?: EventDraft;
}

export interface Reconnection {
  /** Milliseconds before the first attempt, 200 if nothing is said; twice as many before each further one. */
  delay?: number;
  /** The most milliseconds between two attempts: 30 000. */
  maximumDelay?: number;
  /** How often it is tried: without an end. */
  attempts?: number;
}

export interface ConnectionOptions {
  realm: string;
  authid?: string;
  authrole?: string;
  /** The ticket of `authid`. */
  ticket?: string | (() => string | Promise<string>);
  /** The secret of `authid`, for WAMP-CRA: on pages of https or of this machine. */
  secret?: string | (() => string | Promise<string>);
  /** Whether the session comes back when its connection is lost. */
  reconnection?: boolean | Reconnection;
  /** Milliseconds until a router has to welcome the session: 10 000. */
  openTimeout?: number;
  /** The largest message, in bytes, that is received: 16 MiB. */
  maximumMessageSize?: number;
  /** The most bytes that wait to be sent: 64 MiB. */
  maximumBuffered?: number;
  /** The most requests that wait for answers: 10 000. */
  maximumPending?: number;
  /** Errors that nobody waits for: of handlers, of events that are no record. The console, if nothing is said. */
  onError?: (error: unknown) => void;
  onState?: (state: State, error?: WAMPError) => void;
  WebSocket?: typeof WebSocket;
}

export type State = "open" | "waiting" | "closed";

export interface CallOptions<Part> {
  kwargs?: KeywordArguments;
  /** Milliseconds. */
  timeout?: number;
  /** Gives up the call; what it is aborted with is what the call throws. */
  signal?: AbortSignal;
  cancelMode?: "skip" | "kill" | "killnowait";
  onProgress?: (part: Part) => void;
  /** Further options of CALL. */
  options?: KeywordArguments;
}

export interface CallResult { args: Arguments; kwargs: KeywordArguments; details: KeywordArguments; }
export interface Event extends CallResult {
  topic: string;
  publication: number;
  /** Whether the router dropped events of the subscription between the last one that it sent and this one. */
  followsLoss: boolean;
}
export interface Invocation<Part = Value> extends CallResult {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Sends a part of the result, to a caller that takes such. */
  progress(part: Part): void;
}

/** What a handler returns to give keyword arguments, or several arguments. */
export class Result {
  constructor(args?: Arguments, kwargs?: KeywordArguments);
  args: Arguments;
  kwargs: KeywordArguments;
}

export interface Registration { readonly id: number | undefined; unregister(): Promise<void>; }
export interface Subscription {
  readonly id: number | undefined;
  /** Events that were no record of the topic. */
  readonly rejected: number;
  unsubscribe(): Promise<void>;
}
export interface RegisterOptions {
  match?: "exact" | "prefix" | "wildcard";
  invoke?: "single" | "first" | "last" | "roundrobin" | "random";
  concurrency?: number;
  options?: KeywordArguments;
  timeout?: number;
}
export interface SubscribeOptions { match?: "exact" | "prefix" | "wildcard"; options?: KeywordArguments; timeout?: number; }
export interface PublishOptions {
  kwargs?: KeywordArguments;
  /** Whether to wait for the router's word, which has the publication's number. */
  acknowledge?: boolean;
  excludeMe?: boolean;
  retain?: boolean;
  options?: KeywordArguments;
  timeout?: number;
}

/** Joins a realm; throws WAMPError with what the router says, or that there is none. */
export function connect(url: string, options: ConnectionOptions): Promise<Session>;

/** A session with a router. */
export class Session {
  /** "open", "waiting" for a connection, or "closed". */
  readonly state: State;
  readonly id: number | undefined;
  /** What the router said when it welcomed the session. */
  readonly details: KeywordArguments;
  /** Why the session ended; it is never rejected. */
  readonly closed: Promise<WAMPError>;

  /** Calls a procedure of a schema; the record that it gives is read inside the frame that it came in. */
  call<Request extends Table, RequestDraft, Response extends Table, ResponseDraft, Part extends Table, PartDraft>(
    procedure: Procedure<Request, RequestDraft, Response, ResponseDraft, Part, PartDraft>,
    request?: Request | RequestDraft | Bytes, options?: CallOptions<Part>): Promise<Response>;
  call(uri: string, args?: Arguments, options?: CallOptions<CallResult>): Promise<CallResult>;
  /** The parts of a result as they come, the last one included; who stops reading cancels the call. */
  results<Request extends Table, RequestDraft, Response extends Table, ResponseDraft, Part extends Table, PartDraft>(
    procedure: Procedure<Request, RequestDraft, Response, ResponseDraft, Part, PartDraft>,
    request?: Request | RequestDraft | Bytes,
    options?: CallOptions<Part> & { maximumParts?: number }): AsyncGenerator<Part | Response>;
  results(uri: string, args?: Arguments, options?: CallOptions<CallResult> & { maximumParts?: number }): AsyncGenerator<CallResult>;

  /** Answers calls of a procedure. Errors other than WAMPError are told to `onError`; the caller does not see their text. */
  register<Request extends Table, RequestDraft, Response extends Table, ResponseDraft, Part extends Table, PartDraft>(
    procedure: Procedure<Request, RequestDraft, Response, ResponseDraft, Part, PartDraft>,
    handler: (request: Request, invocation: Invocation<Part | PartDraft>) =>
      Response | ResponseDraft | Bytes | void | Promise<Response | ResponseDraft | Bytes | void>,
    options?: RegisterOptions): Promise<Registration>;
  register(uri: string, handler: (invocation: Invocation) => Value | Promise<Value>, options?: RegisterOptions): Promise<Registration>;

  subscribe<Event extends Table, EventDraft>(
    topic: Topic<Event, EventDraft>, handler: (record: Event, event: import("./flatwire.js").Event) => void,
    options?: SubscribeOptions): Promise<Subscription>;
  subscribe(uri: string, handler: (event: Event) => void, options?: SubscribeOptions): Promise<Subscription>;
  publish<Event extends Table, EventDraft>(
    topic: Topic<Event, EventDraft>, event: Event | EventDraft | Bytes, options?: PublishOptions): Promise<number | undefined>;
  publish(uri: string, args?: Arguments, options?: PublishOptions): Promise<number | undefined>;

  /** Changes of a stored table that a router publishes to a topic. */
  changes<Row extends Table, Draft>(
    topic: Topic<Row, Draft>, handler: (change: Change<Row>) => void, options?: SubscribeOptions): Promise<Subscription>;
  /** A table that a router exposes. */
  table<Type extends StoredClass>(type: Type, prefix: string): RemoteTable<InstanceType<Type>, Parameters<Type["encode"]>[0]>;
  /** Says GOODBYE and closes. */
  close(reason?: string): Promise<void>;
}

// Exposed tables

export type StoredClass = (new (...values: never[]) => Table) & {
  readonly stored: StoredTable;
  encode(draft: never): Bytes;
};
export type KeyPart = string | number | bigint | boolean | Bytes | number[];
/** A value, or those of a key's parts in their order. */
export type Key = KeyPart | KeyPart[];

export interface Range {
  /** The name of an index; without it the range is one of primary keys. */
  by?: string;
  /** Where the range begins, and where it ends: a key, or its first values. All keys that begin with them belong to it. */
  from?: Key;
  to?: Key;
}
export interface PagedRange extends Range { order?: "ascending" | "descending"; }
export interface Page<Row> {
  rows: Row[];
  /** Goes into the next call's `after`; null if there is no next page. */
  next: string | null;
  /** The number of the last commit that the page knows of. */
  commit: bigint;
}
export type Change<Row> =
  | { operation: "put"; commit: bigint; key: Bytes; keyText: string; isLast: boolean; row: Row }
  | { operation: "delete"; commit: bigint; key: Bytes; keyText: string; isLast: boolean; row: null }
  | { operation: "unknown"; since: bigint; through: bigint; reason: string };

/** A table that a router exposes. All functions throw WAMPError. */
export class RemoteTable<Row extends Table, Draft> {
  /** The row with a primary key; null if there is none. */
  get(key: Key): Promise<Row | null>;
  /** A row for each key, in their order; null where there is none. */
  getMany(keys: Key[]): Promise<(Row | null)[]>;
  /** A page of rows, all of one state of the store: 100, or `limit`, at most 10 000. */
  list(range?: PagedRange & { limit?: number; after?: string | null }): Promise<Page<Row>>;
  /** All rows of a range, pulled page by page as they are read. */
  rows(range?: PagedRange & { pageSize?: number }): AsyncGenerator<Row>;
  count(range?: Range): Promise<number>;
  /** Stores a row in place of any with its key, with `ifUnchanged` only of one that is as it was read. Gives the commit. */
  put(draft: Draft, options?: { ifUnchanged?: Row }): Promise<bigint>;
  insert(draft: Draft): Promise<bigint>;
  update(draft: Draft, options?: { ifUnchanged?: Row }): Promise<bigint>;
  delete(key: Key, options?: { ifUnchanged?: Row }): Promise<bigint>;
  /** Each change of the table; "unknown" where some were missed, and the table is to be read anew. */
  changes(handler: (change: Change<Row>) => void, options?: SubscribeOptions): Promise<Subscription>;
}
"""#),
    File(name: "flatwire.js", text: #"""
// Flatwire's client for browsers: records read in place, and WAMP over WebSocket. See its article “In a browser”.
export * from "./records.js";
export * from "./declared.js";
export { WAMPError } from "./errors.js";
export { RecordError } from "./payloads.js";
export { Result } from "./callee.js";
export { RemoteTable } from "./tables.js";
export { connect, Session } from "./session.js";
"""#),
    File(name: "keys.js", text: #"""
import { EncodingError } from "./errors.js";
import { shown } from "./scalars.js";

const encoder = new TextEncoder();
const scratch = new DataView(new ArrayBuffer(8));

/**
 * The bytes of a key as stores keep it: integers big endian, signed ones with the sign bit inverted, text with `00` as
 * `00 FF` and `00 00` behind it, all in multiples of 8 bytes, and inverted where the order is descending.
 *
 * Values are those of the key's parts; fewer than there are give what all keys begin with that have these.
 */
export function storedKey(parts, values, { isWhole = true } = {}) {
  if (values.length > parts.length || (isWhole && values.length !== parts.length)) {
    const names = parts.map((part) => `${part.name}: ${part.type}`).join(", ");
    throw new EncodingError("key", `found ${values.length} values, expected ${isWhole ? "" : "at most "}${parts.length}: ${names}`);
  }
  const bytes = values.flatMap((value, index) => {
    const part = parts[index];
    const ascending = part.count > 1 && part.type !== "fixedBytes"
      ? elements(part, value).flatMap((element) => encoded(part, element)) : encoded(part, value);
    return part.isDescending ? ascending.map((byte) => byte ^ 0xff) : ascending;
  });
  return Uint8Array.from(bytes);
}

function refuse(part, value) { throw new EncodingError(part.name, `found ${shown(value)}, expected ${part.type}`); }

function elements(part, value) {
  const list = value && typeof value === "object" && value[Symbol.iterator] ? Array.from(value) : [];
  if (list.length !== part.count) throw new EncodingError(part.name, `found ${list.length} elements, expected ${part.count}`);
  return list;
}

function encoded(part, value) {
  switch (part.type) {
    case "bool": return typeof value === "boolean" ? word(value ? 1n : 0n) : refuse(part, value);
    case "unsigned": return word(integer(part, value, 0n, (1n << 64n) - 1n));
    case "signed": return word(BigInt.asUintN(64, integer(part, value, -(1n << 63n), (1n << 63n) - 1n)) ^ (1n << 63n));
    case "real": return typeof value === "number" ? word(sortingBits(value, part.scalar)) : refuse(part, value);
    case "string": return typeof value === "string" ? text(encoder.encode(value)) : refuse(part, value);
    case "bytes": return value instanceof Uint8Array ? text(value) : refuse(part, value);
    default: return padded(elements(part, value));
  }
}

function integer(part, value, low, high) {
  const number = Number.isSafeInteger(value) ? BigInt(value) : value;
  return typeof number === "bigint" && number >= low && number <= high ? number : refuse(part, value);
}

function word(value) {
  scratch.setBigUint64(0, value);
  return Array.from({ length: 8 }, (_, index) => scratch.getUint8(index));
}

/** Bits that sort like the number. */
function sortingBits(value, scalar) {
  const width = scalar === "float" ? 32n : 64n;
  if (scalar === "float") scratch.setFloat32(0, value);
  else scratch.setFloat64(0, value);
  const bits = scalar === "float" ? BigInt(scratch.getUint32(0)) : scratch.getBigUint64(0);
  const sign = 1n << (width - 1n);
  return bits & sign ? bits ^ ((1n << width) - 1n) : bits ^ sign;
}

function text(bytes) {
  const escaped = [...bytes].flatMap((byte) => (byte === 0 ? [0, 0xff] : [byte]));
  return padded([...escaped, 0, 0]);
}

function padded(bytes) { return [...bytes, ...Array((8 - (bytes.length % 8)) % 8).fill(0)]; }

/** FNV-1a in 64 bits of a row's bytes, padded with zeros to a multiple of 8: tells whether a row is as it was read. */
export function rowHash(bytes) {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  const size = Math.ceil(bytes.length / 8) * 8;
  for (let index = 0; index < size; index++) {
    low = (low ^ (bytes[index] ?? 0)) >>> 0;
    // Times 2^40 + 0x1b3, in halves of 32 bits.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return (BigInt(high) << 32n) | BigInt(low);
}
"""#),
    File(name: "link.js", text: #"""
import { answer, methods } from "./authentication.js";
import { CBORError, decode, encode } from "./cbor.js";
import { WAMPError } from "./errors.js";
import { fault, type } from "./messages.js";

const subprotocol = "wamp.2.cbor";

const roles = {
  caller: { features: { progressive_call_results: true, call_canceling: true, call_timeout: true } },
  callee: { features: { progressive_call_results: true, call_canceling: true } },
  publisher: { features: { publisher_exclusion: true } },
  subscriber: { features: { pattern_based_subscription: true, subscription_revocation: true } },
};

export const violation = (text) => new WAMPError("wamp.error.protocol_violation", [text]);
export const lost = (text) => new WAMPError("wamp.close.transport_lost", [text]);

/** One connection, from its opening to its end. What a router sends once it has welcomed the session goes to `receive`. */
export class Link {
  /** Opens a connection and joins a realm; throws what keeps it from that. */
  static async open(url, options, receive, ended) {
    const link = new Link(url, options, receive, ended);
    await link.joined;
    return link;
  }

  constructor(url, options, receive, ended) {
    this.options = options;
    this.receive = receive;
    this.ended = ended;
    this.joined = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.socket = new options.WebSocket(url, [subprotocol]);
    this.timer = setTimeout(
      () => this.end(new WAMPError("wamp.error.timeout", [`${url} did not answer in time`])), options.openTimeout);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.hello();
    this.socket.onmessage = ({ data }) => this.message(data);
    // Not all that are no browsers say afterwards that the connection is closed.
    this.socket.onerror = () => this.welcome || this.end(lost(`there is no connection to ${url}`));
    this.socket.onclose = ({ code, reason }) => this.end(lost(
      `${this.welcome ? "the connection was closed" : `there is no connection to ${url}`}: ${code} ${reason}`.trim()));
  }

  hello() {
    if (this.socket.protocol !== subprotocol) return this.end(violation(`the router does not speak ${subprotocol}`));
    const { realm, authid, authrole } = this.options;
    const details = { roles, authmethods: methods(this.options), authid, authrole, agent: "flatwire.js" };
    return this.send([type.HELLO, realm, details]);
  }

  /** Sends a message; throws if it is too large, can't be said, or too much waits already. */
  send(message) {
    const bytes = this.encoded(message);
    if (bytes.length > this.maximumSize) {
      throw new WAMPError("wamp.error.payload_size_exceeded", [
        `found a message of ${bytes.length} bytes, expected at most ${this.maximumSize}`]);
    }
    if (this.socket.bufferedAmount + bytes.length > this.options.maximumBuffered) {
      throw new WAMPError("wamp.error.unavailable", [`more than ${this.options.maximumBuffered} bytes wait to be sent`]);
    }
    this.socket.send(bytes);
  }

  /** The largest message that the router takes; it says so if it is one of ours. */
  get maximumSize() { return this.welcome?.details.x_flatwire_limits?.max_message_size ?? this.options.maximumMessageSize; }

  encoded(message) {
    try {
      return encode(message);
    } catch (error) {
      if (error instanceof CBORError) throw new WAMPError("wamp.error.invalid_argument", [error.message]);
      throw error;
    }
  }

  message(data) {
    if (this.isOver) return;
    try {
      if (!(data instanceof ArrayBuffer)) throw violation("found a text message, expected a binary one");
      if (data.byteLength > this.options.maximumMessageSize) throw violation(`found a message of ${data.byteLength} bytes`);
      const message = decode(new Uint8Array(data));
      const found = fault(message);
      if (found) throw violation(found);
      if (this.welcome) this.receive(message);
      else this.open(message);
    } catch (error) {
      this.abort(error instanceof CBORError ? violation(error.message) : error);
    }
  }

  open(message) {
    switch (message[0]) {
      case type.WELCOME:
        clearTimeout(this.timer);
        this.welcome = { id: message[1], details: message[2] };
        return this.resolve(this);
      case type.ABORT:
        return this.end(new WAMPError(message[2], message[3] ?? [message[1].message].filter(Boolean), message[4]));
      case type.CHALLENGE:
        return answer(message[1], message[2], this.options).then(
          (signature) => this.isOver || this.send([type.AUTHENTICATE, signature, {}]),
        ).catch((error) => this.abort(error));
      default: throw violation(`found a message of type ${message[0]} before WELCOME`);
    }
  }

  /** Tells the router what is wrong, and ends. */
  abort(error) {
    if (this.isOver) return;
    const uri = error instanceof WAMPError ? error.uri : "wamp.error.protocol_violation";
    if (this.socket.readyState === 1) this.socket.send(encode([type.ABORT, { message: error.message }, uri]));
    this.end(error);
  }

  /** Ends; what comes later is not heard. */
  end(error) {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    this.socket.close();
    this.reject(error);
    if (this.welcome) this.ended(error);
  }
}
"""#),
    File(name: "messages.js", text: #"""
/** The first element of each message of WAMP. */
export const type = Object.freeze({
  HELLO: 1, WELCOME: 2, ABORT: 3, CHALLENGE: 4, AUTHENTICATE: 5, GOODBYE: 6, ERROR: 8, PUBLISH: 16, PUBLISHED: 17,
  SUBSCRIBE: 32, SUBSCRIBED: 33, UNSUBSCRIBE: 34, UNSUBSCRIBED: 35, EVENT: 36, CALL: 48, CANCEL: 49, RESULT: 50,
  REGISTER: 64, REGISTERED: 65, UNREGISTER: 66, UNREGISTERED: 67, INVOCATION: 68, INTERRUPT: 69, YIELD: 70,
});

const isID = (value) => Number.isSafeInteger(value) && value >= 0;
const isText = (value) => typeof value === "string";
const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** What stands in each message that a router sends, before arguments. */
const shapes = new Map([
  [type.WELCOME, [isID, isMap]], [type.ABORT, [isMap, isText]], [type.CHALLENGE, [isText, isMap]],
  [type.GOODBYE, [isMap, isText]], [type.ERROR, [isID, isID, isMap, isText]], [type.PUBLISHED, [isID, isID]],
  [type.SUBSCRIBED, [isID, isID]], [type.UNSUBSCRIBED, [isID]], [type.EVENT, [isID, isID, isMap]],
  [type.RESULT, [isID, isMap]], [type.REGISTERED, [isID, isID]], [type.UNREGISTERED, [isID]],
  [type.INVOCATION, [isID, isID, isMap]], [type.INTERRUPT, [isID, isMap]],
]);

/** Messages with arguments and keyword arguments behind what is always there. */
const withArguments = new Set([type.ERROR, type.EVENT, type.RESULT, type.INVOCATION, type.ABORT]);

/** What is wrong with a message; `undefined` if it is one that a router sends. */
export function fault(message) {
  const shape = Array.isArray(message) ? shapes.get(message[0]) : undefined;
  if (!shape) return "found no message that a router sends";
  const isRight = shape.every((accepts, index) => accepts(message[1 + index]));
  if (!isRight) return `found a message of type ${message[0]} whose elements are of other types`;
  if (!withArguments.has(message[0])) return undefined;
  const [args, kwargs] = message.slice(1 + shape.length);
  if (args !== undefined && !Array.isArray(args)) return `found a message of type ${message[0]} whose arguments are no list`;
  if (kwargs !== undefined && !isMap(kwargs)) return `found a message of type ${message[0]} whose keyword arguments are no map`;
  return undefined;
}

/** Arguments behind the rest of a message; nothing where there are none. */
export function tail(args = [], kwargs = {}) {
  if (Object.keys(kwargs).length > 0) return [args, kwargs];
  return args.length > 0 ? [args] : [];
}
"""#),
    File(name: "pages.js", text: #"""
// Generated by schemac 0.3 from "tables.fbs". Do not edit.
import * as $f from "./records.js";

/** What a bound of a range means. */
export const BoundKind = $f.members({
  /** The key itself lies in the range. */
  including: 0,
  excluding: 1,
  /** All keys that begin with these bytes lie in it. */
  beginning: 2,
});

/** Of `get`: a row by its primary key. The answer is the table's own record. */
export class KeyRequest extends $f.Table {
  static type = "flatwire.tables.KeyRequest";
  static fields = [
    $f.field("key", "key", 4, $f.vector($f.ubyte), { required: true }),
  ];

  /** The key's bytes as they are stored. */
  get key() { return this.$get(0); }
}

/** Of `get_many`: rows by their primary keys. */
export class KeysRequest extends $f.Table {
  static type = "flatwire.tables.KeysRequest";
  static fields = [
    $f.field("keys", "keys", 4, $f.vector($f.table(() => KeyRequest)), { required: true }),
  ];

  get keys() { return this.$get(0); }
}

/** Of `list` and `count`: a range of keys. */
export class RangeRequest extends $f.Table {
  static type = "flatwire.tables.RangeRequest";
  static fields = [
    $f.field("index", "index", 4, $f.string),
    $f.field("from", "from", 6, $f.vector($f.ubyte)),
    $f.field("from_kind", "fromKind", 8, $f.enumeration($f.ubyte, () => BoundKind), { fallback: 0 }),
    $f.field("to", "to", 10, $f.vector($f.ubyte)),
    $f.field("to_kind", "toKind", 12, $f.enumeration($f.ubyte, () => BoundKind), { fallback: 0 }),
    $f.field("descending", "descending", 14, $f.bool, { fallback: false }),
    $f.field("limit", "limit", 16, $f.uint, { fallback: 0 }),
    $f.field("after", "after", 18, $f.string),
  ];

  /** The name of an index; absent for primary keys. */
  get index() { return this.$get(0); }

  /** Where the range begins; absent for the first key. */
  get from() { return this.$get(1); }

  get fromKind() { return this.$get(2); }

  /** Where the range ends; absent for the last key. */
  get to() { return this.$get(3); }

  get toKind() { return this.$get(4); }

  /** Whether the greatest key comes first. */
  get descending() { return this.$get(5); }

  /** The most rows of a page; 0 for as many as the server likes. */
  get limit() { return this.$get(6); }

  /** The `after` of the page before this one. */
  get after() { return this.$get(7); }
}

/** What ends a page of rows. */
export class PageResult extends $f.Table {
  static type = "flatwire.tables.PageResult";
  static fields = [
    $f.field("count", "count", 4, $f.uint, { fallback: 0 }),
    $f.field("after", "after", 6, $f.string),
    $f.field("missing", "missing", 8, $f.vector($f.uint)),
    $f.field("keys", "keys", 10, $f.uint, { fallback: 0 }),
    $f.field("rows", "rows", 12, $f.vector($f.table(() => PageRow))),
    $f.field("commit", "commit", 14, $f.ulong, { fallback: 0n }),
    $f.field("changes", "changes", 16, $f.table(() => PublicationProgress)),
  ];

  /** How many rows the page has. */
  get count() { return this.$get(0); }

  /** Where the next page goes on; absent if there is none. */
  get after() { return this.$get(1); }

  /** Of `get_many`: the positions of keys that have no row. */
  get missing() { return this.$get(2); }

  /** Of `get_many`: how many of the keys were looked for. Those behind them are to be asked for anew. */
  get keys() { return this.$get(3); }

  /** The rows, if the caller does not take them as progressive results. */
  get rows() { return this.$get(4); }

  /** The number of the last commit that the page knows of: all of its rows are as that left them. */
  get commit() { return this.$get(5); }

  /** How far the changes of the table are published; absent if they are not. */
  get changes() { return this.$get(6); }
}

/** How far the publication of a table's changes was, read right after the snapshot was taken of which the page is. */
export class PublicationProgress extends $f.Table {
  static type = "flatwire.tables.PublicationProgress";
  static fields = [
    $f.field("publication", "publication", 4, $f.ulong, { fallback: 0n }),
    $f.field("seen", "seen", 6, $f.ulong, { fallback: 0n }),
    $f.field("changed", "changed", 8, $f.ulong, { fallback: 0n }),
  ];

  /** Tells the publication from earlier ones of the table: the number after which its events are counted. */
  get publication() { return this.$get(0); }

  /** The number of the last commit that the publication knows of. */
  get seen() { return this.$get(1); }

  /**
   * The number of the last commit of which it tells, or has told, changes; 0 if there is none. Up to `seen` there is no
   * later one.
   */
  get changed() { return this.$get(2); }
}

/** A row of the table. */
export class PageRow extends $f.Table {
  static type = "flatwire.tables.PageRow";
  static fields = [
    $f.field("record", "record", 4, $f.vector($f.ubyte), { required: true }),
  ];

  /** The table's record. */
  get record() { return this.$get(0); }
}

/** Of `count`: how many rows there are. */
export class CountResult extends $f.Table {
  static type = "flatwire.tables.CountResult";
  static fields = [
    $f.field("count", "count", 4, $f.ulong, { fallback: 0n }),
  ];

  get count() { return this.$get(0); }
}

/** Of `put`, `insert` and `update`: a row to be stored. */
export class PutRequest extends $f.Table {
  static type = "flatwire.tables.PutRequest";
  static fields = [
    $f.field("record", "record", 4, $f.vector($f.ubyte), { required: true }),
    $f.field("if_hash", "ifHash", 6, $f.ulong),
  ];

  /** The table's record. */
  get record() { return this.$get(0); }

  /** The hash of the row that is to be replaced. */
  get ifHash() { return this.$get(1); }
}

/** Of `delete`: a row by its primary key. */
export class DeleteRequest extends $f.Table {
  static type = "flatwire.tables.DeleteRequest";
  static fields = [
    $f.field("key", "key", 4, $f.vector($f.ubyte), { required: true }),
    $f.field("if_hash", "ifHash", 6, $f.ulong),
  ];

  get key() { return this.$get(0); }

  /** The hash of the row that is to be deleted. */
  get ifHash() { return this.$get(1); }
}

/** Of all that writes. */
export class WriteResult extends $f.Table {
  static type = "flatwire.tables.WriteResult";
  static fields = [
    $f.field("commit", "commit", 4, $f.ulong, { fallback: 0n }),
  ];

  /** The number of the store's commit. */
  get commit() { return this.$get(0); }
}
"""#),
    File(name: "parts.js", text: #"""
import { WAMPError } from "./errors.js";

/** What comes in parts and is read one by one: parts that nobody reads wait, up to a bound. */
export class Parts {
  constructor(maximum) {
    this.maximum = maximum;
    this.waiting = [];
    this.error = undefined;
    this.isOver = false;
    this.wake = undefined;
  }

  /** Returns whether there was room. */
  push(part) {
    if (this.waiting.length >= this.maximum) {
      this.fail(new WAMPError("wamp.error.unavailable", [`more than ${this.maximum} parts of a result were not read`]));
      return false;
    }
    this.waiting.push(part);
    this.wake?.();
    return true;
  }

  finish(part) {
    this.waiting.push(part);
    this.isOver = true;
    this.wake?.();
  }

  fail(error) {
    this.error ??= error;
    this.isOver = true;
    this.wake?.();
  }

  /** The next part; `undefined` behind the last one. */
  async next() {
    while (this.waiting.length === 0) {
      if (this.error) throw this.error;
      if (this.isOver) return undefined;
      await new Promise((resolve) => { this.wake = resolve; });
    }
    return this.waiting.shift();
  }
}
"""#),
    File(name: "payloads.js", text: #"""
import { WAMPError } from "./errors.js";
import { bytesOf, Table, VerificationError } from "./records.js";

/** An error of a schema with its record: what handlers throw, and what callers of procedures that declare it catch. */
export class RecordError extends WAMPError {
  constructor(type, value) {
    const args = recordArguments(type, value);
    super(type.error, args);
    this.name = "RecordError";
    this.record = value instanceof Table ? value : type.from(args[0]);
  }
}

/** What a call throws for an error of the peer: one with its record if the procedure declares it. Plain arguments stay such. */
export function failure(procedure, error) {
  const type = procedure.errors?.find((type) => type.error === error.uri);
  if (type === undefined || !(error.args[0] instanceof Uint8Array)) return error;
  try {
    return new RecordError(type, record(type, error.args, error.kwargs, `${procedure.uri} failed with ${error.uri} and`));
  } catch (fault) {
    return fault;
  }
}

/** The arguments that say a record: its bytes alone. Of a draft they are built, of a record they are those that it has. */
export function recordArguments(type, value) {
  if (value instanceof Uint8Array) return [value];
  if (value instanceof Table) {
    if (!(value instanceof type)) throw new WAMPError("wamp.error.invalid_argument", [`found another table, expected ${type.type}`]);
    // A table within a record has not all bytes for itself.
    return [value.$at === value.$view.getUint32(0, true) ? bytesOf(value) : type.encode(value)];
  }
  return [type.encode(value ?? {})];
}

/** The record that arguments say, verified, and read where it arrived. */
export function record(type, args, kwargs, source) {
  const isEmpty = args.length === 0 && Object.keys(kwargs).length === 0;
  if (isEmpty && type.fields.length === 0) return undefined;
  if (args.length !== 1 || !(args[0] instanceof Uint8Array) || Object.keys(kwargs).length > 0) {
    throw new WAMPError("wamp.error.invalid_payload", [`${source} sent plain arguments, expected one record ${type.type}`]);
  }
  try {
    return type.from(args[0]);
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    throw new WAMPError("wamp.error.invalid_payload", [`${source} sent no record: ${error.message}`]);
  }
}
"""#),
    File(name: "records.js", text: #"""
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
"""#),
    File(name: "references.js", text: #"""
import { shown, ubyte } from "./scalars.js";
import { Vector } from "./vector.js";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The bytes of a part of a record, where they are. */
export function bytesAt(view, at, count) {
  return new Uint8Array(view.buffer, view.byteOffset + at, count);
}

/** What is stored elsewhere, and an offset in its place. */
export class Reference {
  constructor(isWide = false) {
    this.isWide = isWide;
    this.size = isWide ? 8 : 4;
    this.alignment = this.size;
  }

  target(view, at) {
    return at + (this.isWide ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true));
  }

  read(view, at) { return this.readTarget(view, this.target(view, at)); }

  verify(verifier, at) { this.verifyTarget(verifier, verifier.follow(at, this.isWide)); }

  write(builder, at, value) { builder.link(at, this.create(builder, value), this.isWide); }
}

class Text extends Reference {
  readTarget(view, at) { return decoder.decode(bytesAt(view, at + 4, view.getUint32(at, true))); }

  verifyTarget(verifier, at) { verifier.string(at); }

  create(builder, value) {
    if (typeof value !== "string") builder.refuse(`found ${shown(value)}, expected a string`);
    const bytes = encoder.encode(value);
    const start = builder.reserve(bytes.length + 1, 4, 4);
    builder.view.setUint32(start, bytes.length, true);
    builder.bytes.set(bytes, start + 4);
    return start;
  }

  json(value) { return value; }
}

class TableReference extends Reference {
  constructor(type) {
    super();
    this.type = type;
  }

  readTarget(view, at) { return new (this.type())(view, at); }

  verifyTarget(verifier, at) { verifier.table(at, this.type()); }

  create(builder, value) { return builder.table(this.type(), value); }

  json(value) { return value.toJSON(); }
}

/** A struct in its place. */
class Inline {
  constructor(type) { this.type = type; }

  get size() { return this.type().size; }

  get alignment() { return this.type().alignment; }

  read(view, at) { return new (this.type())(view, at); }

  verify() {}

  write(builder, at, value) { this.type().write(builder, at, value); }

  json(value) { return value.toJSON(); }
}

/** A struct that a union's offset leads to. */
class Boxed extends Reference {
  constructor(type) {
    super();
    this.type = type;
  }

  readTarget(view, at) { return new (this.type())(view, at); }

  verifyTarget(verifier, at) { verifier.check(at, this.type().size, this.type().alignment); }

  create(builder, value) {
    const at = builder.reserve(this.type().size, this.type().alignment);
    this.type().write(builder, at, value);
    return at;
  }

  json(value) { return value.toJSON(); }
}

class VectorReference extends Reference {
  constructor(element, { alignment, wideOffset = false, wideCount = false, nested } = {}) {
    super(wideOffset || wideCount);
    this.element = element;
    this.isWideCount = wideCount;
    this.leastAlignment = alignment ?? 1;
    this.nested = nested;
  }

  get isBytes() { return this.element === ubyte; }

  get head() { return this.isWideCount ? 8 : 4; }

  count(view, at) { return this.isWideCount ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true); }

  readTarget(view, at) {
    const count = this.count(view, at);
    const start = at + this.head;
    return this.isBytes ? bytesAt(view, start, count) : new Vector(this.element, view, start, count);
  }

  verifyTarget(verifier, at) {
    const { element } = this;
    // Structs are read wherever they are.
    const alignment = element instanceof Inline ? 1 : element.alignment;
    const count = verifier.vector(at, element.size, alignment, this.isWideCount);
    if (this.nested) return verifier.nested(bytesAt(verifier.view, at + this.head, count), this.nested());
    if (!(element instanceof Reference)) return;
    verifier.spend(count);
    for (let index = 0; index < count; index++) {
      verifier.path.push(index);
      element.verify(verifier, at + this.head + index * element.size);
      verifier.path.pop();
    }
  }

  create(builder, value) {
    const { element } = this;
    if (value === null || typeof value !== "object" || typeof value[Symbol.iterator] !== "function") {
      builder.refuse(`found ${shown(value)}, expected ${this.isBytes ? "a Uint8Array" : "an array"}`);
    }
    const values = this.isBytes && value instanceof Uint8Array ? value : Array.from(value);
    const alignment = Math.max(this.head, element.alignment, this.leastAlignment);
    const at = builder.reserve(values.length * element.size, alignment, this.head);
    if (this.isWideCount) builder.view.setBigUint64(at, BigInt(values.length), true);
    else builder.view.setUint32(at, values.length, true);
    if (values instanceof Uint8Array) builder.bytes.set(values, at + this.head);
    else builder.elements(at + this.head, element, values);
    return at;
  }

  json(value) { return Array.from(value, (element) => this.element.json(element)); }
}

/** A fixed number of elements in a struct. */
class FixedArray {
  constructor(element, count) {
    this.element = element;
    this.count = count;
  }

  get size() { return this.element.size * this.count; }

  get alignment() { return this.element.alignment; }

  read(view, at) {
    return this.element === ubyte
      ? bytesAt(view, at, this.count) : new Vector(this.element, view, at, this.count);
  }

  write(builder, at, value) {
    const values = value && typeof value === "object" && value[Symbol.iterator] ? Array.from(value) : [];
    if (values.length !== this.count) builder.refuse(`found ${values.length} elements, expected ${this.count}`);
    builder.elements(at, this.element, values);
  }

  json(value) { return Array.from(value, (element) => this.element.json(element)); }
}

export const string = new Text();
export const wideString = new Text(true);
export const table = (type) => new TableReference(type);
export const struct = (type) => new Inline(type);
export const boxed = (type) => new Boxed(type);
export const vector = (element, options) => new VectorReference(element, options);
export const array = (element, count) => new FixedArray(element, count);
"""#),
    File(name: "scalars.js", text: #"""
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
"""#),
    File(name: "session.js", text: #"""
import { Callee } from "./callee.js";
import { Caller } from "./caller.js";
import { Changes } from "./changes.js";
import { WAMPError } from "./errors.js";
import { Link, lost, violation } from "./link.js";
import { type } from "./messages.js";
import { record } from "./payloads.js";
import { Subscriber } from "./subscriber.js";
import { RemoteTable } from "./tables.js";

const defaults = {
  openTimeout: 10_000, maximumMessageSize: 16 << 20, maximumBuffered: 64 << 20, maximumPending: 10_000,
  onError: (error) => console.error(error), onState: () => {},
};
const backOff = { delay: 200, maximumDelay: 30_000, attempts: Infinity };

/** Errors of a router that will say the same the next time. */
const isFinal = (error) => error instanceof WAMPError && [
  "no_such_realm", "no_such_role", "invalid_uri", "invalid_argument", "not_authorized", "authentication_failed",
  "authentication_required", "no_matching_auth_method", "protocol_violation", "no_such_principal", "authentication_denied",
  "authorization_denied",
].some((name) => error.uri === `wamp.error.${name}`) || error.uri === "wamp.close.killed";

/** Joins a realm; throws WAMPError with what the router says, or that there is none. */
export async function connect(url, options) {
  const session = new Session(url, options);
  await session.$open();
  return session;
}

/** A session with a router, over one connection or, with `reconnection`, over one after the other. */
export class Session {
  #url;
  #options;
  #link;
  #request = 0;
  #pending = new Map();
  #state = "opening";
  #error;
  #wake = [];
  #caller = new Caller(this);
  #callee = new Callee(this);
  #subscriber = new Subscriber(this);

  constructor(url, options = {}) {
    if (typeof options.realm !== "string") throw new WAMPError("wamp.error.invalid_argument", ["name a realm: { realm: \"…\" }"]);
    this.#url = url;
    this.#options = { ...defaults, WebSocket: globalThis.WebSocket, ...options };
    if (typeof this.#options.WebSocket !== "function") {
      throw new WAMPError("wamp.error.feature_not_supported", ["found no WebSocket, give one: { WebSocket }"]);
    }
    const { reconnection } = options;
    this.reconnection = reconnection ? { ...backOff, ...(reconnection === true ? {} : reconnection) } : undefined;
    /** Why the session ended; it is never rejected. */
    this.closed = new Promise((resolve) => { this.$resolveClosed = resolve; });
  }

  /** "open", "waiting" for a connection, or "closed". */
  get state() { return this.#state; }

  /** The identifier of the session; another one after each reconnection. */
  get id() { return this.#link?.welcome?.id; }

  /** What the router said when it welcomed the session. */
  get details() { return this.#link?.welcome?.details ?? {}; }

  get $options() { return this.#options; }

  // MARK: What is asked

  /** Calls a procedure: of a schema with its request, which gives the response's record; by a URI with arguments. */
  call(procedure, request, options = {}) { return this.#caller.call(procedure, request, options); }

  /** The parts of a result as they come, the last one included. */
  results(procedure, request, options = {}) { return this.#caller.results(procedure, request, options); }

  /** Answers calls of a procedure until it is unregistered. */
  register(procedure, handler, options = {}) { return this.#callee.register(procedure, handler, options); }

  /** Hands events of a topic to a handler until it is unsubscribed. */
  subscribe(topic, handler, options = {}) { return this.#subscriber.subscribe(topic, handler, options); }

  /** Publishes an event; with `acknowledge` it waits for the router's word. */
  publish(topic, event, options = {}) { return this.#subscriber.publish(topic, event, options); }

  /** Hands the changes of a stored table that a router publishes to a topic to a handler. */
  changes(topic, handler, options = {}) {
    const changes = new Changes();
    const { uri, event: type } = topic;
    return this.subscribe(uri, (event) => {
      for (const change of changes.read(event, () => record(type, event.args, event.kwargs, uri))) handler(change);
    }, options);
  }

  /** A table that a router exposes. */
  table(type, prefix) { return new RemoteTable(this, type, prefix); }

  /** Says GOODBYE and closes; done when the router has answered, or after two seconds. */
  async close(reason = "wamp.close.close_realm") {
    if (this.#state === "closed") return;
    const link = this.#link;
    if (this.#state === "open" && link) {
      this.isClosing = true;
      link.send([type.GOODBYE, {}, reason]);
      await Promise.race([this.closed, new Promise((resolve) => { setTimeout(resolve, 2000); })]);
    }
    this.#end(new WAMPError("wamp.close.normal", ["the session was closed"]));
    link?.end(this.#error);
  }

  // MARK: Requests

  /** Sends a request and waits for its answer. */
  async $ask(code, make, timeout) {
    await this.$ready(timeout);
    return new Promise((resolve, reject) => { this.$send(code, make, { resolve, reject }); });
  }

  /** Sends a request whose answers go to `answers`; returns its number. */
  $send(code, make, answers) {
    if (this.#pending.size >= this.#options.maximumPending) {
      throw new WAMPError("wamp.error.unavailable", [`${this.#pending.size} requests wait for answers`]);
    }
    const request = ++this.#request;
    this.$tell(make(request));
    if (answers) this.#pending.set(request, { code, ...answers });
    return request;
  }

  /** Sends what has no answer. */
  $tell(message) {
    if (this.#state !== "open" || this.#link.isOver) throw this.#error ?? lost("there is no connection");
    this.#link.send(message);
  }

  $forget(request) { this.#pending.delete(request); }

  /** Waits for a connection; throws why there will be none. */
  async $ready(timeout) {
    if (this.#state === "open") return;
    if (this.#state === "closed") throw this.#error;
    if (this.#wake.length >= this.#options.maximumPending) {
      throw new WAMPError("wamp.error.unavailable", [`${this.#wake.length} requests wait for a connection`]);
    }
    await new Promise((resolve, reject) => {
      const timer = timeout === undefined ? undefined : setTimeout(
        () => reject(new WAMPError("wamp.error.timeout", ["there was no connection in time"])), timeout);
      this.#wake.push((error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  // MARK: The connection

  async $open() {
    try {
      this.#welcomed(await this.#connect());
    } catch (error) {
      this.#end(error);
      throw error;
    }
  }

  #connect() {
    return Link.open(this.#url, this.#options, (message) => this.#receive(message), (error) => this.#lost(error));
  }

  #welcomed(link) {
    this.#link = link;
    this.#request = 0;
    this.#enter("open");
    // Before anything else is sent: what was registered and subscribed goes on.
    this.#callee.renew();
    this.#subscriber.renew();
    for (const wake of this.#wake.splice(0)) wake();
  }

  #enter(state) {
    this.#state = state;
    this.#options.onState(state, this.#error);
  }

  #lost(error) {
    if (this.#state === "closed") return;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    this.#callee.interrupt();
    const comesBack = this.reconnection && !this.isClosing && !isFinal(error);
    if (comesBack) this.#reconnect(error);
    else this.#end(error);
    for (const { reject } of pending) reject(error);
  }

  async #reconnect(error) {
    this.#error = error;
    this.#enter("waiting");
    let { delay } = this.reconnection;
    for (let attempt = 1; attempt <= this.reconnection.attempts; attempt++) {
      // Half of it by chance: clients of a router that was gone do not all come back at once.
      await new Promise((resolve) => { setTimeout(resolve, delay * (0.5 + Math.random() / 2)); });
      delay = Math.min(2 * delay, this.reconnection.maximumDelay);
      if (this.#state === "closed") return;
      try {
        const link = await this.#connect();
        if (this.#state === "closed") return link.end(this.#error);
        this.#error = undefined;
        return this.#welcomed(link);
      } catch (failure) {
        this.#error = failure;
        if (isFinal(failure)) break;
      }
    }
    return this.#end(this.#error);
  }

  #end(error) {
    if (this.#state === "closed") return;
    this.#error = error;
    this.#enter("closed");
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    for (const wake of this.#wake.splice(0)) wake(error);
    this.$resolveClosed(error);
  }

  // MARK: What the router says

  #receive(message) {
    switch (message[0]) {
      case type.EVENT: return this.#subscriber.event(message);
      case type.INVOCATION: return this.#callee.invocation(message);
      case type.INTERRUPT: return this.#callee.interrupt(message[1]);
      case type.GOODBYE: return this.#goodbye(message);
      case type.ABORT: return this.#link.end(new WAMPError(message[2], message[3] ?? [message[1].message].filter(Boolean)));
      case type.ERROR: {
        const pending = this.#take(message[2], message[1]);
        return pending?.reject(new WAMPError(message[4], message[5], message[6]));
      }
      case type.RESULT: {
        const pending = message[2].progress ? this.#pending.get(message[1]) : this.#take(message[1], type.CALL);
        if (message[2].progress) return pending?.part?.(message);
        return pending?.resolve(message);
      }
      case type.UNSUBSCRIBED:
        if (message[1] === 0) return this.#subscriber.revoked(message[2]?.subscription);
        return this.#take(message[1], type.UNSUBSCRIBE)?.resolve(message);
      case type.UNREGISTERED:
        if (message[1] === 0) return this.#callee.revoked(message[2]?.registration);
        return this.#take(message[1], type.UNREGISTER)?.resolve(message);
      case type.SUBSCRIBED: return this.#take(message[1], type.SUBSCRIBE)?.resolve(message);
      case type.REGISTERED: return this.#take(message[1], type.REGISTER)?.resolve(message);
      case type.PUBLISHED: return this.#take(message[1], type.PUBLISH)?.resolve(message);
      default: throw violation(`found a message of type ${message[0]} after WELCOME`);
    }
  }

  /** The request that an answer is for; none if it was given up. */
  #take(request, code) {
    const pending = this.#pending.get(request);
    if (pending && pending.code !== code) throw violation(`found an answer to ${code} for a request of ${pending.code}`);
    this.#pending.delete(request);
    return pending;
  }

  #goodbye([, details, reason]) {
    if (!this.isClosing) this.#link.send([type.GOODBYE, {}, "wamp.close.goodbye_and_out"]);
    const text = this.isClosing ? "the session was closed" : (details.message ?? "the router closed the session");
    this.#link.end(new WAMPError(this.isClosing ? "wamp.close.normal" : reason, [text]));
  }
}
"""#),
    File(name: "subscriber.js", text: #"""
import { listed } from "./caller.js";
import { WAMPError } from "./errors.js";
import { tail, type } from "./messages.js";
import { record, recordArguments } from "./payloads.js";

/** The subscriptions and publications of a session. */
export class Subscriber {
  constructor(session) {
    this.session = session;
    this.subscriptions = new Set();
    // Subscriptions that ask for the same are one to the router.
    this.byID = new Map();
  }

  async subscribe(topic, handler, { match, options, timeout } = {}) {
    const subscription = {
      topic, handler, details: { match, ...options }, id: undefined, rejected: 0,
      unsubscribe: () => this.#unsubscribe(subscription),
    };
    await this.session.$ready(timeout);
    this.subscriptions.add(subscription);
    try {
      await this.#ask(subscription);
    } catch (error) {
      this.subscriptions.delete(subscription);
      throw error;
    }
    return subscription;
  }

  #ask(subscription) {
    const { topic, details } = subscription;
    const uri = typeof topic === "string" ? topic : topic.uri;
    return new Promise((resolve, reject) => {
      this.session.$send(type.SUBSCRIBE, (id) => [type.SUBSCRIBE, id, details, uri], {
        // At once: an event may follow in the same turn.
        resolve: ([, , id]) => {
          subscription.id = id;
          this.byID.set(id, (this.byID.get(id) ?? new Set()).add(subscription));
          resolve();
          // Given up while its connection was being renewed.
          if (!this.subscriptions.has(subscription)) this.#drop(subscription).catch(this.session.$options.onError);
        }, reject,
      });
    });
  }

  async #unsubscribe(subscription) {
    if (this.subscriptions.delete(subscription)) await this.#drop(subscription);
  }

  /** Tells the router that nobody listens any more, if that was the last one. */
  async #drop(subscription) {
    const { id } = subscription;
    const others = this.byID.get(id);
    others?.delete(subscription);
    // One that was asked for meanwhile may become the same one.
    const isAsked = [...this.subscriptions].some((other) => other.id === undefined);
    if (!others || others.size > 0 || isAsked || this.session.state !== "open") return;
    this.byID.delete(id);
    await this.session.$ask(type.UNSUBSCRIBE, (request) => [type.UNSUBSCRIBE, request, id]);
  }

  renew() {
    this.byID.clear();
    for (const subscription of this.subscriptions) {
      subscription.id = undefined;
      this.#ask(subscription).catch((error) => {
        // Lost with its connection, it is asked for again by the next one.
        if (error.uri === "wamp.close.transport_lost") return;
        this.subscriptions.delete(subscription);
        this.session.$options.onError(error);
      });
    }
  }

  revoked(id) {
    for (const subscription of this.byID.get(id) ?? []) {
      this.subscriptions.delete(subscription);
      this.session.$options.onError(new WAMPError("wamp.error.no_such_subscription", ["the router revoked it"]));
    }
    this.byID.delete(id);
  }

  event([, id, publication, details, args = [], kwargs = {}]) {
    for (const subscription of [...(this.byID.get(id) ?? [])]) {
      const { topic, handler } = subscription;
      const isTyped = typeof topic !== "string";
      const uri = details.topic ?? (isTyped ? topic.uri : topic);
      const followsLoss = details.x_flatwire_missed === true;
      const event = { topic: uri, args, kwargs, details, publication, followsLoss };
      try {
        const handled = isTyped ? handler(this.#record(subscription, event), event) : handler(event);
        handled?.catch?.((error) => this.session.$options.onError(error));
      } catch (error) {
        this.session.$options.onError(error);
      }
    }
  }

  /** Events that are no record are counted, told and not handed on. */
  #record(subscription, { args, kwargs, topic }) {
    try {
      return record(subscription.topic.event, args, kwargs, topic);
    } catch (error) {
      subscription.rejected += 1;
      throw error;
    }
  }

  async publish(topic, event, { kwargs, acknowledge, excludeMe, retain, options, timeout } = {}) {
    const uri = typeof topic === "string" ? topic : topic.uri;
    const args = typeof topic === "string" ? listed(event) : recordArguments(topic.event, event);
    const details = { acknowledge, exclude_me: excludeMe, retain, ...options };
    const make = (request) => [type.PUBLISH, request, details, uri, ...tail(args, kwargs)];
    await this.session.$ready(timeout);
    if (!acknowledge) {
      this.session.$send(type.PUBLISH, make);
      return undefined;
    }
    return (await this.session.$ask(type.PUBLISH, make, timeout))[2];
  }
}
"""#),
    File(name: "tables.js", text: #"""
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
"""#),
    File(name: "vector.js", text: #"""
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
"""#),
    File(name: "verifier.js", text: #"""
import { VerificationError } from "./errors.js";

/** What a record may cost to verify, whatever its bytes say. */
export const limits = Object.freeze({ depth: 64, tables: 1_000_000, elements: 10_000_000 });

/** Goes once through bytes that came from outside, before anything is read from them. */
export class Verifier {
  constructor(view, name, path = [name]) {
    this.view = view;
    this.size = view.byteLength;
    this.path = path;
    this.depth = 0;
    this.tables = 0;
    this.elements = 0;
  }

  refuse(fault) {
    const [first, ...rest] = this.path;
    const path = rest.reduce((text, part) => text + (typeof part === "number" ? `[${part}]` : `.${part}`), first);
    throw new VerificationError(path, fault);
  }

  check(at, size, alignment) {
    if (at < 0 || at + size > this.size) {
      this.refuse(`found ${size} bytes at ${at}, expected them within the record's ${this.size}`);
    }
    if (at % alignment !== 0) this.refuse(`found a value at ${at}, expected a multiple of ${alignment}`);
  }

  /** Follows the offset in a place. */
  follow(at, isWide = false) {
    this.check(at, isWide ? 8 : 4, isWide ? 8 : 4);
    const offset = isWide ? Number(this.view.getBigUint64(at, true)) : this.view.getUint32(at, true);
    const target = at + offset;
    if (offset === 0 || target > this.size - 4) this.refuse(`found the offset ${offset} at ${at}, which leads out of the record`);
    return target;
  }

  /** The count of a vector, whose elements all lie within the record. */
  vector(at, size, alignment, isWide = false) {
    const head = isWide ? 8 : 4;
    this.check(at, head, head);
    const count = isWide ? Number(this.view.getBigUint64(at, true)) : this.view.getUint32(at, true);
    if (count > (this.size - at - head) / size) {
      this.refuse(`found a vector of ${count} elements at ${at}, which has no room`);
    }
    if (count > 0) this.check(at + head, count * size, alignment);
    return count;
  }

  spend(elements) {
    this.elements += elements;
    if (this.elements > limits.elements) this.refuse(`found more than ${limits.elements} elements`);
  }

  string(at) {
    const count = this.vector(at, 1, 1);
    const end = at + 4 + count;
    if (end >= this.size || this.view.getUint8(end) !== 0) this.refuse("string has no terminating zero");
  }

  /** A table by the fields of its class. */
  table(at, type) {
    this.check(at, 4, 4);
    const vtable = at - this.view.getInt32(at, true);
    this.check(vtable, 4, 2);
    const slots = this.view.getUint16(vtable, true);
    const size = this.view.getUint16(vtable + 2, true);
    if (slots < 4 || slots % 2 !== 0 || vtable + slots > this.size) this.refuse(`found a vtable of ${slots} bytes at ${vtable}`);
    if (size < 4 || at + size > this.size) this.refuse(`found a table of ${size} bytes at ${at}`);
    if (++this.depth > limits.depth) this.refuse(`tables are nested more than ${limits.depth} deep`);
    if (++this.tables > limits.tables) this.refuse(`found more than ${limits.tables} tables`);
    for (const field of type.fields) {
      this.path.push(field.name);
      field.verify(this, at);
      this.path.pop();
    }
    this.depth -= 1;
  }

  /** A record within the bytes of this one, which counts as a part of it. */
  nested(bytes, type) {
    const inner = new Verifier(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), "", this.path);
    Object.assign(inner, { depth: this.depth, tables: this.tables, elements: this.elements });
    inner.root(type);
    Object.assign(this, { tables: inner.tables, elements: inner.elements });
  }

  root(type) {
    if (this.size < 8) this.refuse(`found ${this.size} bytes, which are no record`);
    this.table(this.follow(0), type);
  }
}
"""#),
  ]
}
