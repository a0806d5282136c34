public import SharedBytes

/// Positional and keyword arguments, kept as they are encoded: a list and a map.
///
/// A router passes them on untouched; they are encoded anew only for a peer of another encoding.
public struct EncodedArguments: Sendable, Equatable {
  /// The list, directly followed by the map. Either may be missing, the map only with
  /// ``listLength`` equal to the count.
  public let encoded: SharedBytes
  /// The number of bytes that the list takes.
  public let listLength: Int
  public let encoding: ItemEncoding

  init(encoded: SharedBytes, listLength: Int, _ encoding: ItemEncoding) {
    self.encoded = encoded
    self.listLength = listLength
    self.encoding = encoding
  }

  public init(_ list: [Value], keywords: [String: Value] = [:]) {
    var writer = CBORWriter()
    if !list.isEmpty { writer.write(list) }
    let listLength = writer.bytes.count
    if !keywords.isEmpty { writer.write(keywords) }
    self.init(encoded: SharedBytes(writer.bytes), listLength: listLength, .cbor)
  }

  /// The list of the positional arguments; empty if there is none.
  public var list: SharedBytes { encoded.slice(0..<listLength) }

  /// The map of the keyword arguments; empty if there is none.
  public var keywords: SharedBytes { encoded.slice(listLength..<encoded.count) }

  /// The arguments in an encoding, as they are if it is theirs.
  func encoded(as other: ItemEncoding) -> EncodedArguments {
    switch (encoding, other) {
    case (.cbor, .cbor): self
    }
  }

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
