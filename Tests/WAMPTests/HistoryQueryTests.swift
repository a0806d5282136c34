import SharedBytes
import Testing

@testable import WAMP

/// What `wamp.subscription.get_events` is called with.
@Suite struct HistoryQueryTests {
  private func query(_ keywords: [String: Value]) throws(WAMPError) -> HistoryQuery {
    try HistoryQuery(Payload(arguments: [7], keywords: keywords))
  }

  @Test func `what is left out asks for everything, in order, up to a page`() throws {
    let query = try query([:])
    #expect(query.subscription == SubscriptionID(7) && !query.isReversed && !query.wantsRecords)
    #expect(query.limit == HistoryQuery.maximumLimit && query.firstTime == nil && query.endTime == nil)
    #expect(try self.query(["limit": 5_000_000]).limit == HistoryQuery.maximumLimit)
    #expect(try self.query(["limit": 3, "reverse": true]).limit == 3)
  }

  @Test(
    "times bound events of whole milliseconds",
    arguments: [
      ("from_time", "1970-01-01T00:00:01Z", Int64?.some(1000), Int64?.none),
      ("from_time", "1970-01-01T00:00:01.0001Z", 1001, nil),
      ("after_time", "1970-01-01T01:00:01+01:00", 1001, nil),
      ("before_time", "1970-01-01T00:00:01Z", nil, 1000),
      ("before_time", "1970-01-01T00:00:01.000000001Z", nil, 1001),
      ("until_time", "1970-01-01T00:00:01Z", nil, 1001),
      ("from_time", "2026-01-31T23:59:59.500Z", 1_769_903_999_500, nil),
      ("from_time", "2024-02-29T00:00:00Z", 1_709_164_800_000, nil),
      ("from_time", "1969-12-31T23:59:59.5Z", -500, nil),
    ])
  func times(name: String, text: String, first: Int64?, end: Int64?) throws {
    let query = try query([name: .string(text)])
    #expect(query.firstTime == first && query.endTime == end)
  }

  @Test(
    "each time is read as it is written",
    arguments: [0, 951_782_400_000, 4_107_542_399_999, 1_796_000_000_123] as [Int64])
  func roundTrip(milliseconds: Int64) throws {
    #expect(
      try query(["from_time": .string("\(Timestamp(milliseconds: milliseconds))")]).firstTime == milliseconds)
  }

  @Test(
    "what is wrong is said with its name",
    arguments: [
      (["limit": 0], "limit"), (["limit": -3], "limit"), (["limit": "3"], "limit"), (["limit": 1.5], "limit"),
      (["reverse": 1], "reverse"), (["from_time": 5], "from_time"),
      (["after_time": "yesterday"], "after_time"),
      (["topic": 1], "topic"), (["from_publication": "x"], "from_publication"),
      (["until_publication": -1], "until_publication"), (["colour": 1], "colour"),
      (["records": "yes"], "records"),
      (["from_time": "2026-01-02T00:00:00Z", "before_time": "2026-01-01T00:00:00Z"], "from_time"),
    ] as [([String: Value], String)])
  func faults(keywords: [String: Value], name: String) {
    let error = #expect(throws: WAMPError.self) { try query(keywords) }
    #expect(error?.code == .invalidArgument && error?.message.contains(name) == true, "\(error as Any)")
  }

  @Test func `the subscription has to be given`() {
    let error = #expect(throws: WAMPError.self) { try HistoryQuery(.none) }
    #expect(error?.message == "subscription is missing")
  }

  @Test(
    "a payload is what it was when it was stored",
    arguments: [
      Payload.none, Payload(arguments: [1, "x"], keywords: ["a": 1]),
      Payload(arguments: [], keywords: ["a": 1]),
      .binaryArgument(SharedBytes([1, 2])), .record(SharedBytes([1, 2, 3]), form: .passthru),
      .record(SharedBytes([1]), form: .transparency),
      .passthru(
        PassthruPayload(SharedBytes([9]), scheme: "x_y", serializer: "cbor", cipher: "c", keyID: "k")),
    ])
  func stored(payload: Payload) {
    #expect(StoredPayload(payload).payload == payload)
  }

  @Test func `what can't be a payload is none`() {
    var stored = StoredPayload(Payload(arguments: [1]))
    stored.listLength = 100
    #expect(stored.payload == nil)
    stored = StoredPayload(Payload(arguments: [1]))
    stored.encoding = 9
    #expect(stored.payload == nil)
  }
}
