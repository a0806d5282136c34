internal import SharedBytes

/// The head of a RESULT that carries one record: all of the message but the record's bytes.
///
/// The message is the head, the record and ``tailPadding`` zeros; byte for byte what
/// ``SerializerKind/encode(_:)`` makes of the same result, without an allocation.
public struct ResultHeader {
  let request: UInt64
  let payloadCount: Int
  let form: RecordForm
  let serializer: SerializerKind
  /// The size of the head.
  public let byteCount: Int
  /// How many zeros follow the record.
  public let tailPadding: Int

  /// - Parameters:
  ///   - request: the call's request.
  ///   - payloadCount: the size of the record in bytes.
  ///   - form: how the record was asked for.
  public init(_ request: RequestID, payloadCount: Int, form: RecordForm, serializer: SerializerKind) {
    self.request = request.rawValue
    self.payloadCount = payloadCount
    self.form = form
    self.serializer = serializer
    let length = ResultHeader.headCount(UInt64(payloadCount))
    switch serializer {
    case .cbor:
      let fixed =
        switch form {
        case .binaryArgument: 1 + 1
        case .passthru: RecordOptions.passthru.count + 1
        case .transparency: RecordOptions.transparency.count
        }
      byteCount = 3 + ResultHeader.headCount(self.request) + fixed + length
      tailPadding = 0
    case .flatbuffers:
      let prefix = form == .binaryArgument ? 1 + length : 0
      byteCount = ResultTemplate.of(form).bytes.count + prefix
      tailPadding = -(payloadCount + prefix) & 7
    }
  }

  /// The bytes a CBOR head of an argument takes.
  static func headCount(_ argument: UInt64) -> Int {
    switch argument {
    case 0...23: 1
    case 24...0xFF: 2
    case 0x100...0xFFFF: 3
    case 0x1_0000...0xFFFF_FFFF: 5
    default: 9
    }
  }
}

/// A RESULT in FlatBuffers up to its payload: only the request and the payload's length change.
struct ResultTemplate {
  let bytes: [UInt8]
  let requestOffset: Int

  private static let passthru = ResultTemplate(.passthru)
  private static let binaryArgument = ResultTemplate(.binaryArgument)

  static func of(_ form: RecordForm) -> ResultTemplate {
    // FlatBuffers has one spelling for both styles of passthru.
    form == .binaryArgument ? binaryArgument : passthru
  }

  /// Takes the shape from the general encoder, so that the two cannot differ.
  private init(_ form: RecordForm) {
    let mark: UInt64 = 0x1_0203_0405_0607
    let result = Message.Result(request: RequestID(mark), payload: .record(.init(), form: form))
    let head = (try? FlatBuffersSerializer.encode(.result(result)).head) ?? []
    // An empty binary argument has a prefix of two bytes, which each header writes itself.
    bytes = Array(form == .binaryArgument ? head.dropLast(2) : head[...])
    let pattern = (0..<8).map { UInt8(truncatingIfNeeded: mark >> UInt64(8 * $0)) }
    requestOffset = bytes.firstRange(of: pattern)?.lowerBound ?? 0
  }
}
