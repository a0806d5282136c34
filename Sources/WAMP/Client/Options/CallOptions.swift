/// What can be said with a call.
public struct CallOptions: Sendable, Equatable {
  /// How long the answer may take; `nil` for as long as it takes.
  ///
  /// The router is told, in whole milliseconds. When the time is over, the call is cancelled and fails here
  /// with `wamp.error.timeout`, whether the router does something about it or not.
  public var timeout: Duration?
  /// Whether the callee is told who calls.
  public var discloseMe: Bool
  /// What the router is asked to do with the callee if the call is given up. For this side it is over at
  /// once.
  public var cancelMode: CancelMode
  /// Whether the request of a typed procedure is said in plain arguments, for callees that know nothing of records.
  ///
  /// What they answer is taken in plain arguments anyway. Procedures of routers themselves, whose URIs begin with `wamp.`,
  /// are always called so.
  public var asPlainArguments: Bool
  /// Options that have no property here, by their names in the protocol.
  public var others: Options
  /// The trace that the call is part of.
  package var trace = TraceContext()

  /// No time limit, and the caller is not disclosed, unless something else is said.
  public init(
    timeout: Duration? = nil, discloseMe: Bool = false, cancelMode: CancelMode = .killNoWait,
    asPlainArguments: Bool = false, others: Options = [:]
  ) {
    self.timeout = timeout
    self.discloseMe = discloseMe
    self.cancelMode = cancelMode
    self.asPlainArguments = asPlainArguments
    self.others = others
  }

  /// ``timeout`` as it is sent: at least one millisecond, as zero means none, and at most what every format
  /// has room for.
  var milliseconds: UInt64? {
    guard let timeout else { return nil }
    let (seconds, attoseconds) = timeout.components
    guard seconds < Int64(UInt32.max) / 1000 else { return UInt64(UInt32.max) }
    return UInt64(max(seconds * 1000 + attoseconds / 1_000_000_000_000_000, 1))
  }
}
