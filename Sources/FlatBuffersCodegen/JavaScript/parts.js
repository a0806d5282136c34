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
