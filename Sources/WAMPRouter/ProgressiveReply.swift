public import FlatBuffersRuntime
internal import SharedBytes
public import WAMP

/// The answer to one call in parts: any number of them, and then once the result, before the handler returns.
///
/// A handler that returns without sending the result answers `wamp.error.runtime_error`.
public struct ProgressiveReply<Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>: ~Copyable,
  ~Escapable
{
  @usableFromInline let call: InlineCall
  @usableFromInline let source: any SnapshotSource
  @usableFromInline let uri: String

  @inlinable @_lifetime(immortal)
  public init(_ call: InlineCall, source: any SnapshotSource, uri: String) {
    self.call = call
    self.source = source
    self.uri = uri
  }

  /// Whether the caller asked for parts. Those that are sent otherwise are left out.
  @inlinable
  public var takesParts: Bool { call.takesParts }

  /// Sends a part of the result, from where ``Reply/send(_:)`` would send it.
  ///
  /// - Returns: false if no more are to be sent: the caller takes none, or the call failed, as the part was too large for it.
  /// - Throws: ``BuildError`` if a nested table is too large to be built.
  @inlinable @discardableResult
  public func send(part: borrowing Part) throws -> Bool {
    guard takesParts else { return false }
    let part = copy part
    if let bytes = part.recordBytes { return call.sendPart(bytes, from: source) }
    return call.sendPart(try RecordBuffer<Part>(part.draft).bytes)
  }

  /// Builds a part of the result and sends it.
  ///
  /// - Returns: as for a record.
  /// - Throws: ``BuildError`` if the record is too large.
  @inlinable @discardableResult
  public func send(part: Part.Draft) throws -> Bool {
    guard takesParts else { return false }
    return call.sendPart(try RecordBuffer<Part>(part).bytes)
  }

  /// Sends the result, as ``Reply/send(_:)`` does.
  ///
  /// - Throws: ``BuildError`` if a nested table is too large to be built.
  @inlinable
  public consuming func send(_ record: borrowing Response?) throws {
    try Reply<Response>(call, source: source, uri: uri).send(record)
  }

  /// Builds the result and sends it.
  ///
  /// - Throws: ``BuildError`` if the record is too large.
  @inlinable
  public consuming func send(_ draft: Response.Draft) throws {
    try Reply<Response>(call, source: source, uri: uri).send(draft)
  }

  /// Answers with an error.
  public consuming func fail(_ error: WAMPError) {
    call.fail(error)
  }

  /// Answers with an error that has a record.
  public consuming func fail<Failure: ErrorRecord & ~Escapable>(_ error: RecordError<Failure>) {
    call.fail(call.answer(telling: error))
  }
}
