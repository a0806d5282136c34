/** Bytes that are no record: `path` leads to the fault, as in `Zoo.animals[1].name`. */
export class VerificationError extends Error {
  constructor(path, fault) {
    super(`${path}: ${fault}`);
    this.name = "VerificationError";
    this.path = path;
    this.fault = fault;
  }
}

/** A value that no record can hold: `path` leads to it. */
export class EncodingError extends Error {
  constructor(path, fault) {
    super(`${path}: ${fault}`);
    this.name = "EncodingError";
    this.path = path;
    this.fault = fault;
  }
}

/** What a router or a peer answers instead of a result, and what ends a session. */
export class WAMPError extends Error {
  constructor(uri, args = [], kwargs = {}) {
    super(typeof args[0] === "string" ? `${uri}: ${args[0]}` : uri);
    this.name = "WAMPError";
    this.uri = uri;
    this.args = args;
    this.kwargs = kwargs;
  }
}
