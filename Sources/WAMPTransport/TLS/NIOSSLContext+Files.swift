internal import NIOSSL

extension NIOSSLContext {
  /// - Throws: ``TransportError`` naming the file that cannot be used.
  static func server(_ tls: ServerTLS) throws(TransportError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try certificates(in: tls.certificateChain),
      privateKey: try privateKey(in: tls.privateKey))
    if let clients = tls.clients {
      configuration.trustRoots = try authorities(in: clients.authorities)
      configuration.certificateVerification =
        clients.areRequired ? .noHostnameVerification : .optionalVerification
    }
    configuration.minimumTLSVersion = tls.minimumVersion.version
    return try make(configuration, tls.certificateChain)
  }

  /// - Throws: ``TransportError`` naming the file that cannot be used.
  static func client(_ tls: ClientTLS) throws(TransportError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if let trustRoots = tls.trustRoots { configuration.trustRoots = try authorities(in: trustRoots) }
    if let identity = tls.identity {
      configuration.certificateChain = try certificates(in: identity.certificateChain)
      configuration.privateKey = try privateKey(in: identity.privateKey)
    }
    if !tls.checksHostName { configuration.certificateVerification = .noHostnameVerification }
    configuration.minimumTLSVersion = tls.minimumVersion.version
    return try make(configuration, tls.identity?.certificateChain ?? tls.trustRoots ?? "TLS")
  }

  private static func make(
    _ configuration: TLSConfiguration, _ subject: String
  ) throws(TransportError) -> NIOSSLContext {
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw .unusableCertificate(subject, error)
    }
  }

  private static func certificates(in path: String) throws(TransportError) -> [NIOSSLCertificateSource] {
    do {
      return try NIOSSLCertificate.fromPEMFile(path).map { .certificate($0) }
    } catch {
      throw .unusableCertificate(path, error)
    }
  }

  private static func authorities(in path: String) throws(TransportError) -> NIOSSLTrustRoots {
    do {
      return .certificates(try NIOSSLCertificate.fromPEMFile(path))
    } catch {
      throw .unusableCertificate(path, error)
    }
  }

  private static func privateKey(in path: String) throws(TransportError) -> NIOSSLPrivateKeySource {
    do {
      return .privateKey(try NIOSSLPrivateKey(file: path, format: .pem))
    } catch {
      throw .unusableCertificate(path, error)
    }
  }
}

extension TLSMinimum {
  fileprivate var version: TLSVersion {
    switch self {
    case .v12: .tlsv12
    case .v13: .tlsv13
    }
  }
}
