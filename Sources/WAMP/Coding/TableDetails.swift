internal import SharedBytes

/// What a message's table has no fields for: the entries of the map in `details`.
struct TableDetails {
  var items = CBORWriter()
  var options = OptionWriter<CBORFormat>()

  /// The map, with other entries that nothing was said of.
  func map(and rest: Options) throws(FieldFault) -> [UInt8] {
    var (options, items) = (options, items)
    try options.finish(rest, from: 0, in: &items)
    var content = CBORWriter()
    let start = content.beginMap()
    content.append(SharedBytes(items.bytes))
    content.endMap(start, count: options.count)
    return content.bytes
  }
}
