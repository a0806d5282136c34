public import FlatBuffersRuntime
internal import SharedBytes

/// The schemas of a peer's records, which it tells the other one when a session opens.
///
/// Records of two versions of a schema often go together: that is what evolution is for. So a difference is told, and
/// only a peer that requires more refuses one that has another version. Peers that say nothing of their schemas, as those
/// of other packages, are never refused.
///
///     let session = try await WAMPSession.connect(
///       to: url, realm: "realm1", schemas: .requiring([User.embeddedSchema]))
public struct SchemaOffer: Sendable {
  private enum Requirement: Sendable {
    case nothing, compatibility, sameness
  }

  private let schemas: [String: EmbeddedSchema]
  private let requirement: Requirement

  private init(_ schemas: [EmbeddedSchema?], _ requirement: Requirement) {
    self.schemas = Dictionary(
      schemas.compactMap { $0 }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.requirement = requirement
  }

  /// Nothing is said.
  public static let none = SchemaOffer([], .nothing)

  /// Tells the peer of schemas; differences are found in the session's `differingSchemas`.
  public static func announcing(_ schemas: [EmbeddedSchema?]) -> SchemaOffer {
    SchemaOffer(schemas, .nothing)
  }

  /// Tells the peer of schemas, and refuses it if it has one of the same name with which data and programs of this side
  /// don't go together, or does not show which one it has.
  public static func requiringCompatible(_ schemas: [EmbeddedSchema?]) -> SchemaOffer {
    SchemaOffer(schemas, .compatibility)
  }

  /// Tells the peer of schemas, and refuses it if it has one of the same name that is not the same.
  public static func requiring(_ schemas: [EmbeddedSchema?]) -> SchemaOffer {
    SchemaOffer(schemas, .sameness)
  }

  // MARK: - Telling

  /// The detail of HELLO and WELCOME: a map from names to fingerprints in hexadecimal digits.
  static let detail = "x_flatwire_schemas"
  /// The detail of HELLO and WELCOME: a map from names to binary schemas.
  static let binaryDetail = "x_flatwire_binary_schemas"
  /// The bytes of all binary schemas that a peer is told: the rest is known by its fingerprint only.
  private static let byteLimit = 32 << 10

  /// Adds what is told to the details of HELLO, or of WELCOME.
  ///
  /// - Parameter peer: the details of the client's HELLO: it has the schemas that don't differ.
  func announce(in details: inout Options, to peer: Options? = nil) {
    guard !schemas.isEmpty else { return }
    details[Self.detail] = .map(schemas.mapValues { .string(Self.text($0.fingerprint)) })
    var binary: [String: Value] = [:]
    var room = Self.byteLimit
    for name in peer.map(namesOfDifferences) ?? schemas.keys.sorted() {
      guard let bytes = schemas[name]?.bytes, !bytes.isEmpty, bytes.count <= room else { continue }
      binary[name] = .bytes(bytes)
      room -= bytes.count
    }
    if !binary.isEmpty { details[Self.binaryDetail] = .map(binary) }
  }

  /// What WELCOME can do without, for a client that takes no larger one.
  ///
  /// - Returns: false if nothing is left out.
  package static func shorten(_ details: inout Options) -> Bool {
    guard details[binaryDetail] != nil else { return false }
    details[binaryDetail] = nil
    return true
  }

  // MARK: - Comparing

  /// Of a client's details those that WELCOME depends on.
  func announced(in details: Options) -> Options {
    guard !schemas.isEmpty, let theirs = details[Self.detail] else { return [:] }
    return [Self.detail: theirs]
  }

  /// The schemas that the peer has, too, but in another version, by their names.
  package func differences(from details: Options) -> [SchemaDifference] {
    let names = namesOfDifferences(from: details)
    guard !names.isEmpty else { return [] }
    let told = details[Self.detail]?.mapValue ?? [:]
    let binary = details[Self.binaryDetail]?.mapValue ?? [:]
    return names.compactMap { name in
      schemas[name].map { SchemaDifference($0, from: told[name], binary[name]?.bytesValue) }
    }
  }

  private func namesOfDifferences(from details: Options) -> [String] {
    guard case .map(let theirs)? = details[Self.detail] else { return [] }
    return schemas.filter { name, schema in
      theirs[name].map { $0 != .string(Self.text(schema.fingerprint)) } ?? false
    }.keys.sorted()
  }

  /// Why a peer is refused; `nil` if it is not.
  ///
  /// - Parameter details: those of the peer's HELLO or WELCOME. Schemas are loaded only if something is required of them.
  func refusal(of details: Options) -> WAMPError? {
    requirement == .nothing ? nil : refusal(for: differences(from: details))
  }

  /// Why a peer is refused whose schemas differ so; `nil` if it is not.
  func refusal(for differences: [SchemaDifference]) -> WAMPError? {
    let refused =
      switch requirement {
      case .nothing: nil as SchemaDifference?
      case .compatibility: differences.first { !$0.isCompatible }
      case .sameness: differences.first
      }
    return refused.map { WAMPError(.differentSchema, $0.description) }
  }

  static func text(_ fingerprint: UInt64) -> String { String(fingerprint, radix: 16) }
}
