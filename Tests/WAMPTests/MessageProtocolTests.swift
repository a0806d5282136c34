import Testing

@testable import WAMP

@Suite("What is spoken on a WebSocket")
struct MessageProtocolTests {
  @Test("has the names of the specification, batches where it has them")
  func names() {
    #expect(
      MessageProtocol.all.map(\.subprotocol) == [
        "wamp.2.flatbuffers", "wamp.2.cbor", "wamp.2.msgpack", "wamp.2.json", "wamp.2.cbor.batched",
        "wamp.2.msgpack.batched", "wamp.2.json.batched",
      ])
    for known in MessageProtocol.all { #expect(MessageProtocol(subprotocol: known.subprotocol) == known) }
    #expect(MessageProtocol(subprotocol: "wamp.2.flatbuffers.batched") == nil)
    #expect(MessageProtocol(.flatbuffers, isBatched: true) == MessageProtocol(.flatbuffers))
  }

  @Test("has the numbers of RawSocket's handshake", arguments: SerializerKind.allCases)
  func numbers(serializer: SerializerKind) {
    #expect(SerializerKind(rawSocketID: serializer.rawSocketID) == serializer)
    #expect(SerializerKind.allCases.map(\.rawSocketID) == [5, 3, 2, 1])
  }
}
