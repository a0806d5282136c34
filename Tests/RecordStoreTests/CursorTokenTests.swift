import FlatBuffersRuntime
import Foundation
import RecordStore
import Testing

@Suite struct CursorTokenTests {
  /// All rows of a walk, page by page, each page in a snapshot of its own and after its token was text.
  private func pages(
    _ store: Store, of size: Int,
    _ walk: (Snapshot, CursorToken?) throws -> (ids: [UInt64], token: CursorToken?)
  ) throws -> [UInt64] {
    var ids: [UInt64] = []
    var text: String?
    while true {
      let token = text.flatMap { CursorToken($0) }
      #expect((token == nil) == (text == nil))
      let page = try store.read { txn in try walk(txn, token) }
      ids += page.ids
      text = page.token?.description
      if page.ids.count < size { return ids }
    }
  }

  @Test(
    "A walk in pages gives what a walk at once gives, also among equal index keys", arguments: 1...7,
    [KeyOrder.ascending, .descending])
  func walksInPages(_ size: Int, _ order: KeyOrder) throws {
    let test = try TestStore()
    try test.fill(1...20)
    let all = try test.store.read { txn in
      try [
        txn.rows(.people, 3...17, order: order).map { $0.id },
        txn.rows(by: .peopleByTeam, 1...2, order: order).map { $0.id },
      ]
    }
    let byKey = try pages(test.store, of: size) { txn, token in
      var rows = try txn.rows(.people, 3...17, order: order, limit: size, after: token)
      var ids: [UInt64] = []
      while let person = try rows.next() { ids.append(person.id) }
      return (ids, rows.token)
    }
    let byTeam = try pages(test.store, of: size) { txn, token in
      var rows = try txn.rows(by: .peopleByTeam, 1...2, order: order, limit: size, after: token)
      var ids: [UInt64] = []
      while let person = try rows.next() { ids.append(person.id) }
      return (ids, rows.token)
    }
    #expect([byKey, byTeam] == all)
  }

  @Test("A walk turns round at its token")
  func turnsRound() throws {
    let test = try TestStore()
    try test.fill(1...9)
    let back = try test.store.read { txn in
      var rows = try txn.rows(by: .peopleByTeam, limit: 5)
      while try rows.next() != nil {}
      return try txn.rows(by: .peopleByTeam, order: .descending, after: rows.token).map { $0.id }
    }
    // Teams 0: 3 6 9, 1: 1 4 7: the fifth is 4.
    #expect(back == [1, 9, 6, 3])
  }

  @Test("The row of a token may have gone, and the token may lie outside of the range")
  func tokensOutliveRows() throws {
    let test = try TestStore()
    try test.fill(1...9)
    let token = try test.store.read { txn in
      var rows = try txn.rows(.people, limit: 4)
      while try rows.next() != nil {}
      return rows.token
    }
    try test.store.write { txn in _ = try txn.delete(.people, 4) }
    let ids = try test.store.read { txn in
      try [
        txn.rows(.people, after: token).map { $0.id }, txn.rows(.people, 7..., after: token).map { $0.id },
        txn.rows(.people, ...2, after: token).map { $0.id },
        txn.rows(.people, ...2, order: .descending, after: token).map { $0.id },
        txn.rows(.people, 7..., order: .descending, after: token).map { $0.id },
      ]
    }
    #expect(ids == [[5, 6, 7, 8, 9], [7, 8, 9], [], [2, 1], []])
  }

  @Test("A walk that finds nothing keeps the token it began with")
  func emptyPages() throws {
    let test = try TestStore()
    try test.fill(1...2)
    let (none, kept) = try test.store.read { txn in
      let none = try txn.rows(.people, 5...).token
      var rows = try txn.rows(.people)
      while try rows.next() != nil {}
      let end = rows.token
      var after = try txn.rows(.people, after: end)
      while try after.next() != nil {}
      return (none, after.token == end && end != nil)
    }
    #expect(none == nil)
    #expect(kept)
  }

  @Test("A token is refused where it does not belong")
  func refusedElsewhere() throws {
    let test = try TestStore()
    try test.fill(1...2)
    let token = try test.store.read { txn in
      var rows = try txn.rows(by: .peopleByTeam)
      _ = try rows.next()?.id
      return rows.token
    }
    let errors = [
      storeError { try test.store.read { txn in _ = try txn.rows(.people, after: token).map { $0.id } } },
      storeError {
        try test.store.read { txn in _ = try txn.rows(.notes, after: token).map { $0.title.description } }
      },
      storeError {
        try test.store.read { txn in _ = try txn.rows(by: .peopleByName, after: token).map { $0.id } }
      },
    ]
    for error in errors { #expect(error?.code == .cursorToken) }
    #expect(errors[0]?.message.contains("index people/peopleByTeam") == true)
    #expect(errors[2]?.index == "peopleByName")
  }

  @Test("A token survives JSON, and what is none is refused")
  func coding() throws {
    let test = try TestStore()
    try test.fill(1...2)
    let token = try #require(
      try test.store.read { txn in
        var rows = try txn.rows(by: .peopleByName)
        _ = try rows.next()?.id
        return rows.token
      })
    let coded = try JSONDecoder().decode([CursorToken].self, from: JSONEncoder().encode([token]))
    #expect(coded == [token])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CursorToken].self, from: Data(#"["people"]"#.utf8))
    }
  }

  @Test(
    "Text that is no token",
    arguments: [
      "", "people", "people/", "people/0", "people/0g", "people/a/b/00", "/", "people/\u{FF10}0",
      "people/" + String(repeating: "00", count: 505),
    ])
  func noTokens(_ text: String) {
    #expect(CursorToken(text) == nil)
  }
}
