#if Compression
  import SharedBytes
  import Testing

  @testable import WAMPTransport

  @Suite("Messages deflated and inflated")
  struct MessageCompressionTests {
    static func compression(bits: Int, keeps: Bool) -> Compression {
      var compression = Compression()
      compression.sending.windowBits = bits
      compression.sending.isKept = keeps
      compression.receiving = compression.sending
      compression.sizes = 0...1 << 30
      return compression
    }

    /// What repeats itself, in itself and in other messages.
    static func text(_ count: Int, seed: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: ($0 * $0 / 7 + seed) % 23 + 65) }
    }

    @Test("are the same afterwards", arguments: [9, 12, 15], [true, false])
    func roundTrip(bits: Int, keeps: Bool) throws {
      let compression = Self.compression(bits: bits, keeps: keeps)
      let (deflater, inflater) = (MessageDeflater(compression), MessageInflater(compression.receiving))
      for (seed, count) in [1, 2, 5, 300, 70_000, 7, 1_000_000, 1].enumerated() {
        for bytes in [pattern(count, seed: seed), Self.text(count, seed: seed)] {
          let half = count / 2
          let message = EncodedMessage(
            head: Array(bytes[..<half]), body: SharedBytes(Array(bytes[half...])), tailPadding: seed)
          let deflated = try #require(deflater.deflate(message))
          let whole = bytes + [UInt8](repeating: 0, count: seed)
          for size in count > 1000 ? [4096] : [1, 3, 4096] where size == 4096 || !keeps {
            let inflated = try inflate(Array(deflated), with: inflater, in: size)
            #expect(inflated == whole, "\(count) bytes in pieces of \(size)")
          }
        }
      }
    }

    @Test("hold no more memory than their few bytes")
    func memory() throws {
      let deflater = MessageDeflater(Self.compression(bits: 15, keeps: true))
      let zeros = EncodedMessage(head: [UInt8](repeating: 0, count: 16 * 1024))
      let deflated = try #require(deflater.deflate(zeros))
      #expect(deflated.count < 200)
      // Alone already: not copied.
      #expect(deflated.alone.keepAlive === deflated.keepAlive)
    }

    @Test("are smaller when repetitions of earlier ones are found")
    func contexts() throws {
      func secondSize(keeps: Bool) -> Int {
        let deflater = MessageDeflater(Self.compression(bits: 15, keeps: keeps))
        let message = EncodedMessage(head: pattern(1000))
        _ = deflater.deflate(message)
        return deflater.deflate(message)?.count ?? 0
      }
      #expect(secondSize(keeps: true) < 50)
      #expect(secondSize(keeps: false) > 1000)
    }

    @Test("are sent as they are if they have another size", arguments: [0, 99, 201])
    func sizes(count: Int) {
      var compression = Compression()
      compression.sizes = 100...200
      let deflater = MessageDeflater(compression)
      #expect(deflater.deflate(EncodedMessage(head: pattern(count))) == nil)
      #expect(deflater.deflate(EncodedMessage(head: pattern(100))) != nil)
    }

    /// The examples of RFC 7692, section 7.2.3.
    static let hello: [[UInt8]] = [
      [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00],
      [0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00],
      // With a last block.
      [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00],
      // In two blocks.
      [0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00],
    ]

    @Test("are read in every form that DEFLATE has", arguments: hello, [1, 3, 100])
    func forms(message: [UInt8], size: Int) throws {
      let inflater = MessageInflater(Self.compression(bits: 15, keeps: true).receiving)
      #expect(try inflate(message, with: inflater, in: size) == Array("Hello".utf8))
      // Refers to what came before, behind a last block, too.
      let again: [UInt8] = [0xf2, 0x00, 0x11, 0x00, 0x00]
      #expect(try inflate(again, with: inflater, in: size) == Array("Hello".utf8))
      #expect(try inflate([0x00], with: inflater, in: size) == [])
    }

    @Test(
      "are refused when they are not DEFLATE",
      arguments: [
        [], [0xff], [0x07], [0xf2], [0xf2, 0x00, 0x11, 0x00, 0x00], [0x00, 0x05, 0x00, 0xfa, 0xff, 0x48],
        [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00], Array("Hello, this is no DEFLATE".utf8),
      ] as [[UInt8]])
    func notDeflate(message: [UInt8]) {
      let inflater = MessageInflater(Self.compression(bits: 15, keeps: true).receiving)
      let violation = #expect(throws: FramingViolation.self) {
        try inflate(message, with: inflater, in: 100)
      }
      #expect(violation?.code == 1007)
    }

    @Test("end the connection when they inflate to more than the limit, before they take the memory")
    func bomb() throws {
      let deflater = MessageDeflater(Self.compression(bits: 15, keeps: true))
      let zeros = EncodedMessage(head: [UInt8](repeating: 0, count: 100 << 20))
      let bomb = Frame(payload: Array(try #require(deflater.deflate(zeros))), reservedBits: 0x40)
      #expect(bomb.payload.count < 1 << 20)
      let limit = 100_000
      let reader = FrameReader(
        role: .server, maxMessageSize: limit,
        inflater: MessageInflater(Self.compression(bits: 15, keeps: true).receiving))
      let bytes = SharedBytes(Array(bomb.bytes.prefix(60_000)))
      // Its head alone says too much; in fragments only its content does.
      var fragment = Frame(isFinal: false, payload: Array(bomb.payload.prefix(limit)), reservedBits: 0x40)
      fragment.key = [1, 2, 3, 4]
      for stream in [bytes, SharedBytes(fragment.bytes)] {
        var offset = 0
        let violation = #expect(throws: FramingViolation.self) {
          while true { _ = try reader.next(in: stream.bytes, at: &offset) }
        }
        #expect(violation?.code == 1009)
        #expect(reader.unfinishedCapacity <= 2 * limit)
      }
    }

    @Test("may be as large as the limit, and no larger", arguments: [true, false])
    func limit(repeats: Bool) throws {
      let limit = 50_000
      for excess in [0, 1] {
        let message = repeats ? [UInt8](repeating: 5, count: limit + excess) : pattern(limit + excess)
        let deflater = MessageDeflater(Self.compression(bits: 9, keeps: true))
        let deflated = Array(try #require(deflater.deflate(EncodedMessage(head: message))))
        let inflater = MessageInflater(Self.compression(bits: 9, keeps: true).receiving)
        if excess == 0 {
          #expect(try inflate(deflated, with: inflater, in: 1000, limit: limit) == message)
        } else {
          let violation = #expect(throws: FramingViolation.self) {
            try inflate(deflated, with: inflater, in: 1000, limit: limit)
          }
          #expect(violation?.code == 1009)
        }
      }
    }

    private func inflate(
      _ message: [UInt8], with inflater: MessageInflater, in size: Int, limit: Int = 10 << 20
    ) throws -> [UInt8] {
      var gathered = GatheredBytes()
      for start in stride(from: 0, to: message.count, by: size) {
        let part = SharedBytes(Array(message[start..<min(start + size, message.count)]))
        try inflater.inflate(part.bytes, onto: &gathered, limit: limit)
      }
      try inflater.finish(&gathered, limit: limit)
      return Array(gathered.shared)
    }
  }
#endif
