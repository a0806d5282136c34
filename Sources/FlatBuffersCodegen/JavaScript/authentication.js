import { WAMPError } from "./errors.js";

const encoder = new TextEncoder();

/** The methods that the options of a session have what it takes for. */
export function methods({ ticket, secret }) {
  const methods = [];
  if (ticket !== undefined) methods.push("ticket");
  if (secret !== undefined) methods.push("wampcra");
  return methods.length > 0 ? methods : ["anonymous"];
}

/** The signature that answers a router's challenge. */
export async function answer(method, extra, { ticket, secret }) {
  if (method === "ticket" && ticket !== undefined) return typeof ticket === "function" ? ticket() : ticket;
  if (method === "wampcra" && secret !== undefined) {
    return proof(typeof secret === "function" ? await secret() : secret, extra);
  }
  throw new WAMPError("wamp.error.no_matching_auth_method", [`the router asks for ${JSON.stringify(method)}`]);
}

/** WAMP-CRA: the challenge, signed with HMAC-SHA256 by the secret or, if it is salted, by what PBKDF2 makes of it. */
async function proof(secret, { challenge, salt, iterations, keylen }) {
  if (!globalThis.crypto?.subtle) {
    throw new WAMPError("wamp.error.no_matching_auth_method", ["WAMP-CRA needs a page of https or of this machine"]);
  }
  if (typeof challenge !== "string") throw new WAMPError("wamp.error.protocol_violation", ["found a challenge without a text"]);
  const key = typeof salt === "string" ? await derived(secret, salt, iterations ?? 1000, keylen ?? 32) : secret;
  const imported = await crypto.subtle.importKey(
    "raw", encoder.encode(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return base64(await crypto.subtle.sign("HMAC", imported, encoder.encode(challenge)));
}

/** The most rounds that a router may ask for. */
const iterationLimit = 10_000_000;

async function derived(secret, salt, iterations, size) {
  if (!(iterations >= 1 && iterations <= iterationLimit && size >= 1 && size <= 1024)) {
    throw new WAMPError("wamp.error.protocol_violation", ["found a challenge with impossible costs"]);
  }
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), "PBKDF2", false, ["deriveBits"]);
  const costs = { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode(salt), iterations };
  return base64(await crypto.subtle.deriveBits(costs, key, 8 * size));
}

function base64(buffer) { return btoa(String.fromCharCode(...new Uint8Array(buffer))); }
