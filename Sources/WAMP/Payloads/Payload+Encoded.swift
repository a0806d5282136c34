internal import SharedBytes

extension Payload {
  /// The payload of a CBOR list and the CBOR map that directly follows it, both checked before.
  ///
  /// Empty ones are left out, and a binary argument alone is recognised.
  init(encoded: SharedBytes, listLength: Int) throws(CBORFault) {
    var reader = CBORReader(encoded.slice(0..<listLength))
    var isListEmpty = true
    var single: SharedBytes?
    if listLength > 0 {
      let head = try reader.readUntaggedHead()
      isListEmpty = head.isIndefinite ? try reader.readBreak() : head.argument == 0
      if head.argument == 1, !head.isIndefinite {
        let item = try reader.readUntaggedHead()
        if item.major == .bytes { single = try reader.readBytes(after: item) }
      }
    }
    var keywords = CBORReader(encoded, offset: listLength)
    var hasKeywords = false
    if !keywords.isAtEnd {
      let head = try keywords.readUntaggedHead()
      hasKeywords = head.isIndefinite ? !(try keywords.readBreak()) : head.argument > 0
    }
    switch (isListEmpty, hasKeywords) {
    case (true, false): self = .none
    case (false, false):
      if let single {
        self = .binaryArgument(single)
      } else {
        self = .arguments(EncodedArguments(encoded: encoded.slice(0..<listLength), listLength: listLength))
      }
    case (true, true):
      self = .arguments(EncodedArguments(encoded: encoded.slice(listLength..<encoded.count), listLength: 0))
    case (false, true):
      self = .arguments(EncodedArguments(encoded: encoded, listLength: listLength))
    }
  }
}
