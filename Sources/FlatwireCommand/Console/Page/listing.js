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
