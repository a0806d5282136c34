internal import FlatBuffersReflection
internal import FlatBuffersRuntime
internal import SharedBytes

/// What the payloads of one procedure or topic have to be, in whatever form they come.
package final class PayloadCheck: Sendable {
  /// What of a procedure or topic it is for.
  package enum Part: Sendable, Equatable {
    case request, result, progressiveResult, event
    /// By its URI.
    case error(String)
  }

  private let uri: String
  private let part: Part
  /// Whether what is wrong is refused; else it passes, and is told.
  package let isStrict: Bool
  private let arguments: RecordArguments
  private let plan: VerificationPlan

  init(_ part: Part, of uri: String, _ schema: Schema, _ table: Int, isStrict: Bool) {
    self.uri = uri
    self.part = part
    self.isStrict = isStrict
    arguments = RecordArguments(schema, of: table)
    plan = VerificationPlan(schema, of: table)
  }

  /// Whether bytes are a record that is right, as far as that can be told at once: nothing is allocated.
  @inline(__always)
  package func accepts(_ record: RawSpan) -> Bool {
    arguments.rules == nil
      && Verifier.accepts(
        record, by: plan, options: Verifier.Options(judging: record.byteCount, closer: false))
  }

  /// What is wrong with a payload; `nil` if nothing is.
  ///
  /// A record is verified where it lies, and one binary argument is a record. Arguments are made into one. Opaque bytes that
  /// are none, as encrypted ones are, can't be checked, and are wrong.
  ///
  /// - Complexity: linear in the size of the payload.
  package func fault(in payload: Payload) -> WAMPError? {
    let isRequest = part == .request
    do throws(WAMPError) {
      if let (record, _) = payload.record {
        if accepts(record.bytes) { return nil }
        try arguments.verify(record, isRequest: isRequest, .invalidPayload)
      } else {
        let record = try arguments.record(of: payload, .invalidPayload)
        try arguments.check(record, isRequest: isRequest, .invalidPayload)
      }
      return nil
    } catch {
      return error.about("the \(part) of \(uri)")
    }
  }
}

extension PayloadCheck.Part: CustomStringConvertible {
  package var description: String {
    switch self {
    case .request: "request"
    case .result: "result"
    case .progressiveResult: "progressive result"
    case .event: "event"
    case .error(let uri): "error \(uri)"
    }
  }
}

/// What a call of a procedure has to say, and what answers it.
package final class CheckedProcedure: Sendable {
  package let request: PayloadCheck
  package let result: PayloadCheck
  /// Of results before the last one.
  package let part: PayloadCheck
  /// Of the errors that are declared, by their URIs; those that are not are free.
  private let errors: [String: PayloadCheck]

  init(request: PayloadCheck, result: PayloadCheck, part: PayloadCheck, errors: [String: PayloadCheck]) {
    self.request = request
    self.result = result
    self.part = part
    self.errors = errors
  }

  package func error(_ uri: String) -> PayloadCheck? { errors.isEmpty ? nil : errors[uri] }
}
