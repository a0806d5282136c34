internal import SharedBytes

/// Writes the fields of a message as a list.
struct ListWriter<Format: ListFormat>: MessageWriter, ~Copyable {
  private var items = Format.Writer()
  private let start: Int
  private var fieldCount = 1
  private var options = OptionWriter<Format>()
  private var body = SharedBytes()
  private var copiedCount = 0

  init(_ code: MessageCode) {
    items.reserve(64)
    start = items.beginList()
    items.write(Format.number(of: code))
  }

  /// The message; its payload's bytes stay outside.
  mutating func finish() -> EncodedMessage {
    items.endList(start, count: fieldCount)
    var (written, content) = (Format.Writer(), SharedBytes())
    swap(&written, &items)
    swap(&content, &body)
    return EncodedMessage(head: written.bytes, body: content, copiedCount: copiedCount)
  }

  // MARK: The fields of the list

  mutating func request(_ request: inout RequestID, orZero: Bool) {
    fieldCount += 1
    items.write(request.rawValue)
  }

  mutating func id<ID: WAMPIdentifier>(_ name: String, _ id: inout ID) {
    fieldCount += 1
    items.write(id.rawValue)
  }

  mutating func type(_ name: String, _ type: inout MessageCode) {
    fieldCount += 1
    items.write(Format.number(of: type))
  }

  mutating func text(_ name: String, _ text: inout String, orNull: Bool) {
    fieldCount += 1
    items.write(text)
  }

  mutating func uri(_ name: String, _ uri: inout String) { text(name, &uri, orNull: false) }

  mutating func method(_ name: String, _ method: inout String) { text(name, &method, orNull: false) }

  mutating func map(_ name: String, _ map: inout Options) throws(FieldFault) {
    try options(name, &map, isOmittable: false) { (_: inout Self) throws(FieldFault) in }
  }

  mutating func options(
    _ name: String, _ rest: inout Options, isOmittable: Bool,
    _ body: (inout Self) throws(FieldFault) -> Void
  ) throws(FieldFault) {
    let place = items.bytes.count
    let start = items.beginMap()
    options = OptionWriter()
    try body(&self)
    try options.finish(rest, from: start, in: &items)
    if isOmittable, options.count == 0 {
      items.removeAll(from: place)
      return
    }
    items.endMap(start, count: options.count)
    fieldCount += 1
  }

  mutating func payload(_ payload: inout Payload) throws(FieldFault) {
    switch payload.take() {
    case .none: return
    case .arguments(let given):
      let arguments: EncodedArguments
      do throws(ItemFault) { arguments = try given.encoded(as: Format.self) } catch {
        throw FieldFault(inPayload: error)
      }
      fieldCount += arguments.hasKeywords ? 2 : 1
      end(with: .arguments(arguments), isCopy: given.encoding != Format.encoding)
    case .binaryArgument(let bytes):
      fieldCount += 1
      end(with: .binaryArgument(bytes), isCopy: false)
    case .passthru(let passthru):
      fieldCount += 1
      end(
        with: passthru.style == .passthru ? .binaryArgument(passthru.bytes) : .bytes(passthru.bytes),
        isCopy: false)
    }
  }

  @inline(__always)
  private mutating func end(with payload: ListPayload, isCopy: Bool) {
    let start = items.bytes.count
    body = items.end(with: payload)
    if isCopy || Format.isText { copiedCount = body.isEmpty ? items.bytes.count - start : body.count }
  }

  // MARK: The options

  @inline(__always)
  mutating func flag(_ key: String, _ flag: inout Bool, unless normal: Bool) {
    guard flag != normal else { return }
    options.begin(key, in: &items)
    items.write(flag)
  }

  @inline(__always)
  mutating func option(_ key: String, _ number: inout UInt64?) {
    guard let number else { return }
    options.begin(key, in: &items)
    items.write(number)
  }

  @inline(__always)
  mutating func option<ID: WAMPIdentifier>(_ key: String, _ id: inout ID?) {
    guard let id else { return }
    options.begin(key, in: &items)
    items.write(id.rawValue)
  }

  @inline(__always)
  mutating func option(_ key: String, _ text: inout String?) {
    guard let text else { return }
    options.begin(key, in: &items)
    items.write(text)
  }

  @inline(__always)
  mutating func option(_ key: String, _ texts: inout [String]?) {
    if let texts { write(key, texts) }
  }

  private mutating func write(_ key: String, _ texts: [String]) {
    options.begin(key, in: &items)
    let start = items.beginList()
    for text in texts { items.write(text) }
    items.endList(start, count: texts.count)
  }

  @inline(__always)
  mutating func option(_ key: String, _ sessions: inout [SessionID]?) {
    if let sessions { write(key, sessions) }
  }

  private mutating func write(_ key: String, _ sessions: [SessionID]) {
    options.begin(key, in: &items)
    let start = items.beginList()
    for session in sessions { items.write(session.rawValue) }
    items.endList(start, count: sessions.count)
  }

  mutating func option<Choice: OptionChoice>(_ key: String, _ choice: inout Choice?) {
    guard let choice else { return }
    options.begin(key, in: &items)
    items.write(choice.rawValue)
  }

  mutating func option(_ key: String, _ map: inout Options) throws(FieldFault) {
    guard !map.isEmpty else { return }
    options.begin(key, in: &items)
    let start = items.beginMap()
    var entries = OptionWriter<Format>()
    try entries.finish(map, from: start, in: &items)
    items.endMap(start, count: entries.count)
  }

  mutating func reason(_ key: String, _ reason: inout String?) {
    if let text = reason, URI.isValid(text) { option(key, &reason) }
  }

  mutating func method(_ key: String, _ method: inout String?) { option(key, &method) }

  mutating func methods(_ key: String, _ methods: inout [String]) {
    var said = methods.isEmpty ? nil : methods
    option(key, &said)
  }

  mutating func roles(_ key: String, _ roles: inout Roles?, of side: Roles.Side) {
    guard let roles else { return }
    options.begin(key, in: &items)
    items.write(roles.value)
  }

  @inline(__always)
  mutating func attributes(of payload: inout Payload) {
    if case .passthru(let passthru) = payload { write(passthru) }
  }

  private mutating func write(_ passthru: PassthruPayload) {
    var passthru = passthru
    switch passthru.style {
    case .transparency:
      option("enc_algo", &passthru.scheme)
      option("enc_key", &passthru.keyID)
      option("enc_serializer", &passthru.serializer)
    case .passthru:
      option("ppt_cipher", &passthru.cipher)
      option("ppt_keyid", &passthru.keyID)
      // The scheme is what marks the mode, so it is always there.
      var scheme: String? = passthru.scheme ?? Payload.RecordAttributes.scheme
      option("ppt_scheme", &scheme)
      option("ppt_serializer", &passthru.serializer)
    }
  }
}

extension Roles {
  /// The roles as they are announced.
  var value: Value {
    .map(
      Dictionary(
        uniqueKeysWithValues: features.map { role, features in
          let flags = features.map { ($0.rawValue, Value.bool(true)) }
          let attributes: [String: Value] =
            flags.isEmpty ? [:] : ["features": .map(Dictionary(uniqueKeysWithValues: flags))]
          return (role.rawValue, .map(attributes))
        }))
  }
}
