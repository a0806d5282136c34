public import SharedBytes

/// Positional and keyword arguments, kept as they are encoded: a CBOR list and a CBOR map.
///
/// Both serializers of this module carry arguments in CBOR, so a router passes them on untouched.
public struct EncodedArguments: Sendable, Equatable {
  /// The list, directly followed by the map. Either may be missing, the map only with
  /// ``listLength`` equal to the count.
  public let encoded: SharedBytes
  /// The number of bytes that the list takes.
  public let listLength: Int

  init(encoded: SharedBytes, listLength: Int) {
    self.encoded = encoded
    self.listLength = listLength
  }

  public init(_ list: [Value], keywords: [String: Value] = [:]) {
    var writer = CBORWriter()
    if !list.isEmpty { writer.write(list) }
    let listLength = writer.bytes.count
    if !keywords.isEmpty { writer.write(keywords) }
    self.init(encoded: SharedBytes(writer.bytes), listLength: listLength)
  }

  /// The CBOR list of the positional arguments; empty if there is none.
  public var list: SharedBytes { encoded.slice(0..<listLength) }

  /// The CBOR map of the keyword arguments; empty if there is none.
  public var keywords: SharedBytes { encoded.slice(listLength..<encoded.count) }

  var hasKeywords: Bool { listLength < encoded.count }

  /// The arguments as values; binary data shares the bytes.
  ///
  /// - Throws: ``WAMPError/Code/invalidPayload`` with the byte position of the fault.
  public func decoded() throws(WAMPError) -> (list: [Value], keywords: [String: Value]) {
    var values: [Value] = []
    var map: [String: Value] = [:]
    if listLength > 0 {
      guard case .list(let decoded) = try Value(cbor: list) else {
        throw WAMPError(.invalidPayload, "the arguments are not a list")
      }
      values = decoded
    }
    if hasKeywords {
      guard case .map(let decoded) = try Value(cbor: keywords) else {
        throw WAMPError(.invalidPayload, "the keyword arguments are not a map")
      }
      map = decoded
    }
    return (values, map)
  }
}
