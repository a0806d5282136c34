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
  /// within one machine are not counted by address, and those of clients behind ``TrustedProxies`` by that of the client.
  public let limitPerAddress: Int

  private struct Open {
    var count = 0
    var perAddress: [[UInt8]: Int] = [:]
    var counts = Counts()

    mutating func enter(from origin: [UInt8]?, limit: Int) -> Bool {
      guard let origin else { return true }
      let count = perAddress[origin, default: 0]
      if count >= limit { return false }
      perAddress[origin] = count + 1
      return true
    }

    mutating func leave(from origin: [UInt8]?) {
      guard let origin, let count = perAddress[origin] else { return }
      perAddress[origin] = count == 1 ? nil : count - 1
    }
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
  /// - Parameter address: `nil` to count it only with all others.
  /// - Throws: ``Exceeded`` if it is one too many.
  func admit(_ channel: any Channel, from address: IPAddress?) throws {
    let origin = ConnectionQuota.origin(of: address)
    guard enter(from: origin) else { throw Exceeded() }
    channel.closeFuture.whenComplete { _ in self.leave(from: origin) }
  }

  /// Counts a connection that was counted with all others for an address, too.
  ///
  /// - Throws: ``Exceeded`` if it is one too many.
  func admit(_ channel: any Channel, behindProxyFrom address: IPAddress?) throws {
    let origin = ConnectionQuota.origin(of: address)
    guard open.withLock({ $0.enter(from: origin, limit: limitPerAddress) }) else { throw Exceeded() }
    channel.closeFuture.whenComplete { _ in self.open.withLock { $0.leave(from: origin) } }
  }

  /// - Parameter origin: what connections are counted by; `nil` to count them only all together.
  func enter(from origin: [UInt8]?) -> Bool {
    open.withLock { open in
      guard open.count < limit, open.enter(from: origin, limit: limitPerAddress) else {
        open.counts.refused += 1
        return false
      }
      open.count += 1
      open.counts.accepted += 1
      return true
    }
  }

  func leave(from origin: [UInt8]?) {
    open.withLock { open in
      open.count -= 1
      open.leave(from: origin)
    }
  }

  /// What connections from an address are counted by; `nil` for those of this machine.
  static func origin(of address: IPAddress?) -> [UInt8]? {
    address.flatMap { $0.isLoopback ? nil : $0.origin }
  }
}
