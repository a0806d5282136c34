/// Puts options or details that differ from their defaults into a map, beside what it holds.
struct OptionsWriter {
  private(set) var map: [String: Value]

  init(_ rest: [String: Value]) { map = rest }

  mutating func set(_ key: String, _ flag: Bool, unless normal: Bool = false) {
    if flag != normal { map[key] = .bool(flag) }
  }

  mutating func set(_ key: String, _ text: String?) {
    if let text { map[key] = .string(text) }
  }

  mutating func set(_ key: String, _ number: UInt64?) {
    if let number { map[key] = Value(number) }
  }

  mutating func set(_ key: String, _ nested: [String: Value]) {
    if !nested.isEmpty { map[key] = .map(nested) }
  }

  mutating func set(_ key: String, _ strings: [String]?) {
    if let strings { map[key] = .list(strings.map(Value.string)) }
  }

  mutating func set(_ key: String, _ sessions: [SessionID]?) {
    if let sessions { map[key] = .list(sessions.map { Value($0.rawValue) }) }
  }

  mutating func set(_ roles: Roles) {
    map["roles"] = .map(
      Dictionary(
        uniqueKeysWithValues: roles.features.map { role, features in
          let flags = features.map { ($0.rawValue, Value.bool(true)) }
          let attributes: [String: Value] =
            flags.isEmpty ? [:] : ["features": .map(Dictionary(uniqueKeysWithValues: flags))]
          return (role.rawValue, .map(attributes))
        }))
  }

  mutating func set(_ audience: Audience) {
    guard !audience.isEveryone else { return }
    if !audience.exclude.isEmpty { set("exclude", audience.exclude) }
    if !audience.excludeAuthIDs.isEmpty { set("exclude_authid", audience.excludeAuthIDs) }
    if !audience.excludeAuthRoles.isEmpty { set("exclude_authrole", audience.excludeAuthRoles) }
    set("eligible", audience.eligible)
    set("eligible_authid", audience.eligibleAuthIDs)
    set("eligible_authrole", audience.eligibleAuthRoles)
  }

  /// The attributes of a passthru payload, spelt in its style.
  mutating func set(_ payload: Payload) {
    guard case .passthru(let passthru) = payload else { return }
    switch passthru.style {
    case .passthru:
      // The scheme is what marks the mode, so it is always there.
      set("ppt_scheme", passthru.scheme ?? Payload.RecordAttributes.scheme)
      set("ppt_serializer", passthru.serializer)
      set("ppt_cipher", passthru.cipher)
      set("ppt_keyid", passthru.keyID)
    case .transparency:
      set("enc_algo", passthru.scheme)
      set("enc_serializer", passthru.serializer)
      set("enc_key", passthru.keyID)
    }
  }
}
