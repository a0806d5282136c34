import Flatwire

/// A way to a router: a transport, a format, and whether several messages may come in one.
struct Way: Sendable, Hashable, CustomStringConvertible {
  enum Transport: String, Sendable, CaseIterable {
    case webSocket = "ws"
    case rawSocket = "rs"
    case secureWebSocket = "wss"
    case secureRawSocket = "rss"
    case webSocketOnUnixSocket = "ws+unix"
    case rawSocketOnUnixSocket = "rs+unix"
    case inProcess = "in-process"

    /// Whether both sides can agree on batches over it.
    var hasBatches: Bool { rawValue.hasPrefix("ws") }
  }

  let transport: Transport
  let serializer: SerializerKind
  let isBatched: Bool

  var description: String {
    "\(serializer.subprotocol)\(isBatched ? ".batched" : "") over \(transport.rawValue)"
  }

  /// Each format over each transport, where there are batches also with them.
  static func all(
    over transports: [Transport], in serializers: [SerializerKind] = SerializerKind.allCases
  ) -> [Way] {
    transports.flatMap { transport in
      serializers.flatMap { serializer in
        // FlatBuffers has no batches.
        (transport.hasBatches && serializer != .flatbuffers ? [false, true] : [false]).map {
          Way(transport: transport, serializer: serializer, isBatched: $0)
        }
      }
    }
  }
}
