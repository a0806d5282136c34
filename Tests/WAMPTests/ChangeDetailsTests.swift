import SharedBytes
import Testing

@testable import WAMP

/// What an event says of a change of a table.
@Suite struct ChangeDetailsTests {
  private static let row = ChangeDetails.Row(
    commit: .max, key: SharedBytes([0, 0, 0, 0, 0, 0, 0, 7]), keyText: "\"ä\u{1}\"", isLastOfCommit: true)

  private static let changes: [ChangeDetails.Change] = [
    .put(row), .delete(row),
    .put(ChangeDetails.Row(commit: 1, key: SharedBytes(), keyText: "", isLastOfCommit: false)),
    .unknown(ChangeDetails.Unknown(since: 0, through: 1 << 60, reason: "the stream was read too slowly")),
  ]

  @Test(
    "a change reaches subscribers of every format with its record", arguments: SerializerKind.allCases,
    changes)
  func everyFormat(serializer: SerializerKind, change: ChangeDetails.Change) throws {
    let details = ChangeDetails(sequence: 1 << 53, change)
    for form in RecordForm.allCases {
      let event = Message.Event(
        subscription: SubscriptionID(1), publication: PublicationID(2),
        payload: .record(SharedBytes(Array(1...24)), form: form), details: details.options)
      guard case .event(let decoded) = try serializer.decode(serializer.encode(.event(event)).joined()) else {
        Issue.record("no event")
        continue
      }
      #expect(ChangeDetails(decoded.details) == details)
      #expect(decoded.payload.record?.bytes == SharedBytes(Array(1...24)))
    }
  }

  @Test("an event without a record says the same as keyword arguments", arguments: changes)
  func keywords(change: ChangeDetails.Change) throws {
    let details = ChangeDetails(sequence: 3, change)
    let (list, keywords) = try details.payload.arguments()
    #expect(list.isEmpty && keywords["sequence"] == 3)
    #expect(ChangeDetails([ChangeDetails.detail: .map(keywords)]) == details)
  }

  @Test(
    "what speaks of no change is none",
    arguments: [
      [:], ["x_flatwire_change": 7], ["x_flatwire_change": ["operation": "put"]],
      ["x_flatwire_change": ["operation": "put", "sequence": 1]],
      ["x_flatwire_change": ["operation": "put", "sequence": 1, "commit": -1, "key": "7", "key_text": "7"]],
      ["x_flatwire_change": ["operation": "moved", "sequence": 1, "commit": 1, "key_text": "7"]],
      ["x_flatwire_change": ["operation": "unknown", "sequence": 1, "since": 1]],
      ["x_flatwire_change": ["operation": "unknown", "sequence": "1", "since": 1, "through": 1]],
    ] as [Options])
  func damaged(details: Options) {
    #expect(ChangeDetails(details) == nil)
  }

  @Test("where a number is missing, all since the last event is unknown")
  func missed() {
    func put(_ sequence: UInt64, _ commit: UInt64) -> ChangeDetails {
      let row = ChangeDetails.Row(commit: commit, key: SharedBytes(), keyText: "", isLastOfCommit: true)
      return ChangeDetails(sequence: sequence, .put(row))
    }
    #expect(put(8, 20).missed(since: put(7, 20)) == nil)
    let missed = put(9, 30).missed(since: put(7, 20))
    #expect(missed?.since == 20 && missed?.through == 30)
    // A publication that was begun again, from an older commit on.
    let again = put(1, 10).missed(since: put(7, 20))
    #expect(again?.since == 20 && again?.through == 20)
    let unknown = ChangeDetails(sequence: 3, .unknown(.init(since: 4, through: 9, reason: "")))
    #expect(put(5, 11).missed(since: unknown)?.since == 9)
  }
}
