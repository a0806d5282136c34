// The page: one session, and what of the realm is looked at.
import { element, fill } from "./dom.js";
import { proceduresView, topicsView } from "./listing.js";
import { join } from "./login.js";
import { settings } from "./settings.js";
import { Poll } from "./status.js";
import { TableView } from "./table.js";
import { copied, sentUncopied, trafficView } from "./traffic.js";
import { sizeText } from "./valuetext.js";

const [view, places, state, fault, sentLine] = ["view", "places", "state", "fault", "sent"].map((id) => document.getElementById(id));

const stateTexts = { open: "connected", waiting: "reconnecting", closed: "disconnected" };

function tellState(now, error) {
  if (now === "open") fault.hidden = true;
  state.className = now;
  state.textContent = stateTexts[now];
  state.title = error?.message ?? "";
}

let faultTimer;

/** Tells what went wrong without anybody having asked for it. */
function tellFault(error) {
  fault.textContent = error.message;
  fault.hidden = false;
  clearTimeout(faultTimer);
  faultTimer = setTimeout(() => { fault.hidden = true; }, 15_000);
}

/** The places of the page, by what stands behind `#` in its address. */
class Places {
  #tables = new Map();
  #leave = () => {};

  constructor(session) {
    this.session = session;
    this.polls = {
      counters: new Poll(session, "flatwire.console.counters", 1000), realm: new Poll(session, "flatwire.console.realm", 2000),
    };
    addEventListener("hashchange", () => this.show());
  }

  get all() {
    return [
      ...settings.tables.map((table) => ({ path: `table/${table.prefix}`, title: table.name, group: "Tables", make: () => this.#table(table) })),
      { path: "procedures", title: "Procedures", group: "Realm", make: () => proceduresView(this.polls) },
      { path: "topics", title: "Topics", group: "Realm", make: () => topicsView(this.polls) },
      { path: "traffic", title: "Traffic", group: "Router", make: () => trafficView(this.polls) },
    ];
  }

  show() {
    const { all } = this;
    const path = decodeURIComponent(location.hash.slice(1));
    const place = all.find((each) => each.path === path) ?? all[0];
    this.#leave();
    const { view: shown, leave = () => {} } = place.make();
    this.#leave = leave;
    const link = ({ path, title }) => element(
      "a", { href: `#${encodeURIComponent(path)}`, ...(path === place.path ? { "aria-current": "page" } : {}) }, title);
    const groups = Map.groupBy(all, ({ group }) => group);
    fill(places, [...groups].map(([name, members]) => element(
      "div", {}, element("h2", {}, name), members.map(link))));
    fill(view, shown);
    document.title = `${place.title} – Flatwire console`;
  }

  #table(table) {
    if (!this.#tables.has(table.prefix)) this.#tables.set(table.prefix, new TableView(this.session, table));
    return this.#tables.get(table.prefix);
  }

  /** Tables that were read over another connection are read anew. */
  refresh() { for (const table of this.#tables.values()) table.refresh(); }
}

let shown;
try {
  const { realm } = settings;
  document.getElementById("realm").textContent = `realm ${realm}`;
  const session = await join(view, settings, {
    reconnection: true, onError: tellFault, onState: (now, error) => {
      tellState(now, error);
      if (now === "open") shown?.refresh();
      // Before that the form to log in says it.
      if (now === "closed" && shown) tellFault(error);
    },
  });
  shown = new Places(session);
  shown.show();
  shown.polls.counters.listen((status) => {
    if (status.error && session.state === "open") return tellFault(status.error);
    if (status.error) return;
    const { sessions } = status;
    document.getElementById("realm").textContent = `realm ${realm} · ${sessions} ${sessions === 1 ? "session" : "sessions"}`;
    fill(
      sentLine, "sent without a copy ", element("b", {}, sizeText(sentUncopied(status))), " · copied ",
      element("b", { className: copied(status) > 0 ? "warm" : "" }, sizeText(copied(status))));
  });
} catch (error) {
  tellState("closed", error);
  tellFault(error);
}
