/// Where the parts of a plain CALL of one record lie in its CBOR.
struct CBORCall {
  var request: RequestID
  var form: RecordForm
  var procedure: Range<Int>
  var payload: Range<Int>

  /// - Returns: `nil` for every other message, and for encodings that are not the shortest.
  init?(_ message: RawSpan) {
    var cursor = Cursor(message.octets)
    // [CALL, request, options, procedure, arguments]
    guard cursor.skip([0x85, 0x18, MessageCode.call.rawValue]), let id = cursor.head(.unsigned) else {
      return nil
    }
    request = RequestID(id)
    guard request.isValid else { return nil }
    if cursor.skip([0xA0]) {
      form = .binaryArgument
    } else if cursor.skip(RecordOptions.passthru) {
      form = .passthru
    } else if cursor.skip(RecordOptions.transparency) {
      form = .transparency
    } else {
      return nil
    }
    guard let procedure = cursor.content(.text) else { return nil }
    self.procedure = procedure
    if form != .transparency, !cursor.skip([0x81]) { return nil }
    guard let payload = cursor.content(.bytes), cursor.isAtEnd else { return nil }
    self.payload = payload
  }

  /// Where the only element of a list lies, if it is binary.
  static func singleBinary(_ list: RawSpan) -> Range<Int>? {
    var cursor = Cursor(list.octets)
    guard cursor.skip([0x81]), let content = cursor.content(.bytes), cursor.isAtEnd else { return nil }
    return content
  }

  /// A position in CBOR; every load is bounds-checked.
  private struct Cursor: ~Escapable {
    let bytes: Span<UInt8>
    var offset = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    /// Steps over bytes if they are next.
    @_lifetime(self: copy self)
    mutating func skip<let count: Int>(_ expected: InlineArray<count, UInt8>) -> Bool {
      guard count <= bytes.count - offset else { return false }
      for index in 0..<count where bytes[offset &+ index] != expected[index] { return false }
      offset += count
      return true
    }

    /// The argument of an item of a kind, of definite length.
    @_lifetime(self: copy self)
    mutating func head(_ major: CBORMajor) -> UInt64? {
      guard offset < bytes.count, bytes[offset] >> 5 == major.rawValue else { return nil }
      let info = bytes[offset] & 31
      offset += 1
      if info < 24 { return UInt64(info) }
      guard info <= 27 else { return nil }
      let width = 1 << Int(info - 24)
      guard width <= bytes.count - offset else { return nil }
      var argument: UInt64 = 0
      for index in 0..<width { argument = argument << 8 | UInt64(bytes[offset &+ index]) }
      offset += width
      return argument
    }

    /// Steps over a string of a kind and tells where its content lies.
    @_lifetime(self: copy self)
    mutating func content(_ major: CBORMajor) -> Range<Int>? {
      guard let count = head(major), count <= UInt64(bytes.count - offset) else { return nil }
      let start = offset
      offset += Int(count)
      return start..<offset
    }
  }
}

/// The options or details that mark a record's payload, as ``CBORSerializer`` writes them.
enum RecordOptions {
  /// `{ppt_scheme: "opaque", ppt_serializer: "flatbuffers"}`
  static let passthru: InlineArray<46, UInt8> = [
    0xA2, 0x6A, 0x70, 0x70, 0x74, 0x5F, 0x73, 0x63, 0x68, 0x65, 0x6D, 0x65,
    0x66, 0x6F, 0x70, 0x61, 0x71, 0x75, 0x65, 0x6E, 0x70, 0x70, 0x74, 0x5F,
    0x73, 0x65, 0x72, 0x69, 0x61, 0x6C, 0x69, 0x7A, 0x65, 0x72, 0x6B, 0x66,
    0x6C, 0x61, 0x74, 0x62, 0x75, 0x66, 0x66, 0x65, 0x72, 0x73,
  ]
  /// `{enc_algo: "x_opaque", enc_serializer: "flatbuffers"}`
  static let transparency: InlineArray<46, UInt8> = [
    0xA2, 0x68, 0x65, 0x6E, 0x63, 0x5F, 0x61, 0x6C, 0x67, 0x6F, 0x68, 0x78,
    0x5F, 0x6F, 0x70, 0x61, 0x71, 0x75, 0x65, 0x6E, 0x65, 0x6E, 0x63, 0x5F,
    0x73, 0x65, 0x72, 0x69, 0x61, 0x6C, 0x69, 0x7A, 0x65, 0x72, 0x6B, 0x66,
    0x6C, 0x61, 0x74, 0x62, 0x75, 0x66, 0x66, 0x65, 0x72, 0x73,
  ]
}
