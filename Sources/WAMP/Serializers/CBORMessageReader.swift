internal import SharedBytes

/// Reads the fields of one message's CBOR list in order.
struct CBORMessageReader {
  private var reader: CBORReader
  /// How many fields follow.
  private(set) var remaining: Int
  let code: MessageCode

  init(_ bytes: SharedBytes) throws(CBORFault) {
    reader = CBORReader(bytes)
    let head = try reader.readUntaggedHead()
    guard head.major == .array else { throw reader.fault("a message must be a list", at: 0) }
    var probe = reader
    if head.isIndefinite {
      remaining = 0
      while try !probe.readBreak() {
        try probe.skipItem(depth: 1)
        remaining += 1
      }
      guard probe.isAtEnd else { throw probe.fault("\(probe.remaining) bytes after the message") }
    } else {
      guard head.argument <= UInt64(reader.remaining) else {
        throw reader.fault("\(head.argument) fields announced in \(reader.remaining) bytes", at: 0)
      }
      remaining = Int(head.argument)
    }
    isIndefinite = head.isIndefinite
    guard remaining > 0 else { throw reader.fault("an empty message", at: 0) }
    let start = reader.offset
    let number = try reader.readUnsigned("the type of a message")
    guard let code = UInt8(exactly: number).flatMap(MessageCode.init(rawValue:)) else {
      throw reader.fault("message type \(number) is not known", at: start)
    }
    self.code = code
    remaining -= 1
  }

  private let isIndefinite: Bool

  /// Checks the number of fields that follow the type.
  func expect(_ counts: ClosedRange<Int>) throws(CBORFault) {
    guard counts.contains(remaining) else {
      throw reader.fault("\(code) with \(remaining + 1) fields", at: 0)
    }
  }

  mutating func id<ID: WAMPIdentifier>(_ what: String, as type: ID.Type = ID.self) throws(CBORFault) -> ID {
    let start = reader.offset
    let number = try unsigned(what)
    guard number <= ID.maximum else { throw reader.fault("\(what) is above 2^53", at: start) }
    return ID(rawValue: number)
  }

  mutating func unsigned(_ what: String) throws(CBORFault) -> UInt64 {
    remaining -= 1
    return try reader.readUnsigned(what)
  }

  mutating func string(_ what: String) throws(CBORFault) -> String {
    remaining -= 1
    return try reader.readString(what)
  }

  mutating func optionalString(_ what: String) throws(CBORFault) -> String? {
    var probe = reader
    let head = try probe.readUntaggedHead()
    guard head.major == .simple, head.info == 22 else { return try string(what) }
    remaining -= 1
    reader = probe
    return nil
  }

  mutating func options(_ what: String) throws(CBORFault) -> OptionsReader {
    remaining -= 1
    return OptionsReader(try reader.readMap(what), of: code)
  }

  /// The payload: all that follows. Takes the attributes of passthru out of the options.
  mutating func payload(_ options: inout OptionsReader) throws(WAMPError) -> Payload {
    guard remaining > 0 else { return .none }
    let plain: Payload
    do throws(CBORFault) {
      if let bytes = try bareBytes() {
        plain = .passthru(PassthruPayload(bytes, style: .transparency))
      } else {
        plain = try arguments()
      }
    } catch {
      throw WAMPError(.protocolViolation, "\(code): \(error.message)")
    }
    if case .passthru(var payload) = plain {
      payload.scheme = try options.string("enc_algo")
      payload.serializer = try options.string("enc_serializer")
      payload.keyID = try options.string("enc_key")
      return .passthru(payload)
    }
    guard case .binaryArgument(let bytes) = plain, options.rest["ppt_scheme"] != nil else { return plain }
    return .passthru(
      PassthruPayload(
        bytes, scheme: try options.string("ppt_scheme"), serializer: try options.string("ppt_serializer"),
        cipher: try options.string("ppt_cipher"), keyID: try options.string("ppt_keyid")))
  }

  /// Binary data in the place of the arguments; `nil` if something else is there.
  private mutating func bareBytes() throws(CBORFault) -> SharedBytes? {
    guard reader.nextMajor == .bytes else { return nil }
    let head = try reader.readHead()
    remaining -= 1
    return try reader.readBytes(after: head)
  }

  private mutating func arguments() throws(CBORFault) -> Payload {
    var start = reader.offset
    switch reader.nextMajor {
    case .array, .tag:
      try reader.skipItem(depth: 1)
    default:
      // Autobahn writes null for absent arguments when keyword arguments follow.
      let value = try reader.readValue()
      guard value.isNull else { throw reader.fault("the arguments must be a list", at: start) }
      start = reader.offset
    }
    let listEnd = reader.offset
    remaining -= 1
    if remaining > 0 {
      guard reader.nextMajor == .map else {
        throw reader.fault("the keyword arguments must be a map", at: listEnd)
      }
      try reader.skipItem(depth: 1)
      remaining -= 1
    }
    return try Payload(encoded: reader.source.slice(start..<reader.offset), listLength: listEnd - start)
  }

  /// Steps over fields that are not used and checks that the message ends with the bytes.
  mutating func finish() throws(CBORFault) {
    while remaining > 0 {
      try reader.skipItem(depth: 1)
      remaining -= 1
    }
    if isIndefinite { _ = try reader.readBreak() }
    guard reader.isAtEnd else { throw reader.fault("\(reader.remaining) bytes after the message") }
  }
}
