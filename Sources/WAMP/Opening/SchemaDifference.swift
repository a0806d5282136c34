internal import FlatBuffersReflection
internal import FlatBuffersRuntime
internal import SharedBytes

/// How a peer's version of a schema differs from this side's.
public struct SchemaDifference: Sendable, Equatable {
  /// Which of the two versions has more: schemas say nothing of time.
  public enum PeerVersion: String, Sendable {
    /// This side's has all definitions, fields and members of the peer's, and more.
    case older
    /// The peer's has all of this side's, and more.
    case newer
    /// Both have something of their own, or what differs is none of these.
    case neither
    /// The peer did not say more than its fingerprint, or what is no schema.
    case unknown
  }

  /// The schema's name.
  public let name: String
  /// Which version the peer has.
  public let peer: PeerVersion
  /// Whether data and programs of both versions go together; never if it can't be known.
  public let isCompatible: Bool
  /// What the older version's data and programs, or those of either if none is older, have to fear from the other, in sentences:
  /// what `schemac --conform` says. Also what needs care only.
  public let findings: [String]

  /// Both fingerprints, for people.
  private let fingerprints: String

  /// - Parameters:
  ///   - fingerprint: what the peer says that its version has.
  ///   - bytes: the peer's binary schema.
  init(_ own: EmbeddedSchema, from fingerprint: Value?, _ bytes: SharedBytes?) {
    name = own.name
    let theirs = fingerprint?.stringValue?.shortened ?? "something else"
    fingerprints = "\(SchemaOffer.text(own.fingerprint)) here, \(theirs) there"
    // Sound or not, what the peer sends is only compared.
    guard let bytes, let theirs = try? Schema(binary: bytes), let ours = try? Schema(binary: own.bytes) else {
      (peer, isCompatible, findings) = (.unknown, false, [])
      return
    }
    let age = theirs.age(besides: ours)
    peer =
      switch age {
      case .older: .older
      case .newer: .newer
      case .neither: .neither
      }
    let all = age == .newer ? theirs.findings(since: ours) : ours.findings(since: theirs)
    isCompatible = all.allSatisfy { $0.severity != .breaking }
    findings = all.map(\.description)
  }
}

extension SchemaDifference: CustomStringConvertible {
  /// One line: the name, which version the peer has, both fingerprints, and the findings.
  public var description: String {
    let version =
      switch peer {
      case .older: "an older version at the peer"
      case .newer: "a newer version at the peer"
      case .neither: "another version at the peer"
      case .unknown: "a version at the peer that it does not show"
      }
    return "the schema \"\(name)\" is \(version) (\(fingerprints))"
      + (findings.isEmpty ? "" : ": " + findings.joined(separator: "; "))
  }
}
