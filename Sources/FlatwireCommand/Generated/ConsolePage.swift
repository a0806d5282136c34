// The files in Page, written here by ConsolePageTests. Do not edit.
// swift-format-ignore-file

/// The files of the console's page.
enum ConsolePage {
  /// A file of the page.
  struct File: Sendable {
    let name: String
    let text: String
  }

  /// Its files, in the order of their names.
  static let files: [File] = [
    File(name: "changes.js", text: #"""
// What is committed to a table, as it happens.
import { element, onceAFrame } from "./dom.js";
import { countText } from "./valuetext.js";

/** The most changes that are kept. */
const limit = 100;

/** The changes of a table since the page was opened; kept when another table is looked at. */
export class LiveChanges {
  /** Those that are not shown yet. */
  #changes = [];
  #list = element("ol", { className: "changes", "aria-live": "polite" });
  #count = element("span", { className: "count" });
  #show = onceAFrame(() => this.#lay());

  constructor(table, isAllowed, listener) {
    this.total = 0;
    this.state = element("p", { className: "note" }, isAllowed ? "Waiting for the first change." : "Changes are not published.");
    this.view = element(
      "aside", { className: "live", "aria-label": "Live changes" },
      element("h3", {}, "Live changes ", this.#count), this.state, this.#list);
    if (!isAllowed) return;
    table.changes((change) => {
      this.#add(change);
      listener();
    }).catch((error) => { this.state.textContent = error.message; });
  }

  #add(change) {
    this.total += 1;
    this.#changes.unshift(entry(change, new Date()));
    if (this.#changes.length > limit) this.#changes.length = limit;
    this.#show();
  }

  #lay() {
    this.#count.textContent = countText(this.total);
    this.state.hidden = this.total > 0;
    this.#list.prepend(...this.#changes.splice(0));
    while (this.#list.children.length > limit) this.#list.lastChild.remove();
  }
}

function entry({ operation, keyText, commit, since, through, reason }, time) {
  const isKnown = operation !== "unknown";
  return element(
    "li", { "data-operation": operation },
    element("span", { className: `badge ${operation}` }, operation),
    element("span", { className: "key" }, isKnown ? keyText : `commits ${since} to ${through}: ${reason}`),
    element("span", { className: "when" }, isKnown ? `commit ${commit} · ` : "", time.toLocaleTimeString("en-GB")));
}
"""#),
    File(name: "console.css", text: #"""
:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f7f8, #111417);
  --card: light-dark(#ffffff, #191e22);
  --raised: light-dark(#f0f2f4, #21272c);
  --line: light-dark(#dde1e5, #2c343a);
  --text: light-dark(#1a2026, #e3e8ec);
  --quiet: light-dark(#5b6670, #94a1ac);
  --accent: light-dark(#0f766e, #5eead4);
  --accent-paper: light-dark(#e3f4f2, #12302d);
  --on-accent: light-dark(#ffffff, #06201d);
  --warm: light-dark(#9a5b00, #f5b75c);
  --bad: light-dark(#b42318, #ff8b80);
  --bad-paper: light-dark(#fdeceb, #3a1a18);
  --code: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
  font: 14px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
  color: var(--text);
  background: var(--paper);
}

* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; }
h1, h2, h3, p, ol, dl, dd, pre { margin: 0; padding: 0; }
h2 { font-size: 20px; line-height: 1.3; font-weight: 650; }
h3 { font-size: 14px; font-weight: 650; }
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
[hidden] { display: none !important; }

header {
  display: flex; align-items: center; gap: 14px; padding: 10px 20px; background: var(--card);
  border-bottom: 1px solid var(--line);
}
header h1 { display: flex; align-items: center; gap: 8px; font-size: 16px; font-weight: 700; }
#realm { color: var(--quiet); flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#sent { color: var(--quiet); white-space: nowrap; font-variant-numeric: tabular-nums; }
#sent b { color: var(--accent); }
#sent b.warm { color: var(--warm); }
#state { display: flex; align-items: center; gap: 7px; color: var(--quiet); white-space: nowrap; }
#state:not(:empty)::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--bad); }
#state.open::before { background: light-dark(#16a34a, #4ade80); }
#state.waiting::before { background: var(--warm); }

#frame { flex: 1; display: grid; grid-template-columns: 200px minmax(0, 1fr); }
nav { padding: 18px 12px; border-right: 1px solid var(--line); display: flex; flex-direction: column; gap: 18px; }
nav h2 { font-size: 12px; font-weight: 600; color: var(--quiet); padding: 0 10px 4px; }
nav a {
  display: block; padding: 5px 10px; border-radius: 6px; color: inherit; text-decoration: none; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap;
}
nav a:hover { background: var(--raised); }
nav a[aria-current] { background: var(--accent-paper); color: var(--accent); font-weight: 600; }
main { padding: 20px 24px 32px; min-width: 0; outline: none; }
main > section { display: flex; flex-direction: column; gap: 14px; }

.stack { display: flex; flex-direction: column; gap: 14px; min-width: 0; }
.stack:empty { display: none; }
.note, .count, .pager, .empty, .none { color: var(--quiet); }
.count { font-weight: 400; font-variant-numeric: tabular-nums; }
.note { max-width: 75ch; }
.headline { display: flex; align-items: baseline; justify-content: space-between; gap: 6px 16px; flex-wrap: wrap; }
.uri { font-family: var(--code); font-size: 12.5px; overflow-wrap: anywhere; }
p.uri { color: var(--quiet); }
.empty { padding: 28px 16px; text-align: center; border: 1px dashed var(--line); border-radius: 8px; overflow-wrap: anywhere; }
.fault { color: var(--bad); background: var(--bad-paper); padding: 7px 12px; border-radius: 6px; overflow-wrap: anywhere; }
#fault {
  position: fixed; inset: auto 20px 20px auto; max-width: min(560px, calc(100vw - 40px)); padding: 10px 14px; border-radius: 8px;
  color: var(--bad); background: var(--bad-paper); border: 1px solid var(--bad); overflow-wrap: anywhere;
}

button, input, select {
  min-height: 32px; padding: 4px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); min-width: 0;
}
button { cursor: pointer; }
button:hover:enabled { background: var(--raised); }
button:disabled { opacity: 0.45; cursor: default; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button.main:hover:enabled { background: var(--accent); filter: brightness(1.08); }
select { max-width: 180px; text-overflow: ellipsis; }

.columns { display: grid; grid-template-columns: minmax(0, 1fr) 280px; gap: 20px; align-items: start; }
.search { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.search .fault { flex-basis: 100%; }
.values { display: flex; flex-wrap: wrap; gap: 8px; flex: 1 1 120px; }
.bound { display: flex; gap: 6px; align-items: center; flex: 1 1 110px; color: var(--quiet); }
.bound input { flex: 1 1 80px; width: 80px; color: var(--text); }

.scroll { overflow: auto; max-height: 70vh; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--quiet); font-size: 12.5px; white-space: nowrap; }
th, td { padding: 6px 12px; border-bottom: 1px solid var(--line); }
tbody tr:last-child td { border-bottom: 0; }
.number { text-align: right; }
.grid th { position: sticky; top: 0; background: var(--raised); }
.grid td { max-width: 280px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.grid tbody tr { cursor: pointer; }
.grid tbody tr:hover { background: var(--raised); }
.grid tbody tr:focus-visible { outline-offset: -2px; }
.default { color: var(--quiet); }
.nested { font-family: var(--code); font-size: 12.5px; color: var(--quiet); }
.mark {
  margin-left: 6px; padding: 1px 5px; border-radius: 4px; font-size: 11px; font-weight: 600; color: var(--accent);
  background: var(--accent-paper);
}
.plain { background: var(--card); border: 1px solid var(--line); border-radius: 8px; border-collapse: separate; border-spacing: 0; }
.copies { max-width: 620px; }
.pager { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.pager:empty { display: none; }
.pager span { margin-left: 4px; }
.news { padding: 6px 8px 6px 12px; border-radius: 6px; background: var(--accent-paper); color: var(--accent); }
.news button { margin-left: 6px; }

.live { position: sticky; top: 20px; padding: 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.changes { list-style: none; max-height: 62vh; overflow: auto; }
.changes li {
  display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 8px; align-items: baseline; padding: 7px 0;
  border-bottom: 1px solid var(--line); animation: arrive 1.6s ease-out;
}
.changes li:last-child { border-bottom: 0; padding-bottom: 0; }
.changes .key { font-family: var(--code); font-size: 12.5px; overflow-wrap: anywhere; }
.changes .when { grid-column: 2; color: var(--quiet); font-size: 12.5px; }
.badge { padding: 0 6px; border-radius: 4px; font-size: 12px; font-weight: 600; color: var(--accent); background: var(--accent-paper); }
.badge.delete { color: var(--bad); background: var(--bad-paper); }
.badge.unknown { color: var(--warm); background: var(--raised); }
@keyframes arrive { from { background: var(--accent-paper); } }
@media (prefers-reduced-motion: reduce) { .changes li { animation: none; } }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 12px; }
.tile { padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.tile .value { font-size: 26px; line-height: 1.35; font-weight: 650; font-variant-numeric: tabular-nums; }
.tile .note { font-size: 12.5px; }
.tile .label { font-weight: 600; }
.tile.good .value { color: var(--accent); }
.tile.warm .value { color: var(--warm); }
main section section { display: flex; flex-direction: column; gap: 8px; }
tr.none td { color: var(--quiet); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 0 24px; }
.facts div { display: flex; justify-content: space-between; gap: 12px; padding: 6px 0; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--quiet); }
.facts dd { font-variant-numeric: tabular-nums; }

dialog {
  width: min(720px, calc(100vw - 32px)); max-height: min(80vh, 900px); padding: 20px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--card); color: inherit; overflow: auto;
}
dialog::backdrop { background: rgb(0 0 0 / 45%); }
.row > div { display: grid; grid-template-columns: 160px minmax(0, 1fr); gap: 12px; padding: 8px 0; border-top: 1px solid var(--line); }
.row { margin-top: 12px; }
.row dt { color: var(--quiet); overflow-wrap: anywhere; }
.row pre { font-family: var(--code); font-size: 12.5px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 320px; overflow: auto; }

.login {
  display: flex; flex-direction: column; gap: 12px; max-width: 340px; margin: 8vh auto 0; padding: 24px; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px;
}
.login label { display: flex; flex-direction: column; gap: 4px; font-weight: 600; }

@media (max-width: 1100px) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .live { position: static; }
  .changes { max-height: 320px; }
}
@media (max-width: 700px) {
  header { padding: 10px 14px; gap: 10px; }
  #frame { display: block; }
  nav { flex-direction: row; gap: 4px; padding: 8px 10px; overflow-x: auto; border-right: 0; border-bottom: 1px solid var(--line); }
  nav div { display: flex; gap: 2px; }
  nav h2 { display: none; }
  nav a { padding: 6px 10px; }
  #sent { display: none; }
  main { padding: 16px 14px 24px; }
  .search > select { flex: 1 1 40%; max-width: none; }
  .search > select[name="by"], .values { flex-basis: 100%; }
  .values, .search button, .search .fault { order: 1; }
  .row > div { grid-template-columns: minmax(0, 1fr); gap: 2px; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
  .tile .value { font-size: 21px; }
}
"""#),
    File(name: "dom.js", text: #"""
// Elements made of values. What comes from elsewhere becomes text and never markup.

/** An element with properties and children, which are elements and texts; those that are null are left out. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "list" && key !== "form") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** Puts other children into an element. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

/** Has something done at most once in each frame, however often it is asked for. */
export function onceAFrame(body) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    // Frames of a page that is not seen do not come.
    setTimeout(() => {
      isAsked = false;
      body();
    }, 16);
  };
}
"""#),
    File(name: "icon.svg", text: #"""
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
  <rect width="24" height="24" rx="6" fill="#0f766e"/>
  <path d="M5 8h14M5 12h9M5 16h14" stroke="#fff" stroke-width="2.2" stroke-linecap="round" fill="none"/>
  <circle cx="18" cy="12" r="1.7" fill="#99f6e4"/>
</svg>
"""#),
    File(name: "index.html", text: #"""
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Flatwire console</title>
  <link rel="icon" href="icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="console.css">
  <script type="module" src="main.js"></script>
</head>
<body>
  <header>
    <h1><img src="icon.svg" alt="" width="22" height="22">Flatwire</h1>
    <p id="realm"></p>
    <p id="sent" title="payload bytes that the router has sent"></p>
    <p id="state" role="status"></p>
  </header>
  <div id="frame">
    <nav id="places" aria-label="What is shown"></nav>
    <main id="view" tabindex="-1"></main>
  </div>
  <p id="fault" role="alert" hidden></p>
  <noscript>This page needs JavaScript.</noscript>
</body>
</html>
"""#),
    File(name: "keytext.js", text: #"""
// Keys as people write them: the values of a key's parts, each in a text of its own.

/** Text that is no value of a key. */
export class KeyTextError extends Error {
  constructor(part, fault) {
    super(`${part.name}: ${fault}`);
    this.name = "KeyTextError";
  }
}

const widths = { byte: 8, ubyte: 8, short: 16, ushort: 16, int: 32, uint: 32, long: 64, ulong: 64 };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a part of a key is, for the place where it is written. */
export function expectation(part) {
  if (part.type === "fixedBytes") return `${part.count} bytes, 0x…${part.count === 16 ? ", or a UUID" : ""}`;
  const one = part.type === "bytes" ? "bytes, 0x…" : part.scalar ?? part.type;
  return part.count > 1 ? `${part.count} times ${one}, with commas between` : one;
}

/**
 * The values that texts say, one for each part of a key from the first on. Empty texts at the end are left out; none at
 * all is undefined. Throws KeyTextError, which names the part.
 */
export function keyValues(parts, texts) {
  const count = texts.findLastIndex((text) => text !== "") + 1;
  if (count === 0) return undefined;
  return parts.slice(0, count).map((part, index) => value(part, texts[index]));
}

function value(part, text) {
  if (text === "" && part.type !== "string") throw new KeyTextError(part, `is needed before what follows: ${expectation(part)}`);
  if (part.type === "string") return text;
  if (part.type === "bytes") return bytes(part, text);
  if (part.type === "fixedBytes") return bytes(part, uuid.test(text.trim()) && part.count === 16 ? `0x${text.trim().replaceAll("-", "")}` : text);
  if (!(part.count > 1)) return number(part, text.trim());
  const list = text.split(",").map((element) => number(part, element.trim()));
  if (list.length !== part.count) throw new KeyTextError(part, `found ${list.length} elements, expected ${part.count}`);
  return list;
}

function number(part, text) {
  const refuse = (expected) => { throw new KeyTextError(part, `found ${JSON.stringify(shortened(text))}, expected ${expected}`); };
  if (part.type === "bool") return text === "true" ? true : text === "false" ? false : refuse("true or false");
  if (part.type === "real") {
    const named = { nan: NaN, inf: Infinity, "-inf": -Infinity }[text.toLowerCase()];
    const found = named ?? (/^[-+]?[\d.]/.test(text) ? Number(text) : NaN);
    return Number.isNaN(found) && text.toLowerCase() !== "nan" ? refuse("a number") : found;
  }
  const width = BigInt(widths[part.scalar] ?? 64);
  const [low, high] = part.type === "signed" ? [-(1n << (width - 1n)), (1n << (width - 1n)) - 1n] : [0n, (1n << width) - 1n];
  const found = /^[-+]?\d{1,40}$/.test(text) ? BigInt(text.replace(/^\+/, "")) : undefined;
  return found !== undefined && found >= low && found <= high ? found : refuse(`an integer from ${low} to ${high}`);
}

function bytes(part, text) {
  const digits = text.trim().replace(/^0x/i, "");
  const isRight = /^([0-9a-f]{2})*$/i.test(digits) && /^0x/i.test(text.trim());
  if (!isRight) throw new KeyTextError(part, `found ${JSON.stringify(shortened(text))}, expected ${expectation(part)}`);
  const found = Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  if (part.type === "fixedBytes" && found.length !== part.count) {
    throw new KeyTextError(part, `found ${found.length} bytes, expected ${part.count}`);
  }
  return found;
}

function shortened(text) { return text.length > 40 ? `${text.slice(0, 40)}…` : text; }
"""#),
    File(name: "listing.js", text: #"""
// Procedures and topics of the realm.
import { element, fill, onceAFrame } from "./dom.js";
import { countText } from "./valuetext.js";

/** All procedures that are registered, by sessions and by the router's own process. */
export function proceduresView({ realm }) {
  return listing(realm, {
    title: "Procedures", key: "procedures", empty: "No procedure is registered.",
    note: "What can be called in the realm, besides WAMP's own meta procedures.",
    columns: ["procedure", "match"], cells: ([uri, match]) => [uri, match],
  });
}

/** All topics that sessions are subscribed to. */
export function topicsView({ realm }) {
  return listing(realm, {
    title: "Topics", key: "topics", empty: "Nobody is subscribed to anything.",
    note: "What sessions are subscribed to at the moment, this one included.",
    columns: ["topic", "match", "subscribers"], cells: ([uri, match, count]) => [uri, match, countText(count)],
  });
}

function listing(poll, { title, key, empty, note, columns, cells }) {
  const filter = element("input", { type: "search", placeholder: "Filter", "aria-label": `Filter ${title.toLowerCase()}` });
  const count = element("span", { className: "count" });
  const body = element("div");
  let rows = [];
  let total = 0;
  const show = onceAFrame(() => {
    const wanted = rows.filter(([uri]) => uri.includes(filter.value.trim()));
    count.textContent = countText(total);
    if (wanted.length === 0) return fill(body, element("p", { className: "empty" }, rows.length === 0 ? empty : "None of them has that in its name."));
    const isNumber = (index) => (index === 2 ? "number" : "");
    return fill(
      body, element("table", { className: "plain" },
        element("thead", {}, element("tr", {}, columns.map((name, index) => element("th", { className: isNumber(index) }, name)))),
        element("tbody", {}, wanted.map((row) => element(
          "tr", {}, cells(row).map((text, index) => element("td", { className: index === 0 ? "uri" : isNumber(index) }, text)))))),
      total > rows.length ? element("p", { className: "note" }, `${countText(total - rows.length)} more are not shown.`) : null);
  });
  filter.addEventListener("input", show);
  const leave = poll.listen((status) => {
    if (status.error) return;
    rows = status[key].toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    total = status.totals[key];
    show();
  });
  return {
    view: element(
      "section", {}, element("div", { className: "headline" }, element("h2", {}, title, " ", count), filter),
      element("p", { className: "note" }, note), body),
    leave,
  };
}
"""#),
    File(name: "login.js", text: #"""
// Who looks, where the router wants to know.
import { connect, WAMPError } from "./flatwire/flatwire.js";
import { element, fill } from "./dom.js";

/** Joins the realm, after asking for a name and a secret if the router wants these. */
export async function join(view, { realm, isOpen }, options) {
  const url = `${location.origin.replace(/^http/, "ws")}/`;
  if (isOpen) return connect(url, { realm, ...options });
  for (let fault; ;) {
    const proof = await asked(view, realm, fault);
    try {
      return await connect(url, { realm, ...proof, ...options });
    } catch (error) {
      if (!(error instanceof WAMPError)) throw error;
      fault = error.message;
    }
  }
}

function asked(view, realm, fault) {
  const authid = element("input", { name: "authid", autocomplete: "username", required: true });
  const secret = element("input", { name: "secret", type: "password", autocomplete: "current-password", required: true });
  return new Promise((resolve) => {
    const form = element(
      "form", { className: "login" }, element("h2", {}, "Log in"), element("p", { className: "note" }, `to the realm ${realm}`),
      element("label", {}, "Name", authid), element("label", {}, "Secret", secret),
      element("button", { type: "submit", className: "main" }, "Log in"),
      fault ? element("p", { className: "fault", role: "alert" }, fault) : null);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      resolve({ authid: authid.value, secret: secret.value });
    });
    fill(view, form);
    authid.focus();
  });
}
"""#),
    File(name: "main.js", text: #"""
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
"""#),
    File(name: "rows.js", text: #"""
// Rows as a grid, and one of them as a whole.
import { bytesOf } from "./flatwire/flatwire.js";
import { element, fill } from "./dom.js";
import { fieldValue, lineText, sizeText, wholeText } from "./valuetext.js";

/** A grid of rows; each of them opens. */
export function rowGrid(type, rows) {
  const keys = new Set(type.stored.key.map(({ name }) => name));
  const { fields } = type;
  const head = fields.map((field) => element(
    "th", { scope: "col", className: isNumeric(field) ? "number" : "" }, field.name,
    keys.has(field.name) ? element("span", { className: "mark", title: "part of the key" }, "key") : null));
  const body = rows.map((row) => {
    const line = element("tr", { tabIndex: 0 }, fields.map((field) => cell(row, field)));
    line.addEventListener("click", () => open(type, row));
    line.addEventListener("keydown", ({ key }) => { if (key === "Enter") open(type, row); });
    return line;
  });
  return element(
    "div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Rows" }, element(
      "table", { className: "grid" }, element("thead", {}, element("tr", {}, head)), element("tbody", {}, body)));
}

function isNumeric({ type }) { return type.size !== undefined && typeof type.store === "function" && !type.definition; }

function cell(row, field) {
  const { value, isDefault } = fieldValue(row, field);
  if (value === null || value === undefined) return element("td", { className: "none" }, "–");
  const text = lineText(value);
  const tone = [isNumeric(field) ? "number" : "", isDefault ? "default" : "", typeof value === "object" ? "nested" : ""];
  return element("td", { className: tone.filter(Boolean).join(" "), title: isDefault ? "the default" : "" }, text);
}

/** Shows all of a row above the page. */
function open(type, row) {
  const facts = type.fields.map((field) => {
    const { value, isDefault } = fieldValue(row, field);
    const isAbsent = value === null || value === undefined;
    return element(
      "div", {}, element("dt", {}, field.name, isDefault && !isAbsent ? element("span", { className: "mark" }, "default") : null),
      element("dd", {}, isAbsent ? element("span", { className: "none" }, "absent") : element("pre", {}, wholeText(value))));
  });
  const close = element("button", { type: "button", autofocus: true }, "Close");
  const dialog = element("dialog", { "aria-label": "Row" });
  fill(
    dialog, element("div", { className: "headline" }, element("h2", {}, type.type.split(".").at(-1)), close),
    element("p", { className: "note" }, `${type.type}, ${sizeText(bytesOf(row).length)}, read in the frame that it came in`),
    element("dl", { className: "row" }, facts));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
"""#),
    File(name: "search.js", text: #"""
// Which rows of a table are looked at: by a key or an index, from where to where, in which order.
import { element, fill } from "./dom.js";
import { expectation, keyValues } from "./keytext.js";

/** A form that asks for rows; `ask` gets the range of a page and what it is called. */
export class Search {
  #stored;
  #by = element("select", { name: "by", "aria-label": "Key or index" });
  #match = element("select", { name: "match", "aria-label": "How it is matched" }, ["is", "from–to"].map((text) => new Option(text)));
  #order = element(
    "select", { name: "order", "aria-label": "Order" }, ["ascending", "descending"].map((text) => new Option(text)));
  #values = element("div", { className: "values" });
  #fault = element("p", { className: "fault", role: "alert", hidden: true });

  constructor(stored, ask) {
    this.#stored = stored;
    this.#by.append(new Option(`key: ${names(stored.key)}`, ""));
    for (const [name, parts] of stored.indexes) this.#by.append(new Option(`${name}: ${names(parts)}`, name));
    this.#by.addEventListener("change", () => this.#lay());
    this.#match.addEventListener("change", () => this.#lay());
    this.form = element(
      "form", { className: "search", autocomplete: "off" }, this.#by, this.#match, this.#values, this.#order,
      element("button", { type: "submit", className: "main" }, "Find"),
      element("button", { type: "button", name: "all", onclick: () => this.#clear(ask) }, "All rows"), this.#fault);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(ask);
    });
    this.#lay();
  }

  #clear(ask) {
    this.#by.value = "";
    this.#order.value = "ascending";
    this.#lay();
    this.#submit(ask);
  }

  get #parts() { return this.#by.value === "" ? this.#stored.key : this.#stored.indexes.get(this.#by.value); }

  /** An input for each part of the key, twice for a range. */
  #lay() {
    const bounds = this.#match.value === "is" ? [""] : ["from", "to"];
    fill(this.#values, bounds.map((bound) => element(
      "div", { className: "bound", "data-bound": bound || "is" }, bound ? element("span", {}, bound) : null,
      this.#parts.map((part) => element("input", {
        name: `${bound || "is"}.${part.name}`, placeholder: part.name, title: `${part.name}: ${expectation(part)}`,
        "aria-label": `${bound} ${part.name}: ${expectation(part)}`.trim(), spellcheck: false,
      })))));
  }

  #texts(bound) {
    return Array.from(this.#values.querySelectorAll(`[data-bound="${bound}"] input`), (input) => input.value);
  }

  #submit(ask) {
    this.refuse(null);
    try {
      const isExact = this.#match.value === "is";
      const from = keyValues(this.#parts, this.#texts(isExact ? "is" : "from"));
      const to = isExact ? from : keyValues(this.#parts, this.#texts("to"));
      ask({ by: this.#by.value || undefined, from, to, order: this.#order.value }, this.#said(from, to, isExact));
    } catch (error) {
      this.refuse(error);
    }
  }

  /** What is asked for, for an answer without rows. */
  #said(from, to, isExact) {
    const what = this.#by.value ? `in ${this.#by.value} ` : "";
    const text = (texts) => texts.filter((each) => each !== "").map((each) => JSON.stringify(each)).join(", ");
    if (!from && !to) return "";
    if (isExact) return `${what}with ${names(this.#parts.slice(0, from.length))} ${text(this.#texts("is"))}`;
    return `${what}${from ? `from ${text(this.#texts("from"))} ` : ""}${to ? `to ${text(this.#texts("to"))}` : ""}`.trim();
  }

  /** Shows why there is no answer; null takes that back. */
  refuse(error) {
    this.#fault.hidden = !error;
    this.#fault.textContent = error?.message ?? "";
  }
}

function names(parts) { return parts.map(({ name, isDescending }) => `${name}${isDescending ? " desc" : ""}`).join(", "); }
"""#),
    File(name: "status.js", text: #"""
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
"""#),
    File(name: "table.js", text: #"""
// One exposed table: its rows page by page, searched by key and index, and what is committed to it.
import { element, fill } from "./dom.js";
import { LiveChanges } from "./changes.js";
import { rowGrid } from "./rows.js";
import { Search } from "./search.js";
import { countText } from "./valuetext.js";

const pageSize = 50;
const start = { after: null, first: 1 };

/** What the page knows of a table, for as long as it is open. */
export class TableView {
  #remote;
  #type;
  #search;
  #range = {};
  #said = "";
  /** Where the pages up to this one begin: behind which place, and with which number of a row. */
  #places = [start];
  /** Where the next one does; null if there is none. */
  #next = null;
  /** How many changes there were when the rows were read. */
  #seen = 0;
  /** The number of the last question: answers to others come too late. */
  #question = 0;
  #count = element("span", { className: "count" });
  #body = element("div", { className: "stack" });
  #pager = element("p", { className: "pager" });
  #news = element("p", { className: "news", role: "status", hidden: true });

  constructor(session, { name, prefix, type, operations }) {
    this.#type = type;
    this.#remote = session.table(type, prefix);
    this.#search = new Search(type.stored, (range, said) => this.#ask(range, said));
    this.changes = new LiveChanges(this.#remote, operations.includes("changes"), () => this.#tell());
    const canList = operations.includes("list");
    this.canCount = operations.includes("count");
    this.view = element(
      "section", { className: "table" }, element(
        "div", { className: "headline" }, element("h2", {}, name, " ", this.#count),
        element("p", { className: "uri" }, prefix)),
      element("div", { className: "columns" }, element(
        "div", { className: "stack" }, canList ? this.#search.form : element("p", { className: "empty" }, "Its rows may not be listed."),
        this.#news, this.#body, this.#pager), this.changes.view));
    if (canList) this.#ask({}, "");
  }

  /** Reads the rows that are looked at anew. */
  refresh() { return this.#read(); }

  #ask(range, said) {
    this.#range = range;
    this.#said = said;
    this.#places = [start];
    this.#read();
  }

  async #read() {
    const question = ++this.#question;
    const seen = this.changes.total;
    const { after, first } = this.#places.at(-1);
    try {
      const [page, count] = await Promise.all([
        this.#remote.list({ ...this.#range, limit: pageSize, after }), this.#rowCount()]);
      if (question !== this.#question) return;
      this.#search.refuse(null);
      this.#next = page.next === null ? null : { after: page.next, first: first + page.rows.length };
      this.#seen = seen;
      this.#show(page, first, count);
    } catch (error) {
      if (question === this.#question) this.#search.refuse(error);
    }
  }

  #rowCount() {
    const { by, from, to } = this.#range;
    return this.canCount ? this.#remote.count({ by, from, to }) : undefined;
  }

  #show({ rows, commit }, first, count) {
    this.#count.textContent = count === undefined ? "" : countText(count);
    const said = this.#said ? `There is no row ${this.#said}.` : "The table has no rows.";
    fill(this.#body, rows.length > 0 ? rowGrid(this.#type, rows) : element("p", { className: "empty" }, said));
    const button = (text, isPossible, act) => element("button", { type: "button", disabled: !isPossible, onclick: act }, text);
    fill(
      this.#pager, button("Previous", this.#places.length > 1, () => this.#turn(() => this.#places.pop())),
      button("Next", this.#next !== null, () => this.#turn(() => this.#places.push(this.#next))),
      element("span", {}, rows.length > 0 ? `rows ${countText(first)} to ${countText(first + rows.length - 1)} · ` : "", `as of commit ${commit}`));
    this.#tell();
  }

  #turn(step) {
    step();
    this.#read();
  }

  /** Says how much was committed since the rows were read. */
  #tell() {
    const count = this.changes.total - this.#seen;
    this.#news.hidden = count === 0;
    if (count === 0) return;
    fill(
      this.#news, `${countText(count)} ${count === 1 ? "change" : "changes"} since these rows were read. `,
      element("button", { type: "button", onclick: () => this.#read() }, "Read again"));
  }
}
"""#),
    File(name: "traffic.js", text: #"""
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
"""#),
    File(name: "valuetext.js", text: #"""
// What values of records, and numbers of the router, are called.

/** The most bytes of binary data that are shown. */
const shownBytes = 4096;

/** A count with its digits in groups. */
export function countText(count) { return Number(count).toLocaleString("en").replaceAll(",", "\u202f"); }

/** A size in bytes, in the unit that it has a few digits in. */
export function sizeText(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let [size, unit] = [Number(bytes), 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit === 0 ? size : size.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)}\u202f${units[unit]}`;
}

/** A field of a row: its value as JSON has it, binary data as it is; whether it is only the default. */
export function fieldValue(row, field) {
  const value = row[field.property];
  if (value instanceof Uint8Array) return { value, isDefault: false };
  const object = {};
  field.json(row.$view, row.$at, object);
  if (!(field.name in object)) return { value: Array.isArray(value) ? null : value, isDefault: true };
  return { value: object[field.name], isDefault: false };
}

/** A value in one line of at most so many characters. */
export function lineText(value, limit = 200) {
  const text = shortText(value);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

function shortText(value) {
  if (value instanceof Uint8Array) return `[${countText(value.length)}] ${hexText(value.subarray(0, 16))}${value.length > 16 ? "…" : ""}`;
  if (Array.isArray(value)) return `[${countText(value.length)}] ${value.slice(0, 8).map(gist).join(", ")}${value.length > 8 ? ", …" : ""}`;
  return value !== null && typeof value === "object" ? JSON.stringify(value) : `${value}`;
}

/** Of a table in a vector its first field, which as a rule is what it is called. */
function gist(value) {
  if (value === null || typeof value !== "object") return `${value}`;
  const [first] = Object.values(value);
  return first !== null && typeof first === "object" ? "…" : `${first}`;
}

/** A value as a whole. */
export function wholeText(value) {
  if (value instanceof Uint8Array) {
    const lines = [];
    for (let at = 0; at < Math.min(value.length, shownBytes); at += 16) lines.push(hexText(value.subarray(at, at + 16), " "));
    if (value.length > shownBytes) lines.push(`… ${countText(value.length - shownBytes)} bytes more`);
    return lines.join("\n");
  }
  return typeof value === "string" ? value : typeof value === "bigint" ? `${value}` : structured(value, "");
}

/** JSON with what is short in a line. */
function structured(value, indentation) {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
  if (line.length <= 72 || value === null || typeof value !== "object") return line;
  const inner = `${indentation}  `;
  const items = Object.entries(value).map(([name, element]) =>
    `${inner}${Array.isArray(value) ? "" : `${JSON.stringify(name)}: `}${structured(element, inner)}`);
  const [start, end] = Array.isArray(value) ? "[]" : "{}";
  return `${start}\n${items.join(",\n")}\n${indentation}${end}`;
}

function hexText(bytes, separator = "") {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(separator);
}
"""#),
  ]
}
