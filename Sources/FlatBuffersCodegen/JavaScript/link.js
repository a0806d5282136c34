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
