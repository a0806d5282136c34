internal import FlatBuffersRuntime
internal import SharedBytes

// The options: in the table, or in details.
extension TableReader {
  // What most messages do not say is inlined: a look into the vtable, and whether there are details.

  @inline(__always)
  mutating func flag(_ key: String, _ flag: inout Bool, unless normal: Bool) throws(FieldFault) {
    if let slot = next().slot {
      flag = table.value(slot, default: normal)
    } else {
      flag = try details?.flag(key) ?? normal
    }
  }

  @inline(__always)
  mutating func option(_ key: String, _ number: inout UInt64?) throws(FieldFault) {
    let said = self.number(next())
    number = said == 0 ? nil : said
    if let told = try details?.unsigned(key) { number = told }
  }

  @inline(__always)
  mutating func option<ID: WAMPIdentifier>(_ key: String, _ id: inout ID?) throws(FieldFault) {
    let said = number(next())
    if said == 0 {
      id = try details?.id(key)
    } else {
      id = try ID(said, of: key, .option)
    }
  }

  @inline(__always)
  mutating func option(_ key: String, _ text: inout String?) throws(FieldFault) {
    let field = next()
    if says(field) {
      text = try string(field, key, .option)
    } else {
      text = try details?.text(key)
    }
  }

  @inline(__always)
  private func says(_ field: TablePlan.Field) -> Bool {
    guard let slot = field.slot else { return false }
    return table.contains(slot)
  }

  @inline(__always)
  mutating func option(_ key: String, _ texts: inout [String]?) throws(FieldFault) {
    let field = next()
    if says(field) {
      texts = try self.texts(field, key)
    } else {
      texts = try details?.texts(key)
    }
  }

  private func texts(_ field: TablePlan.Field, _ key: String) throws(FieldFault) -> [String]? {
    guard let slot = field.slot, let vector = table.strings(slot) else { return nil }
    try checkCount(vector.count, key)
    var list: [String] = []
    for index in vector.indices {
      guard let text = String(utf8: vector[index].utf8) else {
        throw FieldFault(.option, "\(key) has a string that is not UTF-8")
      }
      list.append(text)
    }
    return list
  }

  @inline(__always)
  mutating func option(_ key: String, _ sessions: inout [SessionID]?) throws(FieldFault) {
    let field = next()
    if says(field) {
      sessions = try self.sessions(field, key)
    } else {
      sessions = try details?.sessions(key)
    }
  }

  private func sessions(_ field: TablePlan.Field, _ key: String) throws(FieldFault) -> [SessionID]? {
    guard let slot = field.slot, let vector = table.vector(slot, of: UInt64.self) else { return nil }
    try checkCount(vector.count, key)
    return vector.array.map { SessionID($0) }
  }

  func checkCount(_ count: Int, _ key: String) throws(FieldFault) {
    let most = OptionMap<CBORReader>.maximumListCount
    guard count <= most else { throw FieldFault(.option, "\(key) has more than \(most) elements") }
  }

  mutating func option<Choice: OptionChoice>(_ key: String, _ choice: inout Choice?) throws(FieldFault) {
    let field = next()
    guard let slot = field.slot, table.contains(slot) else {
      choice = try details?.choice(key)
      return
    }
    let number = number(field)
    let name = plan.name(of: number, in: field)
    guard let found = name.flatMap(Choice.init(rawValue:)) else {
      throw FieldFault(.option, "\(key) \(number) is not known")
    }
    choice = found
  }

  mutating func option(_ key: String, _ map: inout Options) throws(FieldFault) {
    map = try details?.map(key, .cbor) ?? [:]
  }

  mutating func reason(_ key: String, _ reason: inout String?) throws(FieldFault) {
    try option(key, &reason)
    if let text = reason, !URI.isValid(text) { reason = nil }
  }

  mutating func method(_ key: String, _ method: inout String?) throws(FieldFault) {
    method = try self.method(key)
  }

  /// The method's name in details, else that of the schema's enum.
  mutating func method(_ key: String) throws(FieldFault) -> String? {
    let number = number(next())
    if let name = try details?.text(key) { return name }
    let method = WireAuthMethod(rawValue: UInt8(truncatingIfNeeded: number))
    return AuthMethodNames.name(method) ?? "unknown method \(number)"
  }

  mutating func methods(_ key: String, _ methods: inout [String]) throws(FieldFault) {
    let field = next()
    methods = try details?.texts(key) ?? []
    guard methods.isEmpty, let slot = field.slot, let vector = table.vector(slot, of: WireAuthMethod.self)
    else {
      return
    }
    try checkCount(vector.count, key)
    methods = vector.array.map { AuthMethodNames.name($0) ?? "unknown method \($0.rawValue)" }
  }

  mutating func roles(_ key: String, _ roles: inout Roles?, of side: Roles.Side) throws(FieldFault) {
    let field = next()
    roles = try details?.roles(key)
    guard roles == nil, let slot = field.slot, let table = table.union(slot)?.table else { return }
    roles = RolesLayout.of(side).read(table)
  }

  @inline(__always)
  mutating func attributes(of payload: inout Payload) throws(FieldFault) {
    guard var map = details else { return }
    details = nil
    attributes = try PassthruAttributes(from: &map)
    details = map
  }
}
