internal import FlatBuffersRuntime
internal import SharedBytes

/// Reads the fields of a message from its table, and what the schema lacks from `details`.
struct TableReader: FieldCoder, ~Copyable {
  private let bytes: SharedBytes
  /// Where the message's table begins.
  private let position: Int
  let plan: TablePlan
  private var named = 0
  /// `nil` if there are none, as in most messages.
  var details: OptionMap<CBORReader>?
  var attributes: PassthruAttributes?
  let code: MessageCode

  init(_ bytes: SharedBytes) throws(MessageFault) {
    self.bytes = bytes
    do throws(VerificationError) {
      try WireMessage.verify(bytes.bytes)
    } catch {
      throw MessageFault(WAMPError(.protocolViolation, "\(error)"))
    }
    // Sound because the bytes were verified, and are immutable.
    let envelope = unsafe TableView(unverifiedRoot: bytes.bytes)
    let tag = envelope.value(EnvelopeSlots.type, default: UInt8(0))
    guard let code = MessageCode(rawValue: tag) else {
      throw MessageFault(WAMPError(.protocolViolation, "message code \(tag) is not known"))
    }
    self.code = code
    plan = TablePlan.of(code)
    position = envelope.requiredUnion(plan.envelope.message).table.position
  }

  var table: TableView {
    // Sound because the bytes were verified for a message of this type.
    @_lifetime(borrow self) @inline(__always)
    get { unsafe TableView(unverified: bytes.bytes, at: position) }
  }

  /// The field or option that is named now.
  @inline(__always)
  mutating func next() -> TablePlan.Field {
    let field = plan.fields[named]
    named &+= 1
    return field
  }

  // MARK: The fields of the list

  mutating func request(_ request: inout RequestID, orZero: Bool) throws(FieldFault) {
    let number = number(next())
    request = orZero && number == 0 ? RequestID(0) : try RequestID(number, of: "the request", .structure)
  }

  mutating func id<ID: WAMPIdentifier>(_ name: String, _ id: inout ID) throws(FieldFault) {
    id = try ID(number(next()), of: name, .structure)
  }

  mutating func type(_ name: String, _ type: inout MessageCode) throws(FieldFault) {
    let number = number(next())
    guard let code = UInt8(exactly: number).flatMap(MessageCode.init(rawValue:)) else {
      throw FieldFault(.structure, "\(name) \(number) is no type of a message")
    }
    type = code
  }

  mutating func text(_ name: String, _ text: inout String, orNull: Bool) throws(FieldFault) {
    text = try string(next(), name, .structure) ?? ""
  }

  mutating func uri(_ name: String, _ uri: inout String) throws(FieldFault) {
    try text(name, &uri)
    guard URI.isValid(uri) else { throw FieldFault(.option, "\(name) \(uri.quoted) is not a URI") }
  }

  mutating func method(_ name: String, _ method: inout String) throws(FieldFault) {
    try readDetails()
    method = try self.method(name) ?? ""
  }

  mutating func map(_ name: String, _ map: inout Options) throws(FieldFault) {
    try readDetails()
    map = try details?.map(name, .cbor) ?? [:]
  }

  mutating func options(
    _ name: String, _ rest: inout Options, isOmittable: Bool,
    _ body: (inout Self) throws(FieldFault) -> Void
  ) throws(FieldFault) {
    try readDetails()
    try body(&self)
    if let details { rest = details.rest(.cbor) }
    if let slot = plan.forwarding, table.contains(slot) { try addForwarding(to: &rest) }
  }

  private mutating func readDetails() throws(FieldFault) {
    guard details == nil, let content = content(of: plan.details), !content.isEmpty else { return }
    var items = CBORReader(content)
    let map = try OptionMap(&items, "details")
    guard items.isAtEnd else { throw FieldFault(.structure, "bytes after details") }
    if !map.isEmpty { details = map }
  }

  mutating func payload(_ payload: inout Payload) throws(FieldFault) {
    guard let slots = plan.payload else { return }
    if let opaque = content(of: slots.opaque) {
      payload = .passthru(try passthru(opaque, slots))
      return
    }
    let list = content(of: slots.arguments) ?? SharedBytes()
    let keywords = content(of: slots.keywords) ?? SharedBytes()
    if list.isEmpty, keywords.isEmpty { return }
    do throws(ItemFault) {
      payload = try arguments(list, keywords)
    } catch {
      // Damage of the arguments leaves the rest of the message whole.
      throw FieldFault(.payload, error)
    }
  }

  private func arguments(_ list: SharedBytes, _ keywords: SharedBytes) throws(ItemFault) -> Payload {
    // Only where there are both are they not one piece.
    let whole = keywords.isEmpty ? list : list.isEmpty ? keywords : joined(list, keywords)
    var items = CBORReader(whole)
    var reading = ArgumentReading(at: items)
    if !list.isEmpty { try reading.readList(&items) }
    guard items.offset == list.count else { throw items.fault("bytes after the arguments", at: nil) }
    if !keywords.isEmpty { try reading.readKeywords(&items) }
    guard items.isAtEnd else { throw items.fault("bytes after the keyword arguments", at: nil) }
    return reading.payload(of: whole, to: whole.count, .cbor)
  }

  private func joined(_ list: SharedBytes, _ keywords: SharedBytes) -> SharedBytes {
    var joined: [UInt8] = []
    joined.reserveCapacity(list.count + keywords.count)
    joined += Array(list)
    joined += Array(keywords)
    return SharedBytes(joined)
  }

  /// A vector's bytes; `nil` if there is none.
  @inline(__always)
  private func content(of slot: Int?) -> SharedBytes? {
    guard let slot, table.contains(slot) else { return nil }
    return bytes(of: slot)
  }

  private func bytes(of slot: Int) -> SharedBytes? {
    guard let vector = table.vector(slot, of: UInt8.self) else { return nil }
    return bytes.slice(viewing: vector.bytes)
  }

  /// A number or an enum's value, 0 where there is none.
  @inline(__always)
  func number(_ field: TablePlan.Field) -> UInt64 {
    guard let slot = field.slot else { return 0 }
    switch field.width {
    case 1: return UInt64(table.value(slot, default: UInt8(0)))
    case 2: return UInt64(table.value(slot, default: UInt16(0)))
    case 4: return UInt64(table.value(slot, default: UInt32(0)))
    default: return table.value(slot, default: 0)
    }
  }

  @inline(__always)
  func string(
    _ field: TablePlan.Field, _ name: String, _ kind: FieldFault.Kind
  ) throws(FieldFault) -> String? {
    guard let slot = field.slot, let view = table.string(slot) else { return nil }
    guard let text = String(utf8: view.utf8) else {
      throw FieldFault(kind, "\(name) is a string that is not UTF-8")
    }
    return text
  }

  /// A payload of opaque bytes: what the schema's enums say, unless details have a name that they lack.
  private func passthru(_ bytes: SharedBytes, _ slots: PayloadSlots) throws(FieldFault) -> PassthruPayload {
    let scheme = try name(slots.scheme, "ppt_scheme")
    let serializer = try name(slots.serializer, "ppt_serializer")
    let cipher = try name(slots.cipher, "ppt_cipher")
    var payload = PassthruPayload(
      bytes, scheme: attributes?.scheme ?? scheme, serializer: attributes?.serializer ?? serializer,
      cipher: attributes?.cipher ?? cipher)
    if let id = table.string(slots.keyID) {
      guard let text = String(utf8: id.utf8) else {
        throw FieldFault(.option, "ppt_keyid is a string that is not UTF-8")
      }
      payload.keyID = text
    }
    return payload
  }

  /// The name of an enum's value in lower case; `nil` for 0, which stands for nothing.
  private func name(_ attribute: PayloadSlots.Attribute, _ key: String) throws(FieldFault) -> String? {
    let number = table.value(attribute.slot, default: UInt8(0))
    if number == 0 { return nil }
    guard let name = attribute.names.first(where: { $0.value == number })?.name else {
      throw FieldFault(.option, "\(key) \(number) is not known")
    }
    return name
  }
}
