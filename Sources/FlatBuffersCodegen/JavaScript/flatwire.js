// Flatwire's client for browsers: records read in place, and WAMP over WebSocket. See its article “In a browser”.
export * from "./records.js";
export * from "./declared.js";
export { WAMPError } from "./errors.js";
export { RecordError } from "./payloads.js";
export { Result } from "./callee.js";
export { RemoteTable } from "./tables.js";
export { connect, Session } from "./session.js";
