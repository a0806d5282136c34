public import FlatBuffersRuntime
internal import SharedBytes
public import WAMP

/// The answer to one call; to be sent once, before the handler returns.
///
/// A handler that returns without sending answers `wamp.error.runtime_error`.
public struct Reply<Response: FlatTable & ~Escapable>: ~Copyable, ~Escapable {
  @usableFromInline let call: InlineCall
  @usableFromInline let source: any SnapshotSource
  @usableFromInline let uri: String

  @inlinable @_lifetime(immortal)
  public init(_ call: InlineCall, source: any SnapshotSource, uri: String) {
    self.call = call
    self.source = source
    self.uri = uri
  }

  /// Sends a record.
  ///
  /// A record of the snapshot is sent from the database's pages. One that lies elsewhere is copied;
  /// a table nested in a record is built anew. `nil` answers the error
  /// `flatwire.error.no_such_record`.
  ///
  /// - Throws: ``BuildError`` if a nested table is too large to be built.
  @inlinable
  public consuming func send(_ record: borrowing Response?) throws {
    switch copy record {
    case .none: call.fail(.noSuchRecord(uri))
    case .some(let record):
      if let bytes = record.recordBytes {
        call.send(bytes, from: source)
      } else {
        call.send(try RecordBuffer<Response>(record.draft).bytes)
      }
    }
  }

  /// Builds a record and sends it.
  ///
  /// - Throws: ``BuildError`` if the record is too large.
  @inlinable
  public consuming func send(_ draft: Response.Draft) throws {
    call.send(try RecordBuffer<Response>(draft).bytes)
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
