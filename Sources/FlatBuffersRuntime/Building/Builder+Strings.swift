extension Builder {
  /// Writes a string.
  public mutating func string(_ text: String) -> BufferOffset {
    // A span, as any other way to the bytes copies the string, which is counted: that takes as long as the rest.
    let utf8 = text.utf8.span
    prepare(utf8.count &+ 5, alignment: 4)
    push(UInt8(0))
    unsafe utf8.withUnsafeBytes { unsafe push(bytes: $0) }
    push(UInt32(truncatingIfNeeded: utf8.count))
    return BufferOffset(size)
  }

  /// Writes a string unless it has the bytes of the field's default.
  public mutating func string(_ text: String, default fallback: String) -> BufferOffset? {
    StringKey(text) == StringKey(fallback) ? nil : string(text)
  }

  /// Writes a string once, however often it is given.
  public mutating func sharedString(_ text: String) -> BufferOffset {
    let key = StringKey(text)
    if let offset = sharedStrings[key] { return offset }
    let offset = string(text)
    sharedStrings[key] = offset
    hasExtras = true
    return offset
  }

  /// Writes a string once, however often it is given, unless it has the bytes of the field's default.
  public mutating func sharedString(_ text: String, default fallback: String) -> BufferOffset? {
    StringKey(text) == StringKey(fallback) ? nil : sharedString(text)
  }
}
