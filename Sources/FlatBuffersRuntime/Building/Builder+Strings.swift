extension Builder {
  /// Writes a string.
  public mutating func string(_ text: String) -> BufferOffset {
    var text = text
    return text.withUTF8 { utf8 in
      prepare(utf8.count + 5, alignment: 4)
      push(UInt8(0))
      unsafe push(bytes: UnsafeRawBufferPointer(utf8))
      push(UInt32(truncatingIfNeeded: utf8.count))
      return BufferOffset(size)
    }
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
