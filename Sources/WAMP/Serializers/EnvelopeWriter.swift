internal import FlatBuffersRuntime
internal import SharedBytes

/// Builds one message: its payload first, which stays outside and ends the buffer, then what refers
/// to it.
///
/// Fields are named by their position in `Schemas/WAMP/wamp.fbs`, from 0.
struct EnvelopeWriter: ~Copyable {
  var builder: Builder
  private let payload: Payload
  private let body: SharedBytes
  private var arguments: BufferOffset?
  private var keywords: BufferOffset?
  private var opaque: BufferOffset?
  private var keyID: BufferOffset?

  init(_ payload: Payload = .none) {
    self.payload = payload
    switch payload {
    case .none:
      body = SharedBytes()
      builder = Builder()
    case .arguments(let encoded):
      body = encoded.list
      builder = Builder(externalTail: body.count)
      // Readers decode whatever is there as CBOR, in which no bytes are no list.
      if !body.isEmpty { arguments = builder.externalVector() }
      if encoded.hasKeywords { keywords = builder.vector(encoded.keywords.bytes) }
    case .binaryArgument(let bytes):
      var head = CBORWriter()
      head.writeHead(.array, 1)
      head.writeHead(.bytes, UInt64(bytes.count))
      body = bytes
      builder = Builder(externalTail: bytes.count, prefixCount: head.bytes.count)
      arguments = builder.externalVector(prefix: head.bytes)
    case .passthru(let passthru):
      body = passthru.bytes
      builder = Builder(externalTail: body.count)
      opaque = builder.externalVector()
      if let id = passthru.keyID { keyID = builder.string(id) }
    }
  }

  static func slot(_ field: Int) -> Int { 4 + 2 * field }

  mutating func string(_ text: String?) -> BufferOffset? {
    text.map { builder.string($0) }
  }

  mutating func strings(_ texts: [String]?) -> BufferOffset? {
    texts.map { builder.vector($0) }
  }

  mutating func ids(_ ids: [SessionID]?) -> BufferOffset? {
    ids.map { builder.vector($0.map(\.rawValue)) }
  }

  /// What the schema has no field for; nothing is written for an empty map.
  mutating func details(_ map: [String: Value]) -> BufferOffset? {
    let attributes = payloadDetails.merging(map) { $1 }
    guard !attributes.isEmpty else { return nil }
    var writer = CBORWriter()
    writer.write(attributes)
    return builder.vector(writer.bytes)
  }

  /// The scheme of a passthru payload. The schema has one spelling for both styles.
  private var scheme: String? {
    guard case .passthru(let passthru) = payload else { return nil }
    return passthru.scheme == Payload.RecordAttributes.transparencyScheme
      ? Payload.RecordAttributes.scheme : passthru.scheme
  }

  /// The attributes of a passthru payload that the schema's enums do not name.
  private var payloadDetails: [String: Value] {
    guard case .passthru(let passthru) = payload else { return [:] }
    var details: [String: Value] = [:]
    if let scheme, WirePPTScheme(name: scheme) == nil {
      details["ppt_scheme"] = .string(scheme)
    }
    if let name = passthru.serializer, WirePPTSerializer(name: name) == nil {
      details["ppt_serializer"] = .string(name)
    }
    if let cipher = passthru.cipher, WirePPTCipher(name: cipher) == nil {
      details["ppt_cipher"] = .string(cipher)
    }
    return details
  }

  mutating func add(_ value: UInt64, _ field: Int) {
    builder.add(value, Self.slot(field), default: 0)
  }

  mutating func add(_ flag: Bool, _ field: Int, default fallback: Bool = false) {
    builder.add(flag, Self.slot(field), default: fallback)
  }

  mutating func add<E: FlatEnum>(_ value: E, _ field: Int, default fallback: E) {
    builder.add(value, Self.slot(field), default: fallback)
  }

  mutating func add(offset: BufferOffset?, _ field: Int) {
    builder.add(offset: offset, Self.slot(field))
  }

  /// Adds `args`, `kwargs`, `payload` and `ppt_*`, which follow each other from `field` on.
  mutating func addPayload(from field: Int) {
    add(offset: arguments, field)
    add(offset: keywords, field + 1)
    add(offset: opaque, field + 2)
    add(offset: keyID, field + 6)
    guard case .passthru(let passthru) = payload else { return }
    add(scheme.flatMap { WirePPTScheme(name: $0) } ?? .none, field + 3, default: .none)
    add(
      passthru.serializer.flatMap { WirePPTSerializer(name: $0) } ?? .transport, field + 4,
      default: .transport)
    add(passthru.cipher.flatMap { WirePPTCipher(name: $0) } ?? .null, field + 5, default: .null)
  }

  /// Ends the message's table and wraps it.
  consuming func finish(_ code: MessageCode) throws(WAMPError) -> EncodedMessage {
    let message = builder.endTable()
    builder.startTable()
    builder.add(offset: message, 6)
    builder.add(code.rawValue, 4, default: 0)
    let root = builder.endTable()
    let padding = builder.tailPadding
    do {
      let head = try builder.finish(root)
      return EncodedMessage(head: Array(head), body: body, tailPadding: padding)
    } catch {
      throw WAMPError(.invalidArgument, "\(code): \(error)")
    }
  }
}
