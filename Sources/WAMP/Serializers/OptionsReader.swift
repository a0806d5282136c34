/// Takes known options or details out of a map; what stays is kept as it is.
struct OptionsReader {
  private(set) var rest: [String: Value]
  let message: MessageCode

  init(_ options: [String: Value], of message: MessageCode) {
    rest = options
    self.message = message
  }

  private func wrong(_ key: String, _ value: Value, expected: String) -> WAMPError {
    WAMPError(.protocolViolation, "\(message): \(key) must be \(expected), not \(value.kind)")
  }

  private mutating func take(_ key: String) -> Value? {
    guard !rest.isEmpty, let value = rest.removeValue(forKey: key), value != .null else { return nil }
    return value
  }

  mutating func bool(_ key: String) throws(WAMPError) -> Bool? {
    guard let value = take(key) else { return nil }
    guard let bool = value.boolValue else { throw wrong(key, value, expected: "a boolean") }
    return bool
  }

  mutating func unsigned(_ key: String) throws(WAMPError) -> UInt64? {
    guard let value = take(key) else { return nil }
    guard let number = value.unsignedValue else {
      throw wrong(key, value, expected: "an integer of 0 or more")
    }
    return number
  }

  mutating func id<ID: WAMPIdentifier>(_ key: String, as type: ID.Type = ID.self) throws(WAMPError) -> ID? {
    guard let number = try unsigned(key) else { return nil }
    return ID(rawValue: number)
  }

  mutating func string(_ key: String) throws(WAMPError) -> String? {
    guard let value = take(key) else { return nil }
    guard let text = value.stringValue else { throw wrong(key, value, expected: "a string") }
    return text
  }

  mutating func map(_ key: String) throws(WAMPError) -> [String: Value]? {
    guard let value = take(key) else { return nil }
    guard let map = value.mapValue else { throw wrong(key, value, expected: "a map") }
    return map
  }

  mutating func strings(_ key: String) throws(WAMPError) -> [String]? {
    guard let value = take(key) else { return nil }
    guard let list = value.listValue else { throw wrong(key, value, expected: "a list of strings") }
    var strings: [String] = []
    for element in list {
      guard let text = element.stringValue else { throw wrong(key, element, expected: "a list of strings") }
      strings.append(text)
    }
    return strings
  }

  mutating func sessions(_ key: String) throws(WAMPError) -> [SessionID]? {
    guard let value = take(key) else { return nil }
    guard let list = value.listValue else { throw wrong(key, value, expected: "a list of integers") }
    var sessions: [SessionID] = []
    for element in list {
      guard let id = element.unsignedValue else {
        throw wrong(key, element, expected: "a list of integers of 0 or more")
      }
      sessions.append(SessionID(id))
    }
    return sessions
  }

  /// A string that must be one of the cases of `type`.
  mutating func choice<Choice: RawRepresentable<String>>(
    _ key: String, as type: Choice.Type
  ) throws(WAMPError) -> Choice? {
    guard let text = try string(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw WAMPError(.protocolViolation, "\(message): \(key) \"\(text)\" is not known")
    }
    return choice
  }

  /// The roles of a HELLO or WELCOME; features that are not `true` are left out.
  mutating func roles() throws(WAMPError) -> Roles {
    var roles = Roles()
    for (role, attributes) in try map("roles") ?? [:] {
      var features: Set<Feature> = []
      for (feature, value) in attributes.mapValue?["features"]?.mapValue ?? [:] where value == .bool(true) {
        features.insert(Feature(rawValue: feature))
      }
      roles.features[Role(rawValue: role)] = features
    }
    return roles
  }

  mutating func audience() throws(WAMPError) -> Audience {
    var audience = Audience()
    audience.exclude = try sessions("exclude") ?? []
    audience.excludeAuthIDs = try strings("exclude_authid") ?? []
    audience.excludeAuthRoles = try strings("exclude_authrole") ?? []
    audience.eligible = try sessions("eligible")
    audience.eligibleAuthIDs = try strings("eligible_authid")
    audience.eligibleAuthRoles = try strings("eligible_authrole")
    return audience
  }
}
