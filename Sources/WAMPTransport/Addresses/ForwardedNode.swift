/// What a proxy says of where a client comes from.
enum ForwardedNode: Equatable {
  case address(IPAddress)
  /// The proxy does not know, or does not tell (RFC 7239, sections 6.2 and 6.3).
  case hidden

  struct Malformed: Error, Equatable {}

  /// Reads an address, with or without a port, or a name that hides it.
  init(_ text: String, in header: TrustedProxies.Header) throws(Malformed) {
    let text = text.trimmed
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { throw Malformed() }
      let host = text[text.index(after: text.startIndex)..<end]
      guard host.contains(":"), Self.isPort(text[text.index(after: end)...]),
        let address = IPAddress(String(host))
      else { throw Malformed() }
      self = .address(address)
      return
    }
    // IPv6 without brackets is usual in the older header, and has no port then.
    if header == .xForwardedFor, text.filter({ $0 == ":" }).count > 1 {
      guard let address = IPAddress(String(text)) else { throw Malformed() }
      self = .address(address)
      return
    }
    let name = text.prefix { $0 != ":" }
    guard Self.isPort(text[name.endIndex...]) else { throw Malformed() }
    if name == "unknown" || Self.isObfuscated(name) {
      self = .hidden
    } else if let address = IPAddress(String(name)) {
      self = .address(address)
    } else {
      throw Malformed()
    }
  }

  /// Whether text is empty, or a colon with a port or what stands for one.
  private static func isPort(_ text: Substring) -> Bool {
    if text.isEmpty { return true }
    guard text.first == ":" else { return false }
    let port = text.dropFirst()
    return isObfuscated(port)
      || (1...5).contains(port.utf8.count) && port.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isObfuscated(_ text: Substring) -> Bool {
    text.first == "_" && text.utf8.count > 1
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
