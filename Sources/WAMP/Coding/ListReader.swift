internal import SharedBytes

/// Reads the fields of a message from a list.
struct ListReader<Format: ListFormat>: FieldCoder, ~Copyable {
  private var items: Format.Reader
  private var fields: ItemCount
  /// The options, while they are being read and after that.
  private var entries = OptionMap<Format.Reader>()
  private var attributes: PassthruAttributes?
  let code: MessageCode

  init(_ bytes: SharedBytes) throws(MessageFault) {
    var items = Format.Reader(bytes, offset: 0)
    do throws(ItemFault) {
      (fields, code) = try Self.begin(&items)
    } catch {
      throw MessageFault(WAMPError(.protocolViolation, error.message))
    }
    self.items = items
  }

  /// Reads what begins a message: how many fields follow, and its type.
  private static func begin(_ items: inout Format.Reader) throws(ItemFault) -> (ItemCount, MessageCode) {
    var fields = try items.beginList("a message")
    guard try items.next(&fields) else { throw items.fault("an empty message", at: 0) }
    let start = items.offset
    let number = try items.readUnsigned("the type of a message")
    guard let code = Format.code(number) else {
      throw items.fault("message type \(number) is not known", at: start)
    }
    return (fields, code)
  }

  /// Checks that the message ends with its last field and the bytes with the message.
  mutating func finish() throws(MessageFault) {
    do throws(ItemFault) {
      let start = items.offset
      guard try !items.next(&fields) else { throw items.fault("a field too many", at: start) }
      guard items.isAtEnd else { throw items.fault("bytes after the message", at: nil) }
    } catch {
      throw MessageFault(WAMPError(.protocolViolation, "\(code): \(error.message)"))
    }
  }

  // MARK: The fields of the list

  mutating func request(_ request: inout RequestID, orZero: Bool) throws(FieldFault) {
    let number = try unsigned("the request")
    if number == 0, orZero {
      request = RequestID(0)
    } else {
      request = try RequestID(number, of: "the request", .structure)
    }
  }

  mutating func id<ID: WAMPIdentifier>(_ name: String, _ id: inout ID) throws(FieldFault) {
    id = try ID(try unsigned(name), of: name, .structure)
  }

  mutating func type(_ name: String, _ type: inout MessageCode) throws(FieldFault) {
    let number = try unsigned(name)
    guard let code = Format.code(number) else {
      throw FieldFault(.structure, "\(name) \(number) is no type of a message")
    }
    type = code
  }

  mutating func text(_ name: String, _ text: inout String, orNull: Bool) throws(FieldFault) {
    if orNull, items.nextKind == .null {
      return try field(name) { (items: inout Format.Reader) throws(ItemFault) in try items.readNull() }
    }
    text = try field(name) { (items: inout Format.Reader) throws(ItemFault) in try items.readString(name) }
  }

  mutating func uri(_ name: String, _ uri: inout String) throws(FieldFault) {
    try text(name, &uri)
    guard URI.isValid(uri) else { throw FieldFault(.option, "\(name) \(uri.quoted) is not a URI") }
  }

  mutating func method(_ name: String, _ method: inout String) throws(FieldFault) {
    try text(name, &method)
  }

  mutating func map(_ name: String, _ map: inout Options) throws(FieldFault) {
    map = try field(name) { (items: inout Format.Reader) throws(ItemFault) in
      try items.readOptions(name, Format.encoding)
    }
  }

  mutating func options(
    _ name: String, _ rest: inout Options, isOmittable: Bool,
    _ body: (inout Self) throws(FieldFault) -> Void
  ) throws(FieldFault) {
    if isOmittable, try !hasField() { return }
    if !isOmittable { try nextField(name) }
    entries = try OptionMap(&items, name)
    // A message is made with what it means to say nothing; only roles have to be said.
    if entries.isEmpty, code != .hello, code != .welcome { return }
    try body(&self)
    rest = entries.rest(Format.encoding)
  }

  mutating func payload(_ payload: inout Payload) throws(FieldFault) {
    guard try hasField() else { return }
    do throws(ItemFault) {
      if items.nextKind == .bytes {
        let bytes = try items.readBytes("the payload")
        payload = .passthru(
          attributes?.transparency(bytes) ?? PassthruPayload(bytes, style: .transparency))
        return
      }
      payload = try arguments()
    } catch {
      throw FieldFault(inPayload: error)
    }
    guard let attributes, case (let bytes, .binaryArgument)? = payload.record,
      let passthru = attributes.passthru(bytes)
    else { return }
    payload = .passthru(passthru)
  }

  private mutating func arguments() throws(ItemFault) -> Payload {
    var reading = ArgumentReading(at: items)
    try reading.readList(&items)
    if try items.next(&fields) { try reading.readKeywords(&items) }
    return reading.payload(of: items.source, to: items.offset, Format.encoding)
  }

  private mutating func unsigned(_ name: String) throws(FieldFault) -> UInt64 {
    try field(name) { (items: inout Format.Reader) throws(ItemFault) in try items.readUnsigned(name) }
  }

  @inline(__always)
  private mutating func field<Value>(
    _ name: String, _ read: (inout Format.Reader) throws(ItemFault) -> Value
  ) throws(FieldFault) -> Value {
    try nextField(name)
    do throws(ItemFault) { return try read(&items) } catch { throw FieldFault(.structure, error) }
  }

  private mutating func nextField(_ name: String) throws(FieldFault) {
    guard try hasField() else { throw FieldFault(.structure, "\(name) is missing") }
  }

  private mutating func hasField() throws(FieldFault) -> Bool {
    do throws(ItemFault) { return try items.next(&fields) } catch { throw FieldFault(.structure, error) }
  }

  // MARK: The options

  mutating func flag(_ key: String, _ flag: inout Bool, unless normal: Bool) throws(FieldFault) {
    flag = try entries.flag(key) ?? normal
  }

  mutating func option(_ key: String, _ number: inout UInt64?) throws(FieldFault) {
    number = try entries.unsigned(key)
  }

  mutating func option<ID: WAMPIdentifier>(_ key: String, _ id: inout ID?) throws(FieldFault) {
    id = try entries.id(key)
  }

  mutating func option(_ key: String, _ text: inout String?) throws(FieldFault) {
    text = try entries.text(key)
  }

  mutating func option(_ key: String, _ texts: inout [String]?) throws(FieldFault) {
    texts = try entries.texts(key)
  }

  mutating func option(_ key: String, _ sessions: inout [SessionID]?) throws(FieldFault) {
    sessions = try entries.sessions(key)
  }

  mutating func option<Choice: OptionChoice>(_ key: String, _ choice: inout Choice?) throws(FieldFault) {
    choice = try entries.choice(key)
  }

  mutating func option(_ key: String, _ map: inout Options) throws(FieldFault) {
    map = try entries.map(key, Format.encoding) ?? [:]
  }

  mutating func reason(_ key: String, _ reason: inout String?) throws(FieldFault) {
    reason = try entries.text(key)
    if let text = reason, !URI.isValid(text) { reason = nil }
  }

  mutating func method(_ key: String, _ method: inout String?) throws(FieldFault) {
    method = try entries.text(key)
  }

  mutating func methods(_ key: String, _ methods: inout [String]) throws(FieldFault) {
    methods = try entries.texts(key) ?? []
  }

  mutating func roles(_ key: String, _ roles: inout Roles?, of side: Roles.Side) throws(FieldFault) {
    roles = try entries.roles(key)
    guard roles != nil else { throw FieldFault(.structure, "\(key) are missing") }
  }

  mutating func attributes(of payload: inout Payload) throws(FieldFault) {
    if !entries.isEmpty { attributes = try PassthruAttributes(from: &entries) }
  }
}
