/// What a router takes from its clients, told in WELCOME.
///
/// WAMP has no word for it. A client that knows the limit can refuse what is too large before it is sent,
/// which costs one request; a router can only close the connection, which costs the session.
public struct SessionLimits: Sendable, Equatable {
  /// The largest message that is accepted, in bytes as it is serialised, without framing; `nil` if nothing
  /// was said.
  public var maxMessageSize: Int?

  /// No limit, unless one is said.
  public init(maxMessageSize: Int? = nil) { self.maxMessageSize = maxMessageSize }

  /// The detail of WELCOME: a map.
  static let detail = "x_flatwire_limits"
  private static let maxMessageSizeKey = "max_message_size"

  /// Adds what is told to the details of WELCOME.
  package func announce(in details: inout Options) {
    guard let maxMessageSize else { return }
    details[SessionLimits.detail] = .map([SessionLimits.maxMessageSizeKey: .int(Int64(maxMessageSize))])
  }

  /// What a peer told; what cannot be understood counts as not said.
  package init(_ details: Options) {
    let told = details[SessionLimits.detail]?.mapValue?[SessionLimits.maxMessageSizeKey]?.intValue
    if let told, told > 0 { maxMessageSize = Int(exactly: told) }
  }

  /// The limits of a session whose transport takes no larger messages; `Int.max` if it takes all.
  package func limited(to size: Int) -> SessionLimits {
    SessionLimits(maxMessageSize: size == .max ? maxMessageSize : min(size, maxMessageSize ?? size))
  }

  /// Why a message is not sent; `nil` if it may be.
  ///
  /// - Parameters:
  ///   - size: the bytes that the message takes.
  ///   - content: what it is, such as "CALL of com.example.store".
  package func refusal(of size: Int, _ content: @autoclosure () -> String) -> WAMPError? {
    guard let maxMessageSize, size > maxMessageSize else { return nil }
    return WAMPError(
      .payloadSizeExceeded, "\(content()) takes \(size) bytes; the router accepts \(maxMessageSize)")
  }
}
