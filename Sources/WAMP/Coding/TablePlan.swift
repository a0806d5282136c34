internal import FlatBuffersRuntime

/// Where the fields of a message are in its table: what the names in its description find in the schema.
///
/// Made once for each type of message, by running the description; coders then take the slots in the same
/// order.
final class TablePlan: Sendable {
  struct Field: Sendable {
    private let place: Int16
    /// How many bytes the value takes; 0 if it is stored out of line.
    let width: UInt8
    /// Where the names of an enum's values are among those of the plan.
    fileprivate let names: UInt8
    /// The place of a scalar among those of the table, in the order in which they are written.
    fileprivate(set) var rank: UInt8 = 0

    /// The entry of the vtable; `nil` if the schema lacks the field.
    var slot: Int? {
      @inline(__always) get { place == 0 ? nil : Int(place) }
    }

    fileprivate init(_ slot: TableSlot?, names: UInt8) {
      place = Int16(slot?.slot ?? 0)
      width = UInt8(slot?.width ?? 0)
      self.names = names
    }
  }

  /// The fields and options in the order in which they are named.
  let fields: [Field]
  /// The scalars in the order in which they are written: by falling alignment, then by slot.
  let scalars: [Field]
  /// Which of the scalars, by a bit each, are written before all offsets, and which before the payload.
  let wide: TableScalars.Set
  let middle: TableScalars.Set
  /// The slot for what the schema lacks.
  let details: Int?
  /// The slot for the routers that a message came through.
  let forwarding: Int?
  let payload: PayloadSlots?
  let envelope = EnvelopeSlots.shared
  private let names: [[EnumName]]

  fileprivate init(_ finder: borrowing SlotFinder) {
    var names: [[EnumName]] = [[]]
    var fields = finder.fields.map { slot in
      guard let slot, !slot.members.isEmpty else { return Field(slot, names: 0) }
      names.append(EnumName.all(of: slot))
      return Field(slot, names: UInt8(names.count - 1))
    }
    let order = fields.indices.filter { fields[$0].width > 0 }.sorted {
      (fields[$1].width, fields[$0].slot ?? 0) < (fields[$0].width, fields[$1].slot ?? 0)
    }
    precondition(order.count <= TableScalars.capacity, "more scalars than there is room for")
    for (rank, index) in order.enumerated() { fields[index].rank = UInt8(rank) }
    self.fields = fields
    let scalars = order.map { fields[$0] }
    self.scalars = scalars
    wide = TableScalars.set(of: scalars) { $0 >= 4 }
    middle = TableScalars.set(of: scalars) { $0 == 2 }
    self.names = names
    details = finder["details"]?.slot
    forwarding = finder[Self.forwardingKey]?.slot
    payload = finder.payload
  }

  static let forwardingKey = "forward_for"

  /// The name of a field's enum for a value.
  func name(of value: UInt64, in field: Field) -> String? {
    names[Int(field.names)].first { $0.value == value }?.name
  }

  /// The value of a field's enum for a name.
  func value(of name: String, in field: Field) -> UInt64? {
    names[Int(field.names)].first { $0.name == name }?.value
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

/// A value of an enum of the schema, as it is spelt elsewhere in WAMP: in lower case.
struct EnumName: Sendable {
  let value: UInt64
  let name: String

  static func all(of slot: TableSlot) -> [EnumName] {
    slot.members.map { EnumName(value: $0.value, name: $0.name.lowercased()) }
  }
}

/// The slots of a payload and its attributes.
final class PayloadSlots: Sendable {
  struct Attribute: Sendable {
    let slot: Int
    let names: [EnumName]

    func value(of name: String) -> UInt64? { names.first { $0.name == name }?.value }

    /// The value of a name; 0, which stands for nothing, if the schema lacks it.
    func number(of name: String?) -> UInt8 {
      guard let value = name.flatMap(value(of:)) else { return 0 }
      return UInt8(truncatingIfNeeded: value)
    }
  }

  let arguments: Int
  let keywords: Int
  let opaque: Int
  let scheme: Attribute
  let serializer: Attribute
  let cipher: Attribute
  let keyID: Int

  /// - Returns: `nil` if a message has no payload.
  fileprivate init?(_ finder: borrowing SlotFinder) {
    guard let arguments = finder["args"], let keywords = finder["kwargs"], let opaque = finder["payload"],
      let scheme = finder.attribute("ppt_scheme"), let serializer = finder.attribute("ppt_serializer"),
      let cipher = finder.attribute("ppt_cipher"), let keyID = finder["ppt_keyid"]
    else { return nil }
    (self.arguments, self.keywords, self.opaque) = (arguments.slot, keywords.slot, opaque.slot)
    (self.scheme, self.serializer, self.cipher) = (scheme, serializer, cipher)
    self.keyID = keyID.slot
  }
}

/// Finds the slot of each name of a description.
private struct SlotFinder: FieldCoder, ~Copyable {
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

  mutating func payload(_ payload: inout Payload) { self.payload = PayloadSlots(self) }

  func attribute(_ name: String) -> PayloadSlots.Attribute? {
    self[name].map { PayloadSlots.Attribute(slot: $0.slot, names: EnumName.all(of: $0)) }
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
struct EnvelopeSlots {
  let message = slot("msg")
  let type = slot("msg_type")

  static let shared = EnvelopeSlots()
  static var message: Int { shared.message }
  static var type: Int { shared.type }

  private static func slot(_ name: String) -> Int {
    guard let slot = WireMessage.slots.first(where: { $0.name.description == name }) else {
      preconditionFailure("an envelope without \(name)")
    }
    return slot.slot
  }
}
