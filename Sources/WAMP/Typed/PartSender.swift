public import FlatBuffersRuntime

/// Where the handler of a progressive procedure sends parts of its result, before it returns the last one.
public struct PartSender<Part: FlatTable & ~Escapable>: Sendable {
  private let form: RecordForm?
  private let arguments: ProcedureArguments?
  private let sending: (@Sendable (Payload) async throws -> Void)?

  /// - Parameter form: how the caller sent its request; `nil` for plain arguments.
  init(
    _ form: RecordForm?, _ arguments: ProcedureArguments?,
    _ sending: (@Sendable (Payload) async throws -> Void)?
  ) {
    self.form = form
    self.arguments = arguments
    self.sending = sending
  }
}

extension PartSender where Part: ~Escapable {
  /// Whether the caller asked for parts. Those that are sent otherwise are left out.
  public var areWanted: Bool { sending != nil }

  /// Sends a part as it is.
  ///
  /// - Throws: `CancellationError` if the call is over, `wamp.error.payload_size_exceeded` if the part is too large.
  public func send(_ part: RecordBuffer<Part>) async throws {
    guard let sending else { return }
    let payload: Payload =
      if let form { .record(part.bytes, form: form) } else { try arguments?.part(of: part.bytes) ?? .none }
    try await sending(payload)
  }

  /// Builds a part and sends it.
  ///
  /// - Throws: as for a record; `BuildError` if the record is too large.
  public func send(_ part: Part.Draft) async throws {
    guard areWanted else { return }
    try await send(RecordBuffer<Part>(part))
  }
}
