/// The names by which a browser of this machine reaches it.
package enum LocalHosts {
  package static let names = ["localhost", "127.0.0.1", "[::1]"]

  /// What the header `Host` says of them, whatever the port.
  package static let patterns = names.flatMap { [$0, "\($0):*"] }

  /// The origins of pages that this machine serves.
  package static let origins = patterns.flatMap { ["http://\($0)", "https://\($0)"] }
}
