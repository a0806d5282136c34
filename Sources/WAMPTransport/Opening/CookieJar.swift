/// The cookies that a client was given, each to be sent where it came from: a value without a clock.
///
/// Only the very address that gave a cookie gets it back, so that neither domains nor paths matter.
package struct CookieJar: Sendable, Equatable {
  private struct Cookie: Equatable {
    let value: String
    /// `nil`: as long as the jar lasts.
    let end: ContinuousClock.Instant?
  }

  /// By addresses and names.
  private var cookies: [String: [String: Cookie]] = [:]
  /// More than a router gives; what is larger or more is dropped.
  private static let maximumCount = 16
  private static let longest = 4096
  /// In seconds: a century, which clocks can add to the present.
  private static let longestAge: Int64 = 100 * 365 * 86_400

  package init() {}

  /// Keeps what an answer's headers `Set-Cookie` say.
  package mutating func keep(_ headers: [String], from address: String, at now: ContinuousClock.Instant) {
    for header in headers where header.utf8.count <= Self.longest && Self.isPlain(header) {
      let pairs = CookiePair.all(in: header)
      guard let first = pairs.first, !first.name.isEmpty, let value = first.value else { continue }
      let age = pairs.dropFirst().last { $0.name.lowercased() == "max-age" }?.value.flatMap(Int64.init)
      var own = cookies[address] ?? [:]
      if let age, age <= 0 {
        own[first.name] = nil
      } else if own[first.name] != nil || own.count < Self.maximumCount {
        let end = age.map { now + .seconds(min($0, Self.longestAge)) }
        own[first.name] = Cookie(value: value, end: end)
      }
      cookies[address] = own.isEmpty ? nil : own
    }
  }

  /// What the header `Cookie` of a request says; `nil` if there is none to be sent.
  package func header(for address: String, at now: ContinuousClock.Instant) -> String? {
    let own = (cookies[address] ?? [:]).filter { entry in entry.value.end.map { $0 > now } ?? true }
    if own.isEmpty { return nil }
    return own.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.value)" }.joined(separator: "; ")
  }

  /// Whether text can stand in a header.
  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f } }
}
