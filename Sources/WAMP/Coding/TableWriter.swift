internal import FlatBuffersRuntime
internal import SharedBytes

/// Collects the fields of a message for its table, and what the schema lacks for `details`.
struct TableWriter: MessageWriter, ~Copyable {
  /// What a table refers to, and has to be written before it.
  enum Child {
    case roles(Roles, Roles.Side)
    case methods([WireAuthMethod])
    case text(String)
    case texts([String])
    case numbers([UInt64])

    /// Texts and lists come in the order of their fields, what else there is before them.
    var isFirst: Bool {
      switch self {
      case .roles, .methods: true
      case .text, .texts, .numbers: false
      }
    }
  }

  private let plan: TablePlan
  private let code: MessageCode
  private var named = 0
  private var scalars = TableScalars()
  private var children: [(slot: Int, child: Child)] = []
  private var details: TableDetails?
  private var rest: Options?
  private var payload = Payload.none

  init(_ code: MessageCode) {
    self.code = code
    plan = TablePlan.of(code)
  }

  mutating func finish() throws(WAMPError) -> EncodedMessage {
    let content = try detailsContent()
    var builder: EnvelopeBuilder
    do throws(ItemFault) { builder = try EnvelopeBuilder(code, plan, payload.take()) } catch {
      throw WAMPError(.invalidPayload, "\(code): \(error.message)")
    }
    return try builder.finish(scalars, children, details: content)
  }

  /// The map of what the schema lacks; empty if that is nothing.
  private func detailsContent() throws(WAMPError) -> [UInt8] {
    if details == nil, rest == nil { return [] }
    let details = details ?? TableDetails()
    do throws(FieldFault) {
      return try details.map(and: rest ?? Options())
    } catch {
      throw WAMPError(.invalidArgument, "\(code): \(error.message)")
    }
  }

  /// Tells an option in details.
  private mutating func tell(_ key: String, _ write: (inout CBORWriter) -> Void) {
    var details = self.details ?? TableDetails()
    self.details = nil
    details.options.begin(key, in: &details.items)
    write(&details.items)
    self.details = details
  }

  /// The field or option that is named now.
  @inline(__always)
  private mutating func next() -> TablePlan.Field {
    let field = plan.fields[named]
    named &+= 1
    return field
  }

  // MARK: The fields of the list

  private mutating func add(_ number: UInt64) {
    let field = next()
    if field.slot != nil, number != 0 { scalars.add(number, as: field) }
  }

  mutating func request(_ request: inout RequestID, orZero: Bool) { add(request.rawValue) }

  mutating func id<ID: WAMPIdentifier>(_ name: String, _ id: inout ID) { add(id.rawValue) }

  mutating func type(_ name: String, _ type: inout MessageCode) { add(UInt64(type.rawValue)) }

  mutating func text(_ name: String, _ text: inout String, orNull: Bool) {
    if let slot = next().slot { children.append((slot, .text(text))) }
  }

  mutating func uri(_ name: String, _ uri: inout String) { text(name, &uri, orNull: false) }

  mutating func method(_ name: String, _ method: inout String) { add(method: name, method) }

  mutating func map(_ name: String, _ map: inout Options) throws(FieldFault) { try option(name, &map) }

  mutating func options(
    _ name: String, _ rest: inout Options, isOmittable: Bool,
    _ body: (inout Self) throws(FieldFault) -> Void
  ) throws(FieldFault) {
    try body(&self)
    if !rest.isEmpty { self.rest = rest }
  }

  mutating func payload(_ payload: inout Payload) {
    swap(&self.payload, &payload)
  }

  // MARK: The options

  // What is not said is inlined.

  @inline(__always)
  mutating func flag(_ key: String, _ flag: inout Bool, unless normal: Bool) {
    let field = next()
    if flag != normal { write(key, flag, field) }
  }

  private mutating func write(_ key: String, _ flag: Bool, _ field: TablePlan.Field) {
    if field.slot != nil {
      scalars.add(flag ? 1 : 0, as: field)
    } else {
      tell(key) { $0.write(flag) }
    }
  }

  @inline(__always)
  mutating func option(_ key: String, _ number: inout UInt64?) {
    let field = next()
    if let number { write(key, number, field) }
  }

  /// Zero is what readers take for nothing, so it is told in details, as is what the field is too narrow for.
  private mutating func write(_ key: String, _ number: UInt64, _ field: TablePlan.Field) {
    if field.slot != nil, number != 0, field.width == 8 || number >> UInt64(8 * field.width) == 0 {
      scalars.add(number, as: field)
    } else {
      tell(key) { $0.write(number) }
    }
  }

  @inline(__always)
  mutating func option<ID: WAMPIdentifier>(_ key: String, _ id: inout ID?) {
    var number = id?.rawValue
    option(key, &number)
  }

  @inline(__always)
  mutating func option(_ key: String, _ text: inout String?) {
    let field = next()
    if let text { write(key, text, field) }
  }

  private mutating func write(_ key: String, _ text: String, _ field: TablePlan.Field) {
    if let slot = field.slot {
      children.append((slot, .text(text)))
    } else {
      tell(key) { $0.write(text) }
    }
  }

  @inline(__always)
  mutating func option(_ key: String, _ texts: inout [String]?) {
    let field = next()
    if let texts { write(key, texts, field) }
  }

  private mutating func write(_ key: String, _ texts: [String], _ field: TablePlan.Field) {
    if let slot = field.slot {
      children.append((slot, .texts(texts)))
    } else {
      tell(key) { $0.write(texts.map(Value.string)) }
    }
  }

  @inline(__always)
  mutating func option(_ key: String, _ sessions: inout [SessionID]?) {
    let field = next()
    if let sessions { write(key, sessions, field) }
  }

  private mutating func write(_ key: String, _ sessions: [SessionID], _ field: TablePlan.Field) {
    if let slot = field.slot {
      children.append((slot, .numbers(sessions.map(\.rawValue))))
    } else {
      tell(key) { $0.write(sessions.map { Value($0.rawValue) }) }
    }
  }

  /// What is said is written, also if it is the schema's default: its absence says nothing.
  mutating func option<Choice: OptionChoice>(_ key: String, _ choice: inout Choice?) {
    let field = next()
    guard let choice else { return }
    if let value = plan.value(of: choice.rawValue, in: field) {
      scalars.add(value, as: field)
    } else {
      tell(key) { $0.write(choice.rawValue) }
    }
  }

  mutating func option(_ key: String, _ map: inout Options) throws(FieldFault) {
    guard !map.isEmpty else { return }
    let content = SharedBytes(try TableDetails().map(and: map))
    tell(key) { $0.append(content) }
  }

  mutating func reason(_ key: String, _ reason: inout String?) {
    var said = reason.flatMap { URI.isValid($0) ? $0 : nil }
    option(key, &said)
  }

  mutating func method(_ key: String, _ method: inout String?) {
    if let method { add(method: key, method) } else { named += 1 }
  }

  /// The schema's enum lacks names; they are told in details, too.
  private mutating func add(method key: String, _ method: String) {
    let field = next()
    if field.slot != nil, let known = AuthMethodNames.method(method), known != .null {
      scalars.add(UInt64(known.rawValue), as: field)
    }
    tell(key) { $0.write(method) }
  }

  mutating func methods(_ key: String, _ methods: inout [String]) {
    let slot = next().slot
    guard !methods.isEmpty else { return }
    let known = methods.compactMap { AuthMethodNames.method($0) }
    if let slot, !known.isEmpty { children.append((slot, .methods(known))) }
    tell(key) { $0.write(methods.map(Value.string)) }
  }

  /// The schema's tables lack roles and features; they are told in details, too.
  mutating func roles(_ key: String, _ roles: inout Roles?, of side: Roles.Side) {
    let slot = next().slot
    guard let roles else { return }
    if let slot { children.append((slot, .roles(roles, side))) }
    tell(key) { $0.write(roles.value) }
  }

  /// The attributes that the schema's enums do not name.
  mutating func attributes(of payload: inout Payload) {
    if case .passthru(let passthru) = payload { write(passthru) }
  }

  private mutating func write(_ passthru: PassthruPayload) {
    guard let slots = plan.payload else { return }
    let names: [(String, String?, PayloadSlots.Attribute)] = [
      ("ppt_cipher", passthru.cipher, slots.cipher), ("ppt_scheme", passthru.tableScheme, slots.scheme),
      ("ppt_serializer", passthru.serializer, slots.serializer),
    ]
    for (key, name, attribute) in names {
      guard let name, attribute.value(of: name) == nil else { continue }
      tell(key) { $0.write(name) }
    }
  }
}
