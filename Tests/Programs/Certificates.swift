import Foundation

/// Certificates that tests make for themselves with openssl, in a folder that is gone afterwards.
public struct Certificates: Sendable {
  private let folder: URL

  public var authority: String { path("authority.pem") }
  public var otherAuthority: String { path("other.pem") }

  /// Makes two authorities, which are there as long as `body` runs.
  public static func with<R>(_ body: (Certificates) async throws -> R) async throws -> R {
    try await withShortFolder { folder in
      let certificates = Certificates(folder: folder)
      for name in ["authority", "other"] {
        _ = try await certificates.openssl(
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
          "-subj", "/CN=\(name)", "-keyout", certificates.path("\(name).key"), "-out",
          certificates.path("\(name).pem"))
      }
      return try await body(certificates)
    }
  }

  /// Makes a certificate signed by the authority, in the files that it is named after; replaces one of that name.
  ///
  /// - Parameter names: whom it is for, as openssl writes it: `DNS:localhost,IP:127.0.0.1`.
  public func issue(_ name: String, for names: String) async throws {
    let extensions = path("\(name).ext")
    try "subjectAltName=\(names)\n".write(toFile: extensions, atomically: true, encoding: .utf8)
    _ = try await openssl(
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
      "-keyout", key(of: name), "-out", path("\(name).csr"))
    _ = try await openssl(
      "x509", "-req", "-in", path("\(name).csr"), "-CA", authority, "-CAkey", path("authority.key"),
      "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", chain(of: name))
  }

  public func chain(of name: String) -> String { path("\(name).pem") }

  public func key(of name: String) -> String { path("\(name).key") }

  private func path(_ file: String) -> String { folder.appending(path: file).path }

  private func openssl(_ arguments: String...) async throws -> String {
    try await Program(named: "openssl", arguments).output()
  }
}
