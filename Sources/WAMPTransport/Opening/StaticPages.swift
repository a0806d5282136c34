internal import NIOHTTP1

/// Files that browsers get from an endpoint by requests that open no WebSocket: pages, and what these load.
///
/// A page may load what is among the files and talk to the endpoint, and nothing else: browsers are told so.
package struct StaticPages: Sendable, Equatable {
  /// A file, as it is answered.
  package struct File: Sendable, Equatable {
    /// What the header `Content-Type` says.
    package let type: String
    package let text: String

    package init(type: String, text: String) {
      self.type = type
      self.text = text
    }
  }

  /// By their paths, such as `/page.js`; that of a folder's own page ends with a slash.
  package var files: [String: File]
  /// What the header `Host` of requests may say, with the port; a `*` stands for any text. A site whose name leads to
  /// this machine all of a sudden gets nothing.
  package var hosts: Set<String>

  package init(files: [String: File], hosts: Set<String>) {
    self.files = files
    self.hosts = hosts
  }
}

extension StaticPages {
  /// What a request is answered that opens no WebSocket.
  func verdict(on head: HTTPRequestHead) -> UpgradePolicy.Verdict {
    let named = head.headers["Host"]
    guard named.count == 1, hosts.contains(where: { OriginPattern($0).matches(named[0]) }) else {
      return .refuse(.misdirectedRequest)
    }
    guard let file = files[String(head.uri.prefix { $0 != "?" })] else { return .refuse(.notFound) }
    guard head.method == .GET || head.method == .HEAD else { return .refuse(.methodNotAllowed) }
    return .show(file)
  }

  /// What holds for each of the files: nothing from elsewhere is loaded, asked or sent to, no script but these files runs,
  /// no text becomes markup, and no page of others has this one within it.
  static let headers = [
    (
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    // Those of another version of the program may lie at the same address.
    ("Cache-Control", "no-store"),
  ]
}
