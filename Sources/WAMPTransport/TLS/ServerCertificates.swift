internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// The certificates of one listener, read from their files when it starts and when they are renewed.
final class ServerCertificates: Sendable {
  private let tls: ServerTLS
  /// Touched when a connection is accepted and when the files are read, never when something is sent.
  private let context: Mutex<NIOSSLContext>

  /// - Throws: ``TransportError`` naming the file that cannot be used.
  init(_ tls: ServerTLS) throws(TransportError) {
    self.tls = tls
    context = Mutex(try NIOSSLContext.server(tls))
  }

  /// Reads the files again, for connections that are accepted from now on.
  ///
  /// - Throws: ``TransportError`` naming the file that cannot be used; then nothing changes.
  func reload() throws(TransportError) {
    let new = try NIOSSLContext.server(tls)
    context.withLock { $0 = new }
  }

  /// What encrypts one connection.
  func makeHandler() -> NIOSSLServerHandler {
    NIOSSLServerHandler(context: context.withLock { $0 })
  }
}
