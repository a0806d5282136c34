import Testing

@testable import WAMPTransport

@Suite("What both sides agree on about compression")
struct CompressionNegotiationTests {
  /// The bits and whether the context is kept, sending and receiving.
  struct Agreed: Equatable {
    var sending: Int
    var keeps = true
    var receiving: Int
    var peerKeeps = true

    init(_ sending: Int, keeps: Bool = true, _ receiving: Int, peerKeeps: Bool = true) {
      (self.sending, self.keeps, self.receiving, self.peerKeeps) = (sending, keeps, receiving, peerKeeps)
    }

    init(_ agreed: Compression) {
      self.init(
        agreed.sending.windowBits, keeps: agreed.sending.isKept, agreed.receiving.windowBits,
        peerKeeps: agreed.receiving.isKept)
    }
  }

  static func compression(_ sending: Int, _ receiving: Int, keeps: Bool = true, asks: Bool = false)
    -> Compression
  {
    var compression = Compression()
    compression.sending.windowBits = sending
    compression.receiving.windowBits = receiving
    compression.sending.isKept = keeps
    compression.receiving.isKept = !asks
    return compression
  }

  static let name = "permessage-deflate"
  static let wide = compression(15, 15)
  static let usual = Compression()
  static let small = compression(10, 11, keeps: false, asks: true)

  static let offers: [(Compression, String, String, Agreed)] = [
    (wide, name, name, Agreed(15, 15)),
    (wide, "other, \(name)", name, Agreed(15, 15)),
    (wide, "\(name); client_max_window_bits", name, Agreed(15, 15)),
    (
      wide, "\(name); client_max_window_bits=10", "\(name); client_max_window_bits=10",
      Agreed(15, 10)
    ),
    (wide, "\(name); client_max_window_bits=8", "\(name); client_max_window_bits=8", Agreed(15, 9)),
    (wide, "\(name); server_max_window_bits=9", "\(name); server_max_window_bits=9", Agreed(9, 15)),
    (
      wide, "\(name); server_no_context_takeover", "\(name); server_no_context_takeover",
      Agreed(15, keeps: false, 15)
    ),
    (
      wide, "\(name); client_no_context_takeover", "\(name); client_no_context_takeover",
      Agreed(15, 15, peerKeeps: false)
    ),
    // The first that can be taken; zlib has no window of 8 bits.
    (
      wide, "\(name); server_max_window_bits=8, \(name); nonsense, \(name); server_max_window_bits=\"12\"",
      "\(name); server_max_window_bits=12", Agreed(12, 15)
    ),
    (usual, name, name, Agreed(12, 15)),
    (
      usual, "\(name); client_max_window_bits; server_max_window_bits=15",
      "\(name); server_max_window_bits=12; client_max_window_bits=12", Agreed(12, 12)
    ),
    (usual, "\(name); client_max_window_bits=9", "\(name); client_max_window_bits=9", Agreed(12, 9)),
    (
      small, "\(name); client_max_window_bits",
      "\(name); server_no_context_takeover; client_no_context_takeover; client_max_window_bits=11",
      Agreed(10, keeps: false, 11, peerKeeps: false)
    ),
  ]

  @Test("a server takes the first offer that it can take", arguments: offers)
  func answer(of server: Compression, to header: String, text: String, agreed: Agreed) throws {
    let offers = try #require(WebSocketExtension.list(header))
    let answer = try #require(server.answer(to: offers))
    #expect(answer.text == text)
    #expect(Agreed(answer.agreed) == agreed)
  }

  @Test(
    "a server declines what RFC 7692 declines",
    arguments: [
      "other", "\(name.uppercased())", "\(name); nonsense", "\(name); server_no_context_takeover=1",
      "\(name); client_no_context_takeover=true", "\(name); server_max_window_bits",
      "\(name); server_max_window_bits=8", "\(name); server_max_window_bits=16",
      "\(name); server_max_window_bits=09", "\(name); server_max_window_bits=+9",
      "\(name); server_max_window_bits=x", "\(name); client_max_window_bits=7",
      "\(name); client_max_window_bits=12; client_max_window_bits=12",
      "\(name); server_no_context_takeover; server_no_context_takeover",
    ])
  func declined(header: String) throws {
    let offers = try #require(WebSocketExtension.list(header))
    #expect(Self.usual.answer(to: offers) == nil)
  }

  static let clients: [(Compression, String)] = [
    (wide, "\(name); client_max_window_bits"),
    (usual, "\(name); server_max_window_bits=12; client_max_window_bits=12"),
    (
      small,
      "\(name); server_no_context_takeover; client_no_context_takeover; server_max_window_bits=11; "
        + "client_max_window_bits=10"
    ),
  ]

  @Test("a client offers what it wants, and our server takes it", arguments: clients)
  func offer(client: Compression, text: String) throws {
    #expect(client.offer == text)
    let (answer, server) = try #require(Self.wide.answer(to: WebSocketExtension.list(text) ?? []))
    let agreed = try #require(client.agreed(by: WebSocketExtension.list(answer) ?? []))
    #expect(agreed.sending == server.receiving)
    #expect(agreed.receiving == server.sending)
    #expect(agreed.sending == client.sending)
    #expect(agreed.receiving == client.receiving)
  }

  static let answers: [(Compression, String, Agreed)] = [
    (wide, name, Agreed(15, 15)),
    (wide, "\(name); client_max_window_bits=9; server_max_window_bits=10", Agreed(9, 10)),
    (wide, "\(name); client_no_context_takeover", Agreed(15, keeps: false, 15)),
    (wide, "\(name); server_no_context_takeover", Agreed(15, 15, peerKeeps: false)),
    (usual, "\(name); client_max_window_bits=15; server_max_window_bits=12", Agreed(12, 12)),
    // A server that says less than it was asked for may do more.
    (usual, name, Agreed(12, 15)),
    (small, name, Agreed(10, keeps: false, 15)),
  ]

  @Test("a client does what the answer says", arguments: answers)
  func agreed(client: Compression, header: String, expected: Agreed) throws {
    let answer = try #require(WebSocketExtension.list(header))
    #expect(client.agreed(by: answer).map(Agreed.init) == expected)
  }

  @Test(
    "a client fails the connection where RFC 7692 wants it",
    arguments: [
      "other", "\(name), other", "\(name), \(name)", "\(name); nonsense", "\(name); client_max_window_bits",
      "\(name); client_max_window_bits=8", "\(name); client_max_window_bits=16",
      "\(name); server_max_window_bits", "\(name); server_max_window_bits=13",
      "\(name); server_no_context_takeover=1",
      "\(name); client_no_context_takeover; client_no_context_takeover",
    ])
  func unacceptable(header: String) throws {
    let answer = try #require(WebSocketExtension.list(header))
    #expect(Self.usual.agreed(by: answer) == nil)
  }

  @Test("values that zlib does not have become the nearest that it has")
  func bounds() {
    var compression = Compression()
    compression.sending.windowBits = 0
    compression.receiving.windowBits = 99
    compression.level = 0
    compression.memoryLevel = 10
    #expect(compression.sending.windowBits == 9 && compression.receiving.windowBits == 15)
    #expect(compression.level == 1 && compression.memoryLevel == 9)
  }
}
