// Flatwire's client for browsers: records read in place, and WAMP over WebSocket.

export type Bytes = Uint8Array;
export type Sequence<Element> = Iterable<Element>;
/** Arguments that WAMP has words for: strings, numbers, bigints, booleans, null, Uint8Arrays, arrays and objects of these. */
export type Value = unknown;
export type Arguments = Value[];
export type KeywordArguments = { [name: string]: Value };

// Records

/** Bytes that are no record; `path` leads to the fault. */
export class VerificationError extends Error {
  readonly path: string;
  readonly fault: string;
}

/** A value that no record can hold; `path` leads to it. */
export class EncodingError extends Error {
  readonly path: string;
  readonly fault: string;
}

/** A table, read where its bytes are. */
export class Table {
  /** The table's name in the schema. */
  static readonly type: string;
  /**
   * Verifies bytes and gives a view of them, which copies nothing: the bytes must not be changed while it is used.
   * Throws VerificationError.
   */
  static from<Type extends typeof Table>(
    this: Type, bytes: Bytes | ArrayBuffer, options?: { requireIdentifier?: boolean }): InstanceType<Type>;
  /** The fields that are there, by their names in the schema; 64-bit integers beyond 2^53 as text. */
  toJSON(): { [name: string]: unknown };
}

/** A struct, read where its bytes are. */
export class Struct {
  static readonly type: string;
  toJSON(): { [name: string]: unknown };
}

/** Elements of a record, each read when it is asked for. */
export class Vector<Element> implements Iterable<Element> {
  readonly length: number;
  /** A negative position counts from the end. */
  at(index: number): Element | undefined;
  [Symbol.iterator](): Iterator<Element>;
  map<Result>(transform: (element: Element, index: number) => Result): Result[];
  /** Numbers as an array of their type: where they are, or a copy where that is not possible. */
  typed(): Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array
    | BigInt64Array | BigUint64Array | Float32Array | Float64Array;
  /** Finds the element with a key by halving, in a vector that was sorted when it was built. */
  find(key: string | number | bigint): Element | undefined;
  toJSON(): unknown[];
}

export interface Union { readonly types: ReadonlyMap<string, unknown>; }
export interface StoredTable { readonly name: string; readonly indexes: ReadonlyMap<string, unknown>; }

/** A record's own bytes: what `from` was given, or the part of a frame that it came in. */
export function bytesOf(record: Table | Struct): Bytes;
/** What a value of an enum is called; `undefined` if the schema has no name for it. */
export function nameOf(enumeration: { readonly [name: string]: number | bigint }, value: number | bigint): string | undefined;

/** A record without fields. */
export class Void extends Table {
  static encode(draft: Void | Void.Draft): Bytes;
}
export namespace Void {
  interface Draft {}
}

// WAMP

/** What a router or a peer answers instead of a result, and what ends a session. */
export class WAMPError extends Error {
  constructor(uri: string, args?: Arguments, kwargs?: KeywordArguments);
  readonly uri: string;
  readonly args: Arguments;
  readonly kwargs: KeywordArguments;
}

/** The class of a table that is an error. */
export type ErrorClass<Type extends Table = Table> = (new (...values: never[]) => Type) & {
  readonly error: string;
  encode(draft: never): Bytes;
};

/** An error of a schema with its record: what handlers throw, and what callers of procedures that declare it catch. */
export class RecordError<Type extends Table = Table> extends WAMPError {
  constructor(type: ErrorClass<Type>, value: object);
  readonly record: Type;
}

/** A procedure of a schema. */
export interface Procedure<
  Request extends Table, RequestDraft, Response extends Table, ResponseDraft, Part extends Table = Response,
  PartDraft = ResponseDraft
> {
  readonly uri: string;
  readonly request: new (...values: never[]) => Request;
  readonly response: new (...values: never[]) => Response;
  /** Of parts of the result that come before the last one. */
  readonly part: new (...values: never[]) => Part;
  readonly errors: readonly ErrorClass[];
  /** Only for the compiler. */
  readonly $drafts?: [RequestDraft, ResponseDraft, PartDraft];
}

/** A topic of a schema. */
export interface Topic<Event extends Table, EventDraft> {
  readonly uri: string;
  readonly event: new (...values: never[]) => Event;
  /** Only for the compiler. */
  readonly $draft?: EventDraft;
}

export interface Reconnection {
  /** Milliseconds before the first attempt, 200 if nothing is said; twice as many before each further one. */
  delay?: number;
  /** The most milliseconds between two attempts: 30 000. */
  maximumDelay?: number;
  /** How often it is tried: without an end. */
  attempts?: number;
}

export interface ConnectionOptions {
  realm: string;
  authid?: string;
  authrole?: string;
  /** The ticket of `authid`. */
  ticket?: string | (() => string | Promise<string>);
  /** The secret of `authid`, for WAMP-CRA: on pages of https or of this machine. */
  secret?: string | (() => string | Promise<string>);
  /** Whether the session comes back when its connection is lost. */
  reconnection?: boolean | Reconnection;
  /** Milliseconds until a router has to welcome the session: 10 000. */
  openTimeout?: number;
  /** The largest message, in bytes, that is received: 16 MiB. */
  maximumMessageSize?: number;
  /** The most bytes that wait to be sent: 64 MiB. */
  maximumBuffered?: number;
  /** The most requests that wait for answers: 10 000. */
  maximumPending?: number;
  /** Errors that nobody waits for: of handlers, of events that are no record. The console, if nothing is said. */
  onError?: (error: unknown) => void;
  onState?: (state: State, error?: WAMPError) => void;
  WebSocket?: typeof WebSocket;
}

export type State = "open" | "waiting" | "closed";

export interface CallOptions<Part> {
  kwargs?: KeywordArguments;
  /** Milliseconds. */
  timeout?: number;
  /** Gives up the call; what it is aborted with is what the call throws. */
  signal?: AbortSignal;
  cancelMode?: "skip" | "kill" | "killnowait";
  onProgress?: (part: Part) => void;
  /** Further options of CALL. */
  options?: KeywordArguments;
}

export interface CallResult { args: Arguments; kwargs: KeywordArguments; details: KeywordArguments; }
export interface Event extends CallResult {
  topic: string;
  publication: number;
  /** Whether the router dropped events of the subscription between the last one that it sent and this one. */
  followsLoss: boolean;
}
export interface Invocation<Part = Value> extends CallResult {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Sends a part of the result, to a caller that takes such. */
  progress(part: Part): void;
}

/** What a handler returns to give keyword arguments, or several arguments. */
export class Result {
  constructor(args?: Arguments, kwargs?: KeywordArguments);
  args: Arguments;
  kwargs: KeywordArguments;
}

export interface Registration { readonly id: number | undefined; unregister(): Promise<void>; }
export interface Subscription {
  readonly id: number | undefined;
  /** Events that were no record of the topic. */
  readonly rejected: number;
  unsubscribe(): Promise<void>;
}
export interface RegisterOptions {
  match?: "exact" | "prefix" | "wildcard";
  invoke?: "single" | "first" | "last" | "roundrobin" | "random";
  concurrency?: number;
  options?: KeywordArguments;
  timeout?: number;
}
export interface SubscribeOptions { match?: "exact" | "prefix" | "wildcard"; options?: KeywordArguments; timeout?: number; }
export interface PublishOptions {
  kwargs?: KeywordArguments;
  /** Whether to wait for the router's word, which has the publication's number. */
  acknowledge?: boolean;
  excludeMe?: boolean;
  retain?: boolean;
  options?: KeywordArguments;
  timeout?: number;
}

/** Joins a realm; throws WAMPError with what the router says, or that there is none. */
export function connect(url: string, options: ConnectionOptions): Promise<Session>;

/** A session with a router. */
export class Session {
  /** "open", "waiting" for a connection, or "closed". */
  readonly state: State;
  readonly id: number | undefined;
  /** What the router said when it welcomed the session. */
  readonly details: KeywordArguments;
  /** Why the session ended; it is never rejected. */
  readonly closed: Promise<WAMPError>;

  /** Calls a procedure of a schema; the record that it gives is read inside the frame that it came in. */
  call<Request extends Table, RequestDraft, Response extends Table, ResponseDraft, Part extends Table, PartDraft>(
    procedure: Procedure<Request, RequestDraft, Response, ResponseDraft, Part, PartDraft>,
    request?: Request | RequestDraft | Bytes, options?: CallOptions<Part>): Promise<Response>;
  call(uri: string, args?: Arguments, options?: CallOptions<CallResult>): Promise<CallResult>;
  /** The parts of a result as they come, the last one included; who stops reading cancels the call. */
  results<Request extends Table, RequestDraft, Response extends Table, ResponseDraft, Part extends Table, PartDraft>(
    procedure: Procedure<Request, RequestDraft, Response, ResponseDraft, Part, PartDraft>,
    request?: Request | RequestDraft | Bytes,
    options?: CallOptions<Part> & { maximumParts?: number }): AsyncGenerator<Part | Response>;
  results(uri: string, args?: Arguments, options?: CallOptions<CallResult> & { maximumParts?: number }): AsyncGenerator<CallResult>;

  /** Answers calls of a procedure. Errors other than WAMPError are told to `onError`; the caller does not see their text. */
  register<Request extends Table, RequestDraft, Response extends Table, ResponseDraft, Part extends Table, PartDraft>(
    procedure: Procedure<Request, RequestDraft, Response, ResponseDraft, Part, PartDraft>,
    handler: (request: Request, invocation: Invocation<Part | PartDraft>) =>
      Response | ResponseDraft | Bytes | void | Promise<Response | ResponseDraft | Bytes | void>,
    options?: RegisterOptions): Promise<Registration>;
  register(uri: string, handler: (invocation: Invocation) => Value | Promise<Value>, options?: RegisterOptions): Promise<Registration>;

  subscribe<Event extends Table, EventDraft>(
    topic: Topic<Event, EventDraft>, handler: (record: Event, event: import("./flatwire.js").Event) => void,
    options?: SubscribeOptions): Promise<Subscription>;
  subscribe(uri: string, handler: (event: Event) => void, options?: SubscribeOptions): Promise<Subscription>;
  publish<Event extends Table, EventDraft>(
    topic: Topic<Event, EventDraft>, event: Event | EventDraft | Bytes, options?: PublishOptions): Promise<number | undefined>;
  publish(uri: string, args?: Arguments, options?: PublishOptions): Promise<number | undefined>;

  /** Changes of a stored table that a router publishes to a topic. */
  changes<Row extends Table, Draft>(
    topic: Topic<Row, Draft>, handler: (change: Change<Row>) => void, options?: SubscribeOptions): Promise<Subscription>;
  /** A table that a router exposes. */
  table<Type extends StoredClass>(type: Type, prefix: string): RemoteTable<InstanceType<Type>, Parameters<Type["encode"]>[0]>;
  /** Says GOODBYE and closes. */
  close(reason?: string): Promise<void>;
}

// Exposed tables

export type StoredClass = (new (...values: never[]) => Table) & {
  readonly stored: StoredTable;
  encode(draft: never): Bytes;
};
export type KeyPart = string | number | bigint | boolean | Bytes | number[];
/** A value, or those of a key's parts in their order. */
export type Key = KeyPart | KeyPart[];

export interface Range {
  /** The name of an index; without it the range is one of primary keys. */
  by?: string;
  /** Where the range begins, and where it ends: a key, or its first values. All keys that begin with them belong to it. */
  from?: Key;
  to?: Key;
}
export interface PagedRange extends Range { order?: "ascending" | "descending"; }
export interface Page<Row> {
  rows: Row[];
  /** Goes into the next call's `after`; null if there is no next page. */
  next: string | null;
  /** The number of the last commit that the page knows of. */
  commit: bigint;
}
export type Change<Row> =
  | { operation: "put"; commit: bigint; key: Bytes; keyText: string; isLast: boolean; row: Row }
  | { operation: "delete"; commit: bigint; key: Bytes; keyText: string; isLast: boolean; row: null }
  | { operation: "unknown"; since: bigint; through: bigint; reason: string };

/** A table that a router exposes. All functions throw WAMPError. */
export class RemoteTable<Row extends Table, Draft> {
  /** The row with a primary key; null if there is none. */
  get(key: Key): Promise<Row | null>;
  /** A row for each key, in their order; null where there is none. */
  getMany(keys: Key[]): Promise<(Row | null)[]>;
  /** A page of rows, all of one state of the store: 100, or `limit`, at most 10 000. */
  list(range?: PagedRange & { limit?: number; after?: string | null }): Promise<Page<Row>>;
  /** All rows of a range, pulled page by page as they are read. */
  rows(range?: PagedRange & { pageSize?: number }): AsyncGenerator<Row>;
  count(range?: Range): Promise<number>;
  /** Stores a row in place of any with its key, with `ifUnchanged` only of one that is as it was read. Gives the commit. */
  put(draft: Draft, options?: { ifUnchanged?: Row }): Promise<bigint>;
  insert(draft: Draft): Promise<bigint>;
  update(draft: Draft, options?: { ifUnchanged?: Row }): Promise<bigint>;
  delete(key: Key, options?: { ifUnchanged?: Row }): Promise<bigint>;
  /** Each change of the table; "unknown" where some were missed, and the table is to be read anew. */
  changes(handler: (change: Change<Row>) => void, options?: SubscribeOptions): Promise<Subscription>;
}
