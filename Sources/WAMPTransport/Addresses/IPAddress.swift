internal import NIOCore

/// An address of IPv4 or IPv6, without a port. One of IPv4 is the same in the notation that IPv6 has for it.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
  /// 4 or 16, the highest first.
  let bytes: [UInt8]

  /// - Parameter bytes: 4 or 16.
  init(_ bytes: [UInt8]) {
    // As a listener for both sees one of IPv4.
    let isMapped = bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10..<12] == [255, 255]
    self.bytes = isMapped ? Array(bytes[12...]) : bytes
  }

  /// Reads `192.0.2.1` or `2001:db8::1`.
  init?(_ text: String) {
    // A zone is of no use beyond the machine that names it.
    guard !text.contains("%"), let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
    self.init(address)
  }

  /// - Returns: `nil` of a Unix socket.
  init?(_ address: SocketAddress) {
    switch address {
    case .v4(let address):
      // Behind the family and the port.
      self.init(unsafe withUnsafeBytes(of: address.address) { unsafe Array($0[4..<8]) })
    case .v6(let address):
      // Behind the family, the port and the flow.
      self.init(unsafe withUnsafeBytes(of: address.address) { unsafe Array($0[8..<24]) })
    case .unixDomainSocket: return nil
    }
  }

  /// The other side's; `nil` over a Unix socket.
  init?(of channel: any Channel) {
    guard let address = channel.remoteAddress else { return nil }
    self.init(address)
  }

  package var description: String {
    let address = try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0)
    return address?.ipAddress ?? "\(bytes)"
  }

  var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
  }

  /// What peers are told apart by: the address, or in IPv6 the network of 64 bits, of which each may have all addresses.
  package var origin: [UInt8] { bytes.count == 4 ? bytes : Array(bytes[..<8]) }
}
