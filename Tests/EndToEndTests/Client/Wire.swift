import NIOCore
import NIOPosix
import Synchronization

/// What lies between a client and a router, and can be cut: neither side says a word of farewell.
final class Wire: Sendable {
  private let listener: any Channel
  private let channels: Mutex<[any Channel]>

  private init(_ listener: any Channel) {
    self.listener = listener
    channels = Mutex([listener])
  }

  var port: Int { listener.localAddress?.port ?? 0 }

  /// - Parameter port: the router's; without one whoever connects is never answered.
  static func start(to port: Int?) async throws -> Wire {
    let group = MultiThreadedEventLoopGroup.singleton
    let listener = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
      }
    }
    let wire = Wire(listener.channel)
    Task {
      try await listener.executeThenClose { clients in
        for try await client in clients {
          wire.channels.withLock { $0.append(client.channel) }
          Task { try await wire.join(client, to: port) }
        }
      }
    }
    return wire
  }

  private func join(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>, to port: Int?) async throws {
    guard let port else {
      return try await client.executeThenClose { bytes, _ in for try await _ in bytes {} }
    }
    let router = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    channels.withLock { $0.append(router.channel) }
    try await client.executeThenClose { fromClient, toClient in
      try await router.executeThenClose { fromRouter, toRouter in
        async let there: Void = { for try await bytes in fromClient { try await toRouter.write(bytes) } }()
        for try await bytes in fromRouter { try await toClient.write(bytes) }
        try await there
      }
    }
  }

  /// Ends everything at once.
  func cut() {
    for channel in channels.withLock({ $0 }) { channel.close(promise: nil) }
  }
}
