/// What a file of zLMDB says of one of its tables.
public struct SlotDescription: Sendable, Equatable {
  /// The table's UUID, by which programs find it.
  public var id: SlotUUID
  /// The number before the keys of its rows.
  public var slot: UInt16
  /// Its name; zLMDB takes that of the Python class.
  public var name: String
  /// What it is for.
  public var description: String?
  /// Words it is marked with.
  public var tags: [String]
  /// Who made it.
  public var creator: String?
}

/// How it is stored: under two zeros and the slot, as a map of CBOR.
extension SlotDescription {
  /// - Returns: `nil` for a value that does not describe a table.
  init?(_ value: SlotValue, slot: UInt16) {
    guard let text = value["oid"]?.text, let id = SlotUUID(text), value["slot"] == .integer(Int128(slot))
    else { return nil }
    self.id = id
    self.slot = slot
    name = value["name"]?.text ?? ""
    description = value["description"]?.text
    creator = value["creator"]?.text
    tags = []
    if case .array(let values) = value["tags"] { tags = values.compactMap(\.text) }
  }

  var value: SlotValue {
    var members: [(String, SlotValue)] = [("oid", .string(id.description)), ("name", .string(name))]
    if let description { members.append(("description", .string(description))) }
    if !tags.isEmpty { members.append(("tags", .array(tags.map { .string($0) }))) }
    members.append(("creator", .string(creator ?? "unknown")))
    members.append(("slot", .integer(Int128(slot))))
    return .map(members.map { SlotValue.Member(key: .string($0.0), value: $0.1) })
  }
}
