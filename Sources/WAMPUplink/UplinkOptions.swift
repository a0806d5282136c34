public import WAMP
public import WAMPClient

/// How an uplink works.
public struct UplinkOptions: Sendable, Equatable {
  /// The role in which the uplink calls, subscribes and publishes in its own realm, whose permissions decide what it may do.
  public var authrole: String
  /// Which callee is invoked if several offer the same procedures to the other realm, such as the uplinks of several routers.
  public var invoke: InvocationPolicy
  /// The most calls of each procedure that the other router passes on at a time; `nil` for no such limit.
  public var concurrency: Int?
  /// How many events of each pattern wait to be passed on, and what becomes of more.
  public var buffering: EventBuffering

  /// The role `uplink`, procedures that nobody else offers, and 4096 events with 16 MiB, unless something else is said.
  public init(
    authrole: String = "uplink", invoke: InvocationPolicy = .single, concurrency: Int? = nil,
    buffering: EventBuffering = EventBuffering()
  ) {
    self.authrole = authrole
    self.invoke = invoke
    self.concurrency = concurrency
    self.buffering = buffering
  }
}
