// What was sent, with and without a copy.
import { element, fill } from "./dom.js";
import { countText, sizeText } from "./valuetext.js";

/** The counters of the router, live. */
export function trafficView({ counters }) {
  const body = element("div", { className: "stack" });
  const view = element(
    "section", {}, element("h2", {}, "Traffic"), element(
      "p", { className: "note" }, "What the router has sent since it was started, in all its realms. Payload is what "
      + "messages carry, such as records; it goes to the kernel from where it is stored, or is copied first, for a reason."),
    body);
  const leave = counters.listen((status) => {
    if (status.error) return;
    fill(body, tiles(status), copies(status), messages(status));
  });
  return { view, leave };
}

/** Bytes of payload, without what the console itself asked for and was answered. */
export function sentUncopied({ uncopied, own }) { return Math.max(0, uncopied - own.bytes); }

/** Bytes of payload, whatever they were copied for. */
export function copied({ copied }) { return Object.values(copied).reduce((sum, bytes) => sum + bytes, 0); }

function tiles(status) {
  const rate = (read) => {
    const { before, seconds } = status;
    if (!before || !seconds) return "";
    const perSecond = (read(status) - read(before)) / seconds;
    return perSecond >= 1 ? `${sizeText(Math.round(perSecond))} per second` : "nothing now";
  };
  const [stored, again] = [sentUncopied(status), copied(status)];
  // Not rounded up: what was copied stays seen.
  const share = stored + again > 0 ? `${Math.floor(10_000 * stored / (stored + again)) / 100} % of all payload` : "nothing was sent yet";
  return element(
    "div", { className: "tiles" },
    tile("uncopied", "Sent without a copy", sizeText(stored), [share, rate(sentUncopied)].filter(Boolean).join(" · "), "good"),
    tile("copied", "Copied", sizeText(again), again > 0 ? rate(copied) : "no byte", again > 0 ? "warm" : "good"),
    tile("results", "Calls answered", countText(status.calls.result - status.own.calls), "with a result"),
    tile("events", "Events delivered", countText(status.events.delivered), `${countText(status.events.published)} published`));
}

function tile(name, label, value, note, tone = "") {
  return element(
    "div", { className: `tile ${tone}`, "data-counter": name }, element("p", { className: "label" }, label),
    element("p", { className: "value" }, value), element("p", { className: "note" }, note));
}

/** Why payload was copied, what was copied most first; all reasons, so that what is nought is seen to be. */
function copies(status) {
  const reasons = Object.entries(status.copied).toSorted(([one, size], [other, otherSize]) => otherSize - size || one.localeCompare(other));
  const rows = reasons.map(([reason, bytes]) => element(
    "tr", { className: bytes > 0 ? "" : "none", "data-reason": reason }, element("td", {}, reason),
    element("td", { className: "number" }, countText(bytes)), element("td", { className: "number" }, bytes > 0 ? sizeText(bytes) : "")));
  return element(
    "section", {}, element("h3", {}, "Payload copied, by reason"), element("table", { className: "plain copies" },
      element("thead", {}, element("tr", {}, element("th", {}, "reason"), element("th", { className: "number" }, "bytes"), element("th", {}, ""))),
      element("tbody", {}, rows)));
}

function messages({ calls, events, sessions, connections, held }) {
  const facts = [
    ["sessions", countText(sessions)], ["connections accepted", countText(connections.accepted)],
    ["connections refused", countText(connections.refused)], ["calls that failed", countText(calls.error)],
    ["calls cancelled", countText(calls.canceled)], ["calls timed out", countText(calls.timeout)],
    ["events lost to slow clients", countText(events.dropped)], ["held for clients", sizeText(held)],
  ];
  return element("section", {}, element("h3", {}, "Router"), element(
    "dl", { className: "facts" }, facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)))));
}
