import RecordStore
import Testing

@Suite struct RowWalkTests {
  /// How records are read.
  enum Care: CaseIterable {
    case none, verified, limitedAge

    var options: Store.Options {
      TestStore.options { options in
        options.verifyOnRead = self == .verified
        if self == .limitedAge { options.snapshotAgeLimit = .seconds(3600) }
      }
    }
  }

  @Test(
    "A walk of many pages ends where its range or limit does, and goes on behind, however carefully it reads",
    arguments: Care.allCases)
  func ends(_ care: Care) throws {
    let test = try TestStore(care.options)
    try test.fill(stride(from: 2, through: 6000, by: 2))
    try test.store.read { txn in
      for (low, count) in [(0, 1), (2, 2), (3, 40), (77, 64), (100, 333), (5000, 500)] as [(UInt64, UInt64)] {
        let expected = (low...low + 2 * count).filter { $0 % 2 == 0 && (2...6000).contains($0) }
        let range = low...low + 2 * count
        #expect(try txn.rows(.people, range).map { $0.id } == expected)
        #expect(try txn.rows(.people, range, order: .descending).map { $0.id } == expected.reversed())
        #expect(try txn.count(.people, range) == expected.count)
        var pages: [UInt64] = []
        var token: CursorToken?
        while true {
          var rows = try txn.rows(.people, range, limit: 7, after: token)
          let before = pages.count
          while let row = try rows.nextRow() {
            #expect(try row.key == row.record.id)
            pages.append(row.record.id)
          }
          #expect(try rows.next() == nil)
          token = rows.token
          if pages.count == before { break }
        }
        #expect(pages == expected)
      }
    }
  }
}
