public import FlatBuffersRuntime
public import WAMP

/// The parts of one call's result, and at last the result.
///
/// Throws what the procedure fails with, a `RecordError` if it declares the error, and `wamp.error.invalid_payload` for what is
/// not the record that it has to be. Letting go of it before the end cancels the call. As many parts as of ``CallResults`` wait
/// to be read.
public struct ProgressiveResults<
  Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
>: AsyncSequence, Sendable {
  public typealias Element = ProgressiveResult<Part, Response>

  let results: CallResults
  let uri: String
  let errors: [DeclaredError]
  let arguments: SchemaArguments?

  public struct AsyncIterator: AsyncIteratorProtocol {
    /// `nil` after an error: then the call is let go of.
    var results: CallResults.AsyncIterator?
    let uri: String
    let errors: [DeclaredError]
    let arguments: SchemaArguments?

    public mutating func next() async throws -> ProgressiveResult<Part, Response>? {
      guard var results else { return nil }
      do {
        guard let result = try await results.next() else { return nil }
        return result.progress
          ? .part(try RecordBuffer(result.payload, of: uri, arguments))
          : .result(try RecordBuffer(result.payload, of: uri, arguments))
      } catch {
        self.results = nil
        throw errors.thrown(for: error, of: uri, arguments)
      }
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(results: results.makeAsyncIterator(), uri: uri, errors: errors, arguments: arguments)
  }
}
