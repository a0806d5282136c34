extension SharedBytes: Equatable, Hashable {
  /// Whether both hold the same bytes, wherever they are stored.
  public static func == (left: SharedBytes, right: SharedBytes) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe left.withUnsafeBytes { l in
      unsafe right.withUnsafeBytes { r in unsafe l.elementsEqual(r) }
    }
  }

  public func hash(into hasher: inout Hasher) {
    unsafe withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}

extension SharedBytes: CustomStringConvertible {
  /// The number of bytes and the first few of them in hexadecimal.
  public var description: String {
    let digits = Array("0123456789abcdef")
    var text = "\(count) bytes"
    if count > 0 { text += ": " }
    for byte in Array(slice(0..<Swift.min(count, 16))) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return count > 16 ? text + "…" : text
  }
}
