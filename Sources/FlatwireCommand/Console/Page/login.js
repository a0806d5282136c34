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
