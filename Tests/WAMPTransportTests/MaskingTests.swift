import Testing

@testable import WAMPTransport

@Suite("Masking")
struct MaskingTests {
  @Test("is the loop of RFC 6455 at each length, phase and alignment", arguments: 0..<8)
  func copies(phase: Int) {
    let key: [UInt8] = [0x11, 0x82, 0x43, 0xf4]
    for count in Array(0...200) + [4096, 65537] {
      let source = pattern(count + 3, seed: count)
      for offset in 0..<3 {
        let expected = (0..<count).map { source[offset + $0] ^ key[(phase + $0) & 3] }
        #expect(masked(source, offset, count, key, phase) == expected, "\(count) bytes at \(offset)")
      }
    }
  }

  private func masked(_ source: [UInt8], _ offset: Int, _ count: Int, _ key: [UInt8], _ phase: Int) -> [UInt8]
  {
    let native = unsafe key.withUnsafeBytes { unsafe $0.load(as: UInt32.self) }
    return unsafe [UInt8](unsafeUninitializedCapacity: count + 1) { room, size in
      unsafe source.withUnsafeBytes { source in
        unsafe Masking.copy(
          from: source.baseAddress! + offset, to: room.baseAddress!, count: count, key: native, phase: phase)
      }
      size = count
    }
  }
}
