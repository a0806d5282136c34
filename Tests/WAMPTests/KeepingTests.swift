import SharedBytes
import Testing

@testable import WAMP

/// Payloads that are kept for long.
@Suite struct KeepingTests {
  private func bytes(_ count: Int) -> SharedBytes { SharedBytes([UInt8](repeating: 7, count: count)) }

  private var payloads: [Payload] {
    [
      .none, Payload(arguments: [1, "two"], keywords: ["three": 3]), .binaryArgument(bytes(100)),
      .passthru(PassthruPayload(bytes(100), scheme: "x_own", serializer: "cbor", keyID: "7")),
    ]
  }

  @Test func `a detached payload is the same one`() {
    for payload in payloads { #expect(payload.detached == payload) }
    let options: Options = ["x_one": 1, "x_two": "two"]
    #expect(options.detached == options)
    #expect(Options().detached.isEmpty)
    #expect(Payload.binaryArgument(bytes(100)).byteCount == 100)
    #expect(Payload.none.byteCount == 0)
  }

  @Test(arguments: [(100, true), (16 * 1024, false)])
  func `few bytes are copied away from what they lie in, many stay`(count: Int, isCopied: Bool) {
    let frame = bytes(64 * 1024)
    let payload = Payload.binaryArgument(frame.slice(0..<count))
    guard case .binaryArgument(let detached) = payload.detached else {
      Issue.record("another payload")
      return
    }
    let place = frame.bytes.byteOffsets(of: detached.bytes)
    #expect((place == nil) == isCopied)
  }
}
