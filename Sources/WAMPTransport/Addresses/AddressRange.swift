/// The addresses of a network, such as `10.0.0.0/8` or `2001:db8::/32`, or one alone.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
  private enum Kind: Hashable {
    case network(IPAddress, bits: Int)
    case unixSocket
  }

  private let kind: Kind

  /// Whoever connects to a Unix socket, where nobody has an address.
  public static let unixSocket = AddressRange(kind: .unixSocket)

  private init(kind: Kind) { self.kind = kind }

  /// Reads an address, or a network in the notation of RFC 4632 and RFC 4291.
  ///
  /// - Returns: `nil` if it is neither, or the network's address has bits behind its prefix.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(String(parts[0])) else { return nil }
    let most = address.bytes.count * 8
    var bits = most
    if parts.count == 2 {
      guard let number = (0...most).first(where: { "\($0)" == parts[1] }) else { return nil }
      bits = number
    }
    kind = .network(address, bits: bits)
    guard AddressRange.prefix(of: address, bits) == address.bytes else { return nil }
  }

  public var description: String {
    switch kind {
    case .network(let address, let bits): "\(address)/\(bits)"
    case .unixSocket: "Unix socket"
    }
  }

  /// - Parameter address: `nil` of who came over a Unix socket.
  func contains(_ address: IPAddress?) -> Bool {
    switch (kind, address) {
    case (.network(let network, let bits), .some(let address)):
      address.bytes.count == network.bytes.count && AddressRange.prefix(of: address, bits) == network.bytes
    case (.unixSocket, nil): true
    default: false
    }
  }

  /// The address with zeros behind its first bits.
  private static func prefix(of address: IPAddress, _ bits: Int) -> [UInt8] {
    address.bytes.enumerated().map { index, byte in
      let kept = min(max(bits - index * 8, 0), 8)
      return byte & ~(kept == 8 ? 0 : UInt8.max >> kept)
    }
  }
}
