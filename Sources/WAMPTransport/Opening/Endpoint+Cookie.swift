extension Endpoint.WebSocket {
  /// The cookie that clients are given with the handshake: with it those who proved who they are can come again.
  ///
  /// It is random, no script of a page sees it (`HttpOnly`), and only what the realm accepts makes it worth anything.
  public struct Cookie: Sendable, Equatable {
    /// Which pages a browser sends it from.
    public enum SameSite: String, Sendable {
      /// Those of the same site as the router.
      case strict = "Strict"
      /// The same; links from other sites make no difference to a WebSocket.
      case lax = "Lax"
      /// All that the endpoint lets connect. Say ``Endpoint/WebSocket/allowedOrigins``: any page could act for its visitor.
      case none = "None"
    }

    /// How it is called.
    public var name = "wamp"
    /// How many characters it has, of 6 bits each; at least 22, which nobody guesses.
    public var length = 32 {
      didSet { length = max(length, 22) }
    }
    /// After how long a client has to prove anew who it is.
    public var maxAge: Duration = .seconds(86_400)
    /// Which pages a browser sends it from.
    public var sameSite = SameSite.strict
    /// Whether browsers send it over encrypted connections only; `nil`: if they got it over one. Behind a proxy that encrypts
    /// this has to be said.
    public var isSecure: Bool?

    public init() {}

    /// Whether the name is one that RFC 6265 allows.
    package var isNamed: Bool { HeaderScanner.isToken(name) }
  }
}
