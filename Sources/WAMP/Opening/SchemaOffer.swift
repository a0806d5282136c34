public import FlatBuffersRuntime

/// The schemas of a peer's records, which it tells the other one when a session opens.
///
/// Records of two versions of a schema often go together: that is what evolution is for. So a difference is told, and
/// only a peer that requires the same schemas refuses one that has another version of them. Peers that say nothing of
/// their schemas, as those of other packages, are never refused.
///
///     let session = try await WAMPSession.connect(
///       to: url, realm: "realm1", schemas: .requiring([User.embeddedSchema]))
public struct SchemaOffer: Sendable, Equatable {
  private let fingerprints: [String: UInt64]
  private let isRequired: Bool

  private init(_ schemas: [EmbeddedSchema?], isRequired: Bool) {
    fingerprints = Dictionary(
      schemas.compactMap { $0 }.map { ($0.name, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
    self.isRequired = isRequired
  }

  /// Nothing is said.
  public static let none = SchemaOffer([], isRequired: false)

  /// Tells the peer of schemas; differences are found in the session's `differingSchemas`.
  public static func announcing(_ schemas: [EmbeddedSchema?]) -> SchemaOffer {
    SchemaOffer(schemas, isRequired: false)
  }

  /// Tells the peer of schemas, and refuses it if it has one of the same name that is not the same.
  public static func requiring(_ schemas: [EmbeddedSchema?]) -> SchemaOffer {
    SchemaOffer(schemas, isRequired: true)
  }

  /// The detail of HELLO and WELCOME: a map from names to fingerprints in hexadecimal digits.
  static let detail = "x_flatwire_schemas"

  /// Adds what is told to the details of HELLO or WELCOME.
  func announce(in details: inout Options) {
    guard !fingerprints.isEmpty else { return }
    details[SchemaOffer.detail] = .map(fingerprints.mapValues { .string(SchemaOffer.text($0)) })
  }

  /// The names of the schemas that the peer has, too, but in another version.
  package func differences(from details: Options) -> [String] {
    guard case .map(let theirs)? = details[SchemaOffer.detail] else { return [] }
    return fingerprints.filter { name, fingerprint in
      theirs[name].map { $0 != .string(SchemaOffer.text(fingerprint)) } ?? false
    }.keys.sorted()
  }

  /// Why a peer is refused; `nil` if it is not.
  ///
  /// - Parameter details: those of the peer's HELLO or WELCOME.
  func refusal(of details: Options) -> WAMPError? {
    guard isRequired, let name = differences(from: details).first, let own = fingerprints[name] else {
      return nil
    }
    var theirs = "something else"
    if case .map(let all)? = details[SchemaOffer.detail], case .string(let text)? = all[name] {
      theirs = text
    }
    return WAMPError(
      .differentSchema, "the schema \"\(name)\" is \(SchemaOffer.text(own)) here, \(theirs) at the peer")
  }

  private static func text(_ fingerprint: UInt64) -> String { String(fingerprint, radix: 16) }
}
