/// Which trace a call or an event is part of: what the tracer of its sender says to that of its receiver.
///
/// It travels in the option `_trace_context` of a CALL or PUBLISH, as a map of texts, and our router tells it to callees and
/// subscribers. The names are the tracer's own: `traceparent` and `tracestate` if it follows W3C Trace Context. One that is larger
/// than 8 KiB, or has more than 16 entries, is as good as none: it comes from strangers and goes to many.
public struct TraceContext: Sendable, Equatable {
  /// The option that it travels in. The specification leaves names that begin with `_` to implementations.
  static let key = "_trace_context"
  static let maximumCount = 16
  /// What W3C allows the largest of such texts, its baggage, to take.
  static let maximumSize = 8192

  /// What the tracer says, by its names.
  public private(set) var fields: [String: String] = [:]

  /// No trace.
  public init() {}

  /// What a peer said. What is no text is left out.
  init(_ options: Options) {
    guard !options.isEmpty, options.byteCount <= Self.maximumSize,
      let values = try? options.values(), values.count <= Self.maximumCount
    else { return }
    fields = values.compactMapValues(\.stringValue)
  }

  public var isEmpty: Bool { fields.isEmpty }

  /// What the tracer says under a name of its own.
  public subscript(name: String) -> String? {
    get { fields[name] }
    set { fields[name] = newValue }
  }

  var options: Options { fields.isEmpty ? Options() : Options(fields.mapValues(Value.string)) }

  /// How many bytes its texts take.
  var byteCount: Int { fields.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count } }
}

extension FieldCoder where Self: ~Copyable {
  /// The trace that a message is part of.
  @inline(__always)
  mutating func trace(_ trace: inout TraceContext) throws(FieldFault) {
    var said = trace.options
    try option(TraceContext.key, &said)
    // Who writes knows it; who reads begins with none.
    if trace.isEmpty { trace = TraceContext(said) }
  }
}
