/// How messages are serialised on a connection; agreed by the WebSocket subprotocol or in RawSocket's handshake.
///
/// All cases are in the order in which this package prefers them.
@frozen public enum SerializerKind: UInt8, Sendable, CaseIterable {
  case flatbuffers
  case cbor
  case messagePack
  case json

  /// The name of the serializer in WAMP.
  package var name: String {
    switch self {
    case .flatbuffers: "flatbuffers"
    case .cbor: "cbor"
    case .messagePack: "msgpack"
    case .json: "json"
    }
  }

  /// The serializer of a name; `nil` if this module has none for it.
  package init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  /// The WebSocket subprotocol that names the serializer.
  public var subprotocol: String { "wamp.2.\(name)" }

  /// The serializer of a WebSocket subprotocol; `nil` if this module has none for it.
  public init?(subprotocol: String) {
    guard let kind = Self.allCases.first(where: { $0.subprotocol == subprotocol }) else { return nil }
    self = kind
  }

  /// The number of the serializer in a RawSocket handshake.
  public var rawSocketID: UInt8 {
    switch self {
    case .flatbuffers: 5
    case .cbor: 3
    case .messagePack: 2
    case .json: 1
    }
  }

  /// The serializer of a RawSocket handshake; `nil` if this module has none for it.
  public init?(rawSocketID: UInt8) {
    guard let kind = Self.allCases.first(where: { $0.rawSocketID == rawSocketID }) else { return nil }
    self = kind
  }

  /// Whether its messages are text: WebSocket sends them in text frames, and no bytes can stand in them as they are.
  public var isText: Bool { self == .json }
}
