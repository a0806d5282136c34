internal import SharedBytes

extension Payload {
  /// The payload of an encoded list and the map that directly follows it, both checked before.
  ///
  /// Empty ones are left out, and a binary argument alone is recognised.
  init<Items: ItemReader>(
    _ format: Items.Type, encoded: SharedBytes, listLength: Int, _ encoding: ItemEncoding
  ) throws(ItemFault) {
    var isListEmpty = true
    var single: SharedBytes?
    if listLength > 0 {
      var items = Items(encoded, offset: 0)
      var count = try items.beginList("the arguments")
      isListEmpty = try !items.next(&count)
      if !isListEmpty, items.nextKind == .bytes {
        let bytes = try items.readBytes("an argument")
        if try !items.next(&count) { single = bytes }
      }
    }
    var hasKeywords = false
    if listLength < encoded.count {
      var items = Items(encoded, offset: listLength)
      var count = try items.beginMap("the keyword arguments")
      hasKeywords = try items.next(&count)
    }
    switch (isListEmpty, hasKeywords) {
    case (true, false): self = .none
    case (false, false):
      if let single {
        self = .binaryArgument(single)
      } else {
        self = .arguments(
          EncodedArguments(encoded: encoded.slice(0..<listLength), listLength: listLength, encoding))
      }
    case (true, true):
      self = .arguments(
        EncodedArguments(encoded: encoded.slice(listLength..<encoded.count), listLength: 0, encoding))
    case (false, true):
      self = .arguments(EncodedArguments(encoded: encoded, listLength: listLength, encoding))
    }
  }
}
