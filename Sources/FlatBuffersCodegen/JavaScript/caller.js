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
