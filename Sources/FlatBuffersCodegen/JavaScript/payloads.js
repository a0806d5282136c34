import { WAMPError } from "./errors.js";
import { bytesOf, Table, VerificationError } from "./records.js";

/** An error of a schema with its record: what handlers throw, and what callers of procedures that declare it catch. */
export class RecordError extends WAMPError {
  constructor(type, value) {
    const args = recordArguments(type, value);
    super(type.error, args);
    this.name = "RecordError";
    this.record = value instanceof Table ? value : type.from(args[0]);
  }
}

/** What a call throws for an error of the peer: one with its record if the procedure declares it. Plain arguments stay such. */
export function failure(procedure, error) {
  const type = procedure.errors?.find((type) => type.error === error.uri);
  if (type === undefined || !(error.args[0] instanceof Uint8Array)) return error;
  try {
    return new RecordError(type, record(type, error.args, error.kwargs, `${procedure.uri} failed with ${error.uri} and`));
  } catch (fault) {
    return fault;
  }
}

/** The arguments that say a record: its bytes alone. Of a draft they are built, of a record they are those that it has. */
export function recordArguments(type, value) {
  if (value instanceof Uint8Array) return [value];
  if (value instanceof Table) {
    if (!(value instanceof type)) throw new WAMPError("wamp.error.invalid_argument", [`found another table, expected ${type.type}`]);
    // A table within a record has not all bytes for itself.
    return [value.$at === value.$view.getUint32(0, true) ? bytesOf(value) : type.encode(value)];
  }
  return [type.encode(value ?? {})];
}

/** The record that arguments say, verified, and read where it arrived. */
export function record(type, args, kwargs, source) {
  const isEmpty = args.length === 0 && Object.keys(kwargs).length === 0;
  if (isEmpty && type.fields.length === 0) return undefined;
  if (args.length !== 1 || !(args[0] instanceof Uint8Array) || Object.keys(kwargs).length > 0) {
    throw new WAMPError("wamp.error.invalid_payload", [`${source} sent plain arguments, expected one record ${type.type}`]);
  }
  try {
    return type.from(args[0]);
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    throw new WAMPError("wamp.error.invalid_payload", [`${source} sent no record: ${error.message}`]);
  }
}
