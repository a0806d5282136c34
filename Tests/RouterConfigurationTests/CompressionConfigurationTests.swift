import Testing
import WAMPTransport

@testable import RouterConfiguration

/// Compression is configured as Crossbar.io spells it.
@Suite struct CompressionConfigurationTests {
  private static func compression(
    _ sending: Int, _ keeps: Bool, _ receiving: Int, _ peerKeeps: Bool, memory: Int = 5
  ) -> Compression {
    var compression = Compression()
    compression.sending.windowBits = sending
    compression.sending.isKept = keeps
    compression.receiving.windowBits = receiving
    compression.receiving.isKept = peerKeeps
    compression.memoryLevel = memory
    return compression
  }

  private func read(_ options: String, canCompress: Bool) throws(ConfigurationFault) -> Compression? {
    var surroundings = Samples.surroundings
    surroundings.canCompress = canCompress
    let text = Samples.least.replacing(
      "type: websocket", with: "type: websocket\n        options: {compression: \(options)}")
    return try NodeConfiguration(text, file: "a.yaml", surroundings).endpoints[0].webSocket?.compression
  }

  @Test(
    "the keys say what each side does",
    arguments: [
      ("{}", nil), ("{deflate: {}}", Compression()),
      ("{deflate: {max_window_bits: 9, no_context_takeover: true}}", compression(9, false, 12, true)),
      (
        "{deflate: {request_max_window_bits: 13, request_no_context_takeover: true}}",
        compression(12, true, 13, false)
      ),
      ("{deflate: {request_max_window_bits: 0}}", compression(12, true, 15, true)),
      (
        "{deflate: {no_context_takeover: false, memory_level: 9}}",
        compression(12, true, 12, true, memory: 9)
      ),
    ] as [(String, Compression?)])
  func keys(_ options: String, expected: Compression?) throws {
    #expect(try read(options, canCompress: true) == expected)
  }

  @Test(
    "what is wrong is named",
    arguments: [
      ("{brotli: {}}", ".brotli: is not a key that is known here"),
      ("{deflate: {max_window_bits: 8}}", ".deflate.max_window_bits: 8 is not within 9…15"),
      (
        "{deflate: {request_max_window_bits: 8}}",
        ".deflate.request_max_window_bits: 8 is neither 0 nor within 9…15"
      ),
      ("{deflate: {memory_level: 0}}", ".deflate.memory_level: 0 is not within 1…9"),
      ("{deflate: {level: 1}}", ".deflate.level: is not a key that is known here"),
    ])
  func faults(_ options: String, message: String) throws {
    let fault = try #require(throws: ConfigurationFault.self) { try read(options, canCompress: true) }
    #expect(fault.description == "a.yaml:14: workers[0].transports[0].options.compression\(message)")
  }

  @Test("a program that is built without it says so")
  func notBuilt() throws {
    let fault = try #require(throws: ConfigurationFault.self) {
      try read("{deflate: {}}", canCompress: false)
    }
    #expect(
      fault.description == """
        a.yaml:14: workers[0].transports[0].options.compression: cannot be done: this program is built without \
        the package trait Compression
        """)
  }
}
