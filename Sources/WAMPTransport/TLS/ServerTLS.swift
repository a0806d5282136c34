/// What a router proves itself with to its clients, and what it asks of them.
public struct ServerTLS: Sendable, Equatable {
  /// The path of a PEM file: the router's certificate, then those that lead to a trusted one.
  public var certificateChain: String
  /// The path of a PEM file with the private key of the certificate.
  public var privateKey: String
  /// Clients with certificates; `nil` if none are asked for.
  public var clients: Clients?
  /// The oldest version of TLS that is spoken.
  public var minimumVersion = TLSMinimum.v12

  /// How clients prove themselves.
  public struct Clients: Sendable, Equatable {
    /// The path of a PEM file with the authorities whose certificates are trusted.
    public var authorities: String
    /// Whether clients without a certificate are turned away. Otherwise they are like all others; one that shows a
    /// certificate has to prove it in any case.
    public var areRequired: Bool

    public init(authorities: String, areRequired: Bool = true) {
      self.authorities = authorities
      self.areRequired = areRequired
    }
  }

  public init(certificateChain: String, privateKey: String, clients: Clients? = nil) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
    self.clients = clients
  }
}

/// Versions of TLS that are good enough to begin with.
public enum TLSMinimum: Sendable {
  case v12
  case v13
}
