/// What can be said with a registration.
public struct RegisterOptions: Sendable, Equatable {
  /// How the procedure is compared with those called.
  public var match: MatchPolicy
  /// Which callee is invoked if several register the procedure.
  public var invoke: InvocationPolicy
  /// The most calls that come at a time; `nil` for no such limit. Then they go to other callees of a shared registration, or
  /// fail with `wamp.error.no_available_callee`.
  public var concurrency: Int?
  /// Whether handlers are told who calls, also if the callers do not ask for it.
  public var discloseCaller: Bool
  /// Whether a registration that others have is taken over.
  public var forceReregister: Bool
  /// Options that have no property here, by their names in the protocol.
  public var others: Options

  /// Exactly the procedure, and this session alone, unless something else is said.
  public init(
    match: MatchPolicy = .exact, invoke: InvocationPolicy = .single, concurrency: Int? = nil,
    discloseCaller: Bool = false, forceReregister: Bool = false, others: Options = [:]
  ) {
    self.match = match
    self.invoke = invoke
    self.concurrency = concurrency
    self.discloseCaller = discloseCaller
    self.forceReregister = forceReregister
    self.others = others
  }
}
