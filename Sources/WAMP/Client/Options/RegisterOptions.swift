/// What can be said with a registration.
public struct RegisterOptions: Sendable, Equatable {
  /// How the procedure is compared with those called.
  public var match: MatchPolicy
  /// Which callee is invoked if several register the procedure.
  public var invoke: InvocationPolicy
  /// Options that have no property here, by their names in the protocol.
  public var others: Options

  /// Exactly the procedure, and this session alone, unless something else is said.
  public init(
    match: MatchPolicy = .exact, invoke: InvocationPolicy = .single, others: Options = [:]
  ) {
    self.match = match
    self.invoke = invoke
    self.others = others
  }
}
