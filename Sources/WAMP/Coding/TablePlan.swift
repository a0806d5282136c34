internal import FlatBuffersRuntime

/// Where the fields of a message are in its table: what the names in its description find in the schema.
///
/// Made once for each type of message, by running the description; coders then take the slots in the same
/// order.
final class TablePlan: Sendable {
  /// The fields and options in the order in which they are named; `nil` for what the schema lacks.
  let fields: [TableSlot?]
  /// The field for what the schema lacks.
  let details: TableSlot?
  let payload: PayloadSlots?

  fileprivate init(_ finder: SlotFinder) {
    fields = finder.fields
    details = finder["details"]
    payload = finder.payload
  }

  private static let plans: [TablePlan?] = (0...UInt8.max).map { number in
    MessageCode(rawValue: number).map { code in
      var finder = SlotFinder(WireAnyMessage.slots(of: number))
      // A finder never fails.
      _ = try? Message(code, from: &finder)
      return TablePlan(finder)
    }
  }

  static func of(_ code: MessageCode) -> TablePlan {
    guard let plan = plans[Int(code.rawValue)] else { preconditionFailure("a message without a table") }
    return plan
  }
}

/// The fields of a payload and its attributes.
struct PayloadSlots: Sendable {
  let arguments: TableSlot
  let keywords: TableSlot
  let opaque: TableSlot
  let scheme: TableSlot
  let serializer: TableSlot
  let cipher: TableSlot
  let keyID: TableSlot
}

/// Finds the slot of each name of a description.
private struct SlotFinder: FieldCoder {
  private let slots: [TableSlot]
  private(set) var fields: [TableSlot?] = []
  private(set) var payload: PayloadSlots?

  init(_ slots: [TableSlot]) { self.slots = slots }

  subscript(name: String) -> TableSlot? { slots.first { $0.name.description == name } }

  private mutating func find(_ name: String) { fields.append(self[name]) }

  mutating func request(_ request: inout RequestID, orZero: Bool) { find("request") }
  mutating func id<ID: WAMPIdentifier>(_ name: String, _ id: inout ID) { find(name) }
  mutating func type(_ name: String, _ type: inout MessageCode) { find(name) }
  mutating func text(_ name: String, _ text: inout String, orNull: Bool) { find(name) }
  mutating func uri(_ name: String, _ uri: inout String) { find(name) }
  mutating func method(_ name: String, _ method: inout String) { find(name) }
  mutating func map(_ name: String, _ map: inout Options) {}

  mutating func options(
    _ name: String, _ rest: inout Options, isOmittable: Bool,
    _ body: (inout Self) throws(FieldFault) -> Void
  ) throws(FieldFault) {
    try body(&self)
  }

  mutating func payload(_ payload: inout Payload) {
    guard let arguments = self["args"], let keywords = self["kwargs"], let opaque = self["payload"],
      let scheme = self["ppt_scheme"], let serializer = self["ppt_serializer"], let cipher = self["ppt_cipher"],
      let keyID = self["ppt_keyid"]
    else { return }
    self.payload = PayloadSlots(
      arguments: arguments, keywords: keywords, opaque: opaque, scheme: scheme, serializer: serializer,
      cipher: cipher, keyID: keyID)
  }

  mutating func flag(_ key: String, _ flag: inout Bool, unless normal: Bool) { find(key) }
  mutating func option(_ key: String, _ number: inout UInt64?) { find(key) }
  mutating func option<ID: WAMPIdentifier>(_ key: String, _ id: inout ID?) { find(key) }
  mutating func option(_ key: String, _ text: inout String?) { find(key) }
  mutating func option(_ key: String, _ texts: inout [String]?) { find(key) }
  mutating func option(_ key: String, _ sessions: inout [SessionID]?) { find(key) }
  mutating func option<Choice: OptionChoice>(_ key: String, _ choice: inout Choice?) { find(key) }
  // The schema's `Map` has room for one entry of two strings; maps are always told whole, in details.
  mutating func option(_ key: String, _ map: inout Options) {}
  mutating func reason(_ key: String, _ reason: inout String?) { find(key) }
  mutating func method(_ key: String, _ method: inout String?) { find(key) }
  mutating func methods(_ key: String, _ methods: inout [String]) { find(key) }
  mutating func roles(_ key: String, _ roles: inout Roles?, of side: Roles.Side) { find(key) }
  mutating func attributes(of payload: inout Payload) {}
}

/// Where an envelope holds its message.
enum EnvelopeSlots {
  static let message = slot("msg")
  static let type = slot("msg_type")

  private static func slot(_ name: String) -> Int {
    guard let slot = WireMessage.slots.first(where: { $0.name.description == name }) else {
      preconditionFailure("an envelope without \(name)")
    }
    return slot.slot
  }
}
