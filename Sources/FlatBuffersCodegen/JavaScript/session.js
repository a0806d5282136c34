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
