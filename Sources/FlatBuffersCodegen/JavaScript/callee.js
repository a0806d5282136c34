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
