package import WAMP
public import WAMPTransport

/// Answers calls of one procedure on one event loop.
///
/// Confined to that loop.
public final class InlineResponder {
  /// Answers one call: reads the request's bytes, which are not verified yet, and calls one of the
  /// `send` functions of the call or throws.
  public typealias Body = (_ request: RawSpan, _ call: InlineCall) throws -> Void

  /// Answers one call that was made with anything but a record, in plain arguments as a rule; as ``Body`` otherwise.
  package typealias PlainBody = (_ request: Payload, _ call: InlineCall) throws -> Void

  @usableFromInline let body: Body
  /// What requests and results are in plain arguments; `nil` if these are not taken.
  let arguments: ProcedureArguments?
  /// Whether requests are held against rules first.
  let hasRules: Bool
  /// Whether the realm's owner sees the calls first, as it does those of procedures that are not answered here.
  let isByWayOfOwner: Bool
  /// Answers calls with plain arguments by itself; `nil` if ``body`` does it with the help of ``arguments``, or not at all.
  let plainBody: PlainBody?
  /// The procedure answered, for the log.
  var uri = ""

  public convenience init(_ body: @escaping Body) { self.init(taking: nil, body) }

  /// - Parameters:
  ///   - body: answers calls with a record.
  ///   - plainBody: answers all others.
  package init(_ body: @escaping Body, plainly plainBody: @escaping PlainBody) {
    self.body = body
    self.plainBody = plainBody
    arguments = nil
    hasRules = false
    isByWayOfOwner = false
  }

  /// - Parameter plainBody: answers calls with plain arguments, which the realm's owner leads here. No others are taken.
  init(byWayOfOwner plainBody: @escaping PlainBody) {
    body = { _, _ in throw WAMPError(.invalidArgument, "the procedure takes no record") }
    self.plainBody = plainBody
    arguments = nil
    hasRules = false
    isByWayOfOwner = true
  }

  /// The same responder with something done around each answer.
  init(_ other: InlineResponder, around: @escaping (InlineCall, () throws -> Void) throws -> Void) {
    let (body, plainBody) = (other.body, other.plainBody)
    self.body = { request, call in try around(call) { try body(request, call) } }
    self.plainBody = plainBody.map { plainBody in
      { request, call in try around(call) { try plainBody(request, call) } }
    }
    arguments = other.arguments
    hasRules = other.hasRules
    isByWayOfOwner = other.isByWayOfOwner
  }

  init(taking arguments: ProcedureArguments?, _ body: @escaping Body) {
    self.body = body
    self.arguments = arguments
    hasRules = arguments?.hasRules ?? false
    isByWayOfOwner = false
    plainBody = nil
  }
}

/// Where a snapshot's bytes are borrowed from until they are sent.
public protocol SnapshotSource: BorrowedSource {
  /// Whether `bytes` lie where they stay unchanged until the source is released.
  func holds(_ bytes: RawSpan) -> Bool
}
