public import FlatBuffersRuntime
public import RecordStore
public import WAMP
public import WAMPRouter

extension Router {
  /// Registers a procedure that answers from a store, on the event loop of the caller's connection.
  ///
  /// The record that `body` sends goes to the socket from the database's own pages: no hop, no task
  /// and no copy between the request and the answer. All calls that arrive together are answered from
  /// one snapshot, which ends as soon as the bytes are sent. A store's procedures share its readers: each event
  /// loop has as many as connections that it answers at once.
  ///
  ///     try await router.register(.usersGet, reading: store) { request, snapshot, reply in
  ///       try reply.send(snapshot.get(.users, request.id))
  ///     }
  ///
  /// - Parameters:
  ///   - realm: one of the router's realms; `nil` is the first.
  ///   - body: gets the verified request, a snapshot and the reply to send, all valid until it returns. It must not
  ///     block. A thrown `WAMPError` is sent to the caller as it is; every other error is logged and answered
  ///     `wamp.error.runtime_error` without its text, which may not be for callers.
  /// - Throws: ``WAMPError`` if the procedure is registered already or the router has no such realm.
  @inlinable
  public func register<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, in realm: String? = nil, reading store: Store,
    _ body:
      @escaping @Sendable (
        _ request: Request, _ snapshot: Snapshot, _ reply: consuming Reply<Response>
      ) throws -> Void
  ) async throws {
    let uri = procedure.uri
    try await registerInline(procedure, in: realm) { values in
      let leases = values.leases(of: store)
      return { bytes, call in
        try leases.answer(bytes, of: uri, call) { (request: Request, lease) in
          try body(request, lease.snapshot, Reply<Response>(call, source: lease, uri: uri))
        }
      }
    }
  }

  /// Registers a procedure that answers in parts from a store, on the event loop of the caller's connection.
  ///
  /// All parts are sent together, from the database's own pages and from one snapshot. An answer of many thousands holds the
  /// loop up for other clients: one that may wait is for such.
  ///
  ///     try await router.register(.usersFind, reading: store) { request, snapshot, reply in
  ///       var rows = try snapshot.rows(.users, request.from...request.to, limit: 1000)
  ///       while let row = try rows.nextRow() { try reply.send(part: row.record) }
  ///       try reply.send(.init(count: 1000))
  ///     }
  ///
  /// - Parameters: as of one that answers as a whole.
  /// - Throws: as for such a procedure.
  @inlinable
  public func register<
    Request: FlatTable & ~Escapable, Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
  >(
    _ procedure: ProgressiveProcedure<Request, Part, Response>, in realm: String? = nil, reading store: Store,
    _ body:
      @escaping @Sendable (
        _ request: Request, _ snapshot: Snapshot, _ reply: consuming ProgressiveReply<Part, Response>
      ) throws -> Void
  ) async throws {
    let uri = procedure.uri
    try await registerInline(procedure, in: realm) { values in
      let leases = values.leases(of: store)
      return { bytes, call in
        try leases.answer(bytes, of: uri, call) { (request: Request, lease) in
          let reply = ProgressiveReply<Part, Response>(call, source: lease, uri: uri)
          try body(request, lease.snapshot, reply)
        }
      }
    }
  }
}

extension LeasePool {
  /// Verifies a request, and has it answered from the snapshot of the call's batch.
  ///
  /// - Throws: `wamp.error.invalid_argument` for bytes that are no `Request`; what `body` throws.
  @inlinable @inline(__always)
  func answer<Request: FlatTable & ~Escapable>(
    _ bytes: RawSpan, of uri: String, _ call: InlineCall, _ body: (Request, SnapshotLease) throws -> Void
  ) throws {
    do {
      try Verifier.verify(bytes, as: Request.self)
    } catch {
      throw WAMPError(.invalidArgument, "\(uri): \(error)")
    }
    let lease = try lease(for: call)
    defer { lease.endAnswer() }
    let request = unsafe Request(TableView(unverifiedRoot: bytes))
    try body(request, lease)
  }
}
