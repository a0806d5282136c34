internal import SharedBytes

// Options by their kinds. Each is `nil` where the map says nothing.
extension OptionMap {
  mutating func flag(_ key: String) throws(FieldFault) -> Bool? {
    guard var items = try take(key) else { return nil }
    return try option { () throws(ItemFault) in try items.readFlag(key) }
  }

  mutating func unsigned(_ key: String) throws(FieldFault) -> UInt64? {
    guard var items = try take(key) else { return nil }
    return try option { () throws(ItemFault) in try items.readUnsigned(key) }
  }

  mutating func id<ID: WAMPIdentifier>(_ key: String, as type: ID.Type = ID.self) throws(FieldFault) -> ID? {
    guard let number = try unsigned(key) else { return nil }
    return try ID(number, of: key, .option)
  }

  mutating func text(_ key: String) throws(FieldFault) -> String? {
    guard var items = try take(key) else { return nil }
    return try option { () throws(ItemFault) in try items.readString(key) }
  }

  mutating func choice<Choice: OptionChoice>(
    _ key: String, as type: Choice.Type = Choice.self
  ) throws(FieldFault) -> Choice? {
    guard let text = try text(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw FieldFault(.option, "\(key) \(text.quoted) is not known")
    }
    return choice
  }

  mutating func texts(_ key: String) throws(FieldFault) -> [String]? {
    try list(key) { (items: inout Items) throws(ItemFault) in try items.readString(key) }
  }

  mutating func sessions(_ key: String) throws(FieldFault) -> [SessionID]? {
    try list(key) { (items: inout Items) throws(ItemFault) in
      SessionID(try items.readUnsigned(key))
    }
  }

  /// A map, as it is encoded.
  mutating func map(_ key: String, _ encoding: ItemEncoding) throws(FieldFault) -> Options? {
    guard var items = try take(key) else { return nil }
    return try option { () throws(ItemFault) in try items.readOptions(key, encoding) }
  }

  /// The roles of a HELLO or WELCOME: those that are known, with the features that are known.
  ///
  /// What else a peer announces is not kept: it could be a million of names.
  mutating func roles(_ key: String) throws(FieldFault) -> Roles? {
    guard var items = try take(key) else { return nil }
    return try option { () throws(ItemFault) in
      var roles = Roles()
      try items.readEntries(key) { (name: String?, items: inout Items) throws(ItemFault) in
        guard let role = name.flatMap(Role.init(known:)), items.nextKind == .map else {
          return try items.skipItem()
        }
        roles.features[role] = []
        try items.readEntries("a role") { (name: String?, items: inout Items) throws(ItemFault) in
          guard name == "features", items.nextKind == .map else { return try items.skipItem() }
          try items.readEntries("the features") { (name: String?, items: inout Items) throws(ItemFault) in
            guard let feature = name.flatMap(Feature.init(known:)), items.nextKind == .flag,
              try items.readFlag("a feature")
            else { return try items.skipItem() }
            roles.features[role]?.insert(feature)
          }
        }
      }
      return roles
    }
  }

  private func option<Value>(_ body: () throws(ItemFault) -> Value) throws(FieldFault) -> Value {
    do throws(ItemFault) { return try body() } catch { throw FieldFault(.option, error) }
  }

  private mutating func list<Element>(
    _ key: String, _ element: (inout Items) throws(ItemFault) -> Element
  ) throws(FieldFault) -> [Element]? {
    guard var items = try take(key) else { return nil }
    return try option { () throws(ItemFault) in
      var list: [Element] = []
      let start = items.offset
      var count = try items.beginList(key)
      while try items.next(&count) {
        guard list.count < Self.maximumListCount else {
          throw items.fault("\(key) has more than \(Self.maximumListCount) elements", at: start)
        }
        list.append(try element(&items))
      }
      return list
    }
  }
}

extension ItemReader {
  /// A map as it is encoded.
  mutating func readOptions(_ what: String, _ encoding: ItemEncoding) throws(ItemFault) -> Options {
    var count = try beginMap(what)
    let start = offset
    var end = offset
    while try next(&count) {
      _ = try readKey()
      try skipItem()
      end = offset
    }
    return end == start
      ? [:] : Options(encoded: SharedBytes(copying: source.bytes.extracting(start..<end)), encoding)
  }

  /// Calls `body` with each key of a map and the reader before its value; `nil` for a key too long to be known.
  mutating func readEntries(
    _ what: String, _ body: (String?, inout Self) throws(ItemFault) -> Void
  ) throws(ItemFault) {
    var count = try beginMap(what)
    while try next(&count) {
      let key = try readKey()
      let name = key.count > 64 ? nil : Self.text(ofKey: source.bytes.octets.extracting(key))
      try body(name, &self)
    }
  }
}

extension WAMPIdentifier {
  /// - Throws: a fault if the number is none of an identifier.
  @inline(__always)
  init(_ number: UInt64, of what: String, _ kind: FieldFault.Kind) throws(FieldFault) {
    self.init(number)
    guard isValid else { throw FieldFault(kind, "\(what) \(number) is not an integer from 1 to 2^53") }
  }
}
