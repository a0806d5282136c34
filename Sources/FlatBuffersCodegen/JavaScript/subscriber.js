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
