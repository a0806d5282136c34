// What the router tells of itself, asked again and again while somebody looks.

/** Asks a procedure at intervals, as long as there are listeners and the page is seen. */
export class Poll {
  #session;
  #procedure;
  #interval;
  #listeners = new Set();
  #timer;

  constructor(session, procedure, interval) {
    this.#session = session;
    this.#procedure = procedure;
    this.#interval = interval;
    document.addEventListener("visibilitychange", () => this.#schedule(0));
  }

  /** Hands each answer to a listener; returns what ends that. */
  listen(listener) {
    this.#listeners.add(listener);
    if (this.last) listener(this.last);
    this.#schedule(0);
    return () => this.#listeners.delete(listener);
  }

  #schedule(delay) {
    clearTimeout(this.#timer);
    if (this.#listeners.size === 0 || document.hidden || this.#session.state === "closed") return;
    this.#timer = setTimeout(() => this.#ask(), delay);
  }

  async #ask() {
    try {
      const { kwargs } = await this.#session.call(this.#procedure, [], { timeout: 10_000 });
      const now = performance.now();
      this.last = { ...kwargs, seconds: this.last ? (now - this.last.time) / 1000 : undefined, time: now, before: this.last };
      // Or each would keep all of them.
      if (this.last.before) delete this.last.before.before;
      for (const listener of [...this.#listeners]) listener(this.last);
    } catch (error) {
      for (const listener of [...this.#listeners]) listener({ error });
    }
    this.#schedule(this.#interval);
  }
}
