public import SharedBytes

/// Positional and keyword arguments, kept as they are encoded: a list and a map.
///
/// A router passes them on untouched; they are encoded anew only for a peer of another encoding.
public struct EncodedArguments: Sendable {
  /// The list, followed by the map. Either may be missing, the map only with ``listLength`` equal to the count.
  public let encoded: SharedBytes
  /// The number of bytes that the list takes.
  public let listLength: Int
  public let encoding: ItemEncoding
  /// Where the map begins: in text, behind what separates it from the list.
  let keywordsStart: Int

  init(encoded: SharedBytes, listLength: Int, keywordsStart: Int? = nil, _ encoding: ItemEncoding) {
    self.encoded = encoded
    self.listLength = listLength
    self.keywordsStart = keywordsStart ?? listLength
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
  public var keywords: SharedBytes { encoded.slice(keywordsStart..<encoded.count) }

  var hasKeywords: Bool { listLength < encoded.count }

  /// The arguments as values; binary data shares the bytes, where the encoding has bytes as they are.
  ///
  /// - Throws: ``WAMPError/Code/invalidPayload`` with the byte position of the fault.
  public func decoded() throws(WAMPError) -> (list: [Value], keywords: [String: Value]) {
    try decoded(ValueBudget())
  }

  /// - Parameter budget: how many values may be made, of the list and of the map each.
  func decoded(
    _ budget: ValueBudget
  ) throws(WAMPError) -> (list: [Value], keywords: [String: Value]) {
    var values: [Value] = []
    var map: [String: Value] = [:]
    if listLength > 0 {
      guard case .list(let decoded) = try Value(list, in: encoding, budget: budget) else {
        throw WAMPError(.invalidPayload, "the arguments are not a list")
      }
      values = decoded
    }
    if hasKeywords {
      guard case .map(let decoded) = try Value(keywords, in: encoding, budget: budget) else {
        throw WAMPError(.invalidPayload, "the keyword arguments are not a map")
      }
      map = decoded
    }
    return (values, map)
  }

  /// The only argument, if that is binary data.
  var onlyBytes: SharedBytes? { hasKeywords ? nil : encoding.format.onlyBytes(in: encoded) }
}

extension EncodedArguments: Equatable {
  /// Whether both say the same, in whatever encoding and spelling.
  public static func == (left: EncodedArguments, right: EncodedArguments) -> Bool {
    if left.encoding == right.encoding, left.listLength == right.listLength, left.encoded == right.encoded {
      return true
    }
    guard let left = try? left.decoded(), let right = try? right.decoded() else { return false }
    return left == right
  }
}

extension ListFormat {
  /// The only item of a list, if that is binary data.
  fileprivate static func onlyBytes(in list: SharedBytes) -> SharedBytes? {
    var items = Reader(list, offset: 0)
    guard var count = try? items.beginList("the arguments"), (try? items.next(&count)) == true,
      items.nextKind == .bytes, let bytes = try? items.readBytes("an argument"),
      (try? items.next(&count)) == false
    else { return nil }
    return bytes
  }
}
