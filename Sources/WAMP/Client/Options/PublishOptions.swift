/// What can be said with a publication.
public struct PublishOptions: Sendable, Equatable {
  /// Whether the router is asked for an answer, and waited for.
  ///
  /// Without it a publication that the router refuses is lost without a word.
  public var acknowledge: Bool
  /// Whether the publisher is left out, even if it subscribes to the topic.
  public var excludeMe: Bool
  /// Whether subscribers are told who published.
  public var discloseMe: Bool
  /// Who may get the event.
  public var audience: Audience
  /// Whether the router keeps the event for those who subscribe later.
  public var retain: Bool
  /// Whether the event of a typed topic is said in plain arguments, for subscribers that know nothing of records. Typed
  /// subscriptions get it as a record all the same.
  public var asPlainArguments: Bool
  /// Options that have no property here, by their names in the protocol.
  public var others: Options
  /// The trace that the event is part of.
  package var trace = TraceContext()

  /// An acknowledged event for all subscribers but the publisher, unless something else is said.
  public init(
    acknowledge: Bool = true, excludeMe: Bool = true, discloseMe: Bool = false,
    audience: Audience = Audience(), retain: Bool = false, asPlainArguments: Bool = false,
    others: Options = [:]
  ) {
    self.acknowledge = acknowledge
    self.excludeMe = excludeMe
    self.discloseMe = discloseMe
    self.audience = audience
    self.retain = retain
    self.asPlainArguments = asPlainArguments
    self.others = others
  }
}
