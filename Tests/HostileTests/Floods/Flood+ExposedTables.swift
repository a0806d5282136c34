/// What callers of an exposed table can make the router do: `flatwire serve` exposes one, of 2 000 rows with 2 MB.
extension Flood {
  private static let table = "io.flatwire.demo.packages.table"

  static let exposedTables = [
    Flood(
      "callers that ask for all rows, over and over, and do not read", full: 40, brief: 10, allowance: budget
    ) {
      port, count in
      try unread(port, count, progress: false)
    },
    Flood("callers that ask for all rows in parts, and do not read", full: 40, brief: 10, allowance: budget) {
      port, count in
      try unread(port, count, progress: true)
    },
    Flood("calls that ask for 10 000 rows by their keys", full: 500, brief: 100, allowance: budget) {
      port, count in
      let peer = try RawPeer.joined(port, .cbor)
      let keys = Item.list((0..<10_000).map { .text(Array("package-\($0 % 3000)".utf8)) })
      return try answered(peer, count, at: 10) { WireFormat.cbor.call($0, uri("get_many"), .arguments(keys)) }
    },
    Flood("calls that count ranges, all at once", full: 20_000, brief: 5_000, allowance: budget) {
      port, count in
      let peer = try RawPeer.joined(port, .cbor)
      let range = Content(arguments: Item.list([]).encoded, keywords: Item.map(["from", ""]).encoded)
      return try answered(peer, count, at: 1000) { WireFormat.cbor.call($0, uri("count"), range) }
    },
    Flood("calls with pages, keys and ranges that are none", full: 20_000, brief: 5_000) { port, count in
      let peer = try RawPeer.joined(port, .cbor)
      let wrong: [(String, Content)] = [
        ("list", keywords(["limit", 1_000_000_000])), ("list", keywords(["limit", true])),
        ("list", keywords(["after", "x"])), ("list", keywords(["by", "nothing"])),
        ("list", keywords(["from", .list([1, 2, 3, 4])])), ("get", .arguments(7)), ("get", .none),
        ("get_many", .arguments(.list([.list([.list([])])]))), ("count", keywords(["order", "ascending"])),
        ("list", .arguments(.bytes([UInt8](repeating: 0xFF, count: 64)))),
      ]
      return try answered(peer, count, at: 1000, as: Code.error) { request in
        let (procedure, content) = wrong[Int(request) % wrong.count]
        return WireFormat.cbor.call(request, uri(procedure), content)
      }
    },
  ]

  private static func uri(_ procedure: String) -> Item { .text(Array("\(table).\(procedure)".utf8)) }

  private static func keywords(_ items: [Item]) -> Content {
    Content(arguments: Item.list([]).encoded, keywords: Item.map(items).encoded)
  }

  /// Callers ask a hundred times each for the largest pages there are, and do not read what they get.
  private static func unread(_ port: Int, _ count: Int, progress: Bool) throws -> String? {
    var callers: [RawPeer] = []
    for _ in 0..<count {
      let caller = try RawPeer.joined(port, .cbor, receiveBuffer: 4096)
      callers.append(caller)
      let calls = (1...100 as ClosedRange<UInt64>).flatMap {
        RawPeer.frame(
          WireFormat.cbor.call($0, uri("list"), keywords(["limit", 10_000]), progress: progress))
      }
      // Who does not read is not read from for ever, and may be sent away.
      do { try caller.write(calls, within: .seconds(1), keepingInput: false) } catch is RawPeer.Ending {}
    }
    let peer = try RawPeer.joined(port, .cbor)
    let answer = try peer.ask(1, WireFormat.cbor.call(1, uri("get"), .arguments("package-1")))
    return answer.code == Code.result ? nil : "who reads is answered with \(answer)"
  }

  /// Makes so many calls, some of them at once, which all have to be answered.
  private static func answered(
    _ peer: RawPeer, _ count: Int, at once: Int, as code: UInt64? = nil, _ call: (UInt64) -> [UInt8]
  ) throws -> String? {
    for first in stride(from: 1, through: count, by: once) {
      try peer.write((first..<first + once).flatMap { RawPeer.frame(call(UInt64($0))) })
      for _ in 0..<once {
        guard let answer = try peer.nextAnswer(within: .seconds(60)) else { return "a call is not answered" }
        let isRight = code.map { answer.code == $0 } ?? [Code.result, Code.error].contains(answer.code)
        guard isRight else { return "answered with \(answer)" }
      }
    }
    return nil
  }
}
