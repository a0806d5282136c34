/// What a client believes of a router that it reaches over TLS, and how it proves itself.
public struct ClientTLS: Sendable, Equatable {
  /// The path of a PEM file with the authorities that are trusted; `nil` for those of the system.
  public var trustRoots: String?
  /// Whether the router's certificate has to be for the host of the address. Without it, every router with a trusted
  /// certificate may stand for every other one.
  public var checksHostName = true
  /// The client's own certificate; `nil` for none.
  public var identity: Identity?
  /// The oldest version of TLS that is spoken.
  public var minimumVersion = TLSMinimum.v12

  /// A certificate and its key.
  public struct Identity: Sendable, Equatable {
    /// The path of a PEM file: the certificate, then those that lead to a trusted one.
    public var certificateChain: String
    /// The path of a PEM file with the private key of the certificate.
    public var privateKey: String

    public init(certificateChain: String, privateKey: String) {
      self.certificateChain = certificateChain
      self.privateKey = privateKey
    }
  }

  public init(trustRoots: String? = nil, identity: Identity? = nil) {
    self.trustRoots = trustRoots
    self.identity = identity
  }
}
