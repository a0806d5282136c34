public import FlatBuffersRuntime

/// A table that is the payload of an error: what the schema compiler makes of one with a `wampuri`.
public protocol ErrorRecord: FlatTable, ~Escapable {
  /// What names the error in WAMP.
  static var errorURI: String { get }
}

/// An error with a record that says more of it: what handlers throw, and callers of procedures that declare it catch.
///
///     do {
///       try await session.call(.accountsPay, .init(amount: 100))
///     } catch let error as RecordError<Insufficient> {
///       print("\(error.record.missing) more are needed")
///     }
///
/// To callers with records it goes as one, to others as the plain arguments that the schema makes of it.
public struct RecordError<Record: ErrorRecord & ~Escapable>: Error {
  /// The owner of the record.
  public let buffer: RecordBuffer<Record>

  /// Takes a record as it is.
  public init(_ buffer: RecordBuffer<Record>) { self.buffer = buffer }

  /// Builds the record.
  ///
  ///     throw try RecordError<Insufficient>(.init(missing: 20))
  ///
  /// - Throws: `BuildError` if the record would grow past 2 GiB.
  public init(_ draft: Record.Draft) throws(BuildError) { buffer = try RecordBuffer(draft) }
}

extension RecordError where Record: ~Escapable {
  /// The view of the record, valid as long as this error.
  public var record: Record {
    @_lifetime(borrow self)
    get { buffer.record }
  }
}

extension RecordError: CustomStringConvertible where Record: ~Escapable {
  public var description: String { "\(Record.errorURI): \(buffer.draft)" }
}

/// An error that can be said in each form that procedures are called in.
package protocol AnsweringError: Error {
  /// The ERROR that tells it.
  ///
  /// - Parameters:
  ///   - form: how the caller sent its request; `nil` for plain arguments.
  ///   - arguments: what records are in such; where they have no word for the error, its record is one binary argument.
  func answer(in form: RecordForm?, _ arguments: ProcedureArguments?) -> WAMPError
}

extension RecordError: AnsweringError where Record: ~Escapable {
  package func answer(in form: RecordForm?, _ arguments: ProcedureArguments?) -> WAMPError {
    let record = Payload.record(buffer.bytes, form: form ?? .binaryArgument)
    let plain = form == nil ? try? arguments?.error(Record.schemaName, of: buffer.bytes) : nil
    return WAMPError(WAMPError.Code(Record.errorURI), payload: plain ?? record)
  }
}
