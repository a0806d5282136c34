internal import NIOCore
internal import Synchronization

/// A bound for the connections that are open at once at all listeners that share it.
///
/// The answer to peers that open many connections, each within its own limits. A connection that is too much is closed
/// at once, before anything is read of it.
public final class ConnectionQuota: Sendable {
  /// The most connections.
  public let limit: Int
  /// The most connections from one address. In IPv6 that is what one network may have: the first 64 bits. Connections
  /// within one machine, through proxies say, are not counted by address.
  public let limitPerAddress: Int

  private struct Open {
    var count = 0
    var perAddress: [[UInt8]: Int] = [:]
    var counts = Counts()
  }

  /// What became of connections since the quota was made.
  package struct Counts: Sendable, Equatable {
    package var accepted = 0
    package var refused = 0
  }

  /// Touched when a connection is accepted and when it ends, never when something is sent.
  private let open = Mutex(Open())

  public init(limit: Int, perAddress limitPerAddress: Int) {
    self.limit = limit
    self.limitPerAddress = limitPerAddress
  }

  /// How many connections are open.
  public var openCount: Int { open.withLock { $0.count } }

  package var counts: Counts { open.withLock { $0.counts } }

  struct Exceeded: Error {}

  /// Counts a connection until its channel is closed.
  ///
  /// - Throws: ``Exceeded`` if it is one too many.
  func admit(_ channel: any Channel) throws {
    let origin = channel.remoteAddress.flatMap { ConnectionQuota.origin(of: $0) }
    guard enter(from: origin) else { throw Exceeded() }
    channel.closeFuture.whenComplete { _ in self.leave(from: origin) }
  }

  /// - Parameter origin: what connections are counted by; `nil` to count them only all together.
  func enter(from origin: [UInt8]?) -> Bool {
    open.withLock { open in
      let count = origin.map { open.perAddress[$0, default: 0] } ?? 0
      guard open.count < limit, origin == nil || count < limitPerAddress else {
        open.counts.refused += 1
        return false
      }
      if let origin { open.perAddress[origin] = count + 1 }
      open.count += 1
      open.counts.accepted += 1
      return true
    }
  }

  func leave(from origin: [UInt8]?) {
    open.withLock { open in
      open.count -= 1
      guard let origin, let count = open.perAddress[origin] else { return }
      open.perAddress[origin] = count == 1 ? nil : count - 1
    }
  }

  /// What connections from an address are counted by; `nil` for those of this machine.
  static func origin(of address: SocketAddress) -> [UInt8]? {
    switch address {
    case .v4(let address):
      // Behind the family and the port.
      let bytes = unsafe withUnsafeBytes(of: address.address) { unsafe Array($0[4..<8]) }
      return bytes[0] == 127 ? nil : bytes
    case .v6(let address):
      // Behind the family, the port and the flow.
      let bytes = unsafe withUnsafeBytes(of: address.address) { unsafe Array($0[8..<24]) }
      // An address of IPv4, as a listener for both sees it.
      if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 255, bytes[11] == 255 {
        return bytes[12] == 127 ? nil : Array(bytes[12...])
      }
      let isLoopback = bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
      return isLoopback ? nil : Array(bytes[..<8])
    case .unixDomainSocket: return nil
    }
  }
}
