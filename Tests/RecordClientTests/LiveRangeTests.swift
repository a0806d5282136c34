import RecordStore
import Testing
import WAMP

@testable import RecordClient

/// What a live query waits for before it gives anything, and what makes it begin anew.
@Suite struct LiveRangeTests {
  /// A table of ten rows, of which the publication knows all.
  private func makeTable(bound: Int = 1000) -> PublishedTable {
    var table = PublishedTable(bound: bound)
    table.commit(Array(1...10))
    table.see()
    table.passBy()
    return table
  }

  @Test("rows of one page are given at once, and those of several once nothing can be missing between them")
  func proof() throws {
    var table = makeTable()
    var one = LiveRangeClient(pageSize: 10)
    while try one.step(&table) != .waits {}
    #expect(one.updates == ["rows"])

    // A commit between the pages, of which the publication does not know yet.
    var several = LiveRangeClient(pageSize: 5)
    _ = try several.step(&table)
    table.commit([1, 9])
    while try several.step(&table) != .waits {}
    #expect(several.updates.isEmpty, "the first page lacks a change")
    table.see()
    for _ in 0..<2 { table.deliver() }
    while try several.step(&table) != .waits {}
    #expect(several.updates == ["rows"] && several.isCurrent(table))
  }

  @Test("where only other tables change, the publication's word is enough")
  func others() throws {
    var table = makeTable()
    var client = LiveRangeClient(pageSize: 5)
    _ = try client.step(&table)
    table.commit([])
    while try client.step(&table) != .waits {}
    #expect(client.updates.isEmpty)
    table.see()
    client.ring(&table)
    while try client.step(&table) != .waits {}
    #expect(client.updates == ["rows"] && client.commit == table.last.number)
  }

  @Test("a first page that is older than what was published is pulled again")
  func stale() throws {
    var table = makeTable()
    table.commit([3])
    table.see()
    table.passBy()
    var client = LiveRangeClient(pageSize: 10)
    _ = try client.step(&table, age: 1)
    while try client.step(&table) != .waits {}
    #expect(client.updates == ["rows"] && client.isCurrent(table))
  }

  @Test("changes of a commit come together, also if only the next commit says that it is whole")
  func commits() throws {
    var table = makeTable()
    var client = LiveRangeClient(pageSize: 10)
    while try client.step(&table) != .waits {}
    table.commit([1, 2, 3])
    table.see(tellsEnd: false)
    for _ in 0..<3 { table.deliver() }
    while try client.step(&table) != .waits {}
    #expect(client.updates == ["rows"])
    table.commit([4])
    table.see()
    table.deliver()
    while try client.step(&table) != .waits {}
    #expect(client.updates == ["rows", "changes", "changes"] && client.isCurrent(table))
  }

  @Test("who reads too slowly gets the rows anew, and no more waits than the bound")
  func lagging() throws {
    var table = makeTable(bound: 4)
    var client = LiveRangeClient(pageSize: 10)
    while try client.step(&table) != .waits {}
    for key in 1...9 as ClosedRange<UInt8> {
      table.commit([key])
      table.see()
      table.deliver()
      #expect(table.waiting.count <= 4)
    }
    while try client.step(&table) != .waits {}
    #expect(client.updates == ["rows", "rows"] && client.isCurrent(table))
  }

  @Test("a change that the router dropped is found though none follows")
  func lastOne() throws {
    var table = makeTable()
    var client = LiveRangeClient(pageSize: 10)
    while try client.step(&table) != .waits {}
    table.commit([5])
    table.see()
    table.lose()
    try client.finish(&table)
    #expect(client.updates == ["rows", "rows"] && client.isCurrent(table))
  }

  @Test("changes that the router dropped before the first one that came are found with that")
  func firstOnes() throws {
    var table = makeTable()
    var client = LiveRangeClient(pageSize: 10)
    while try client.step(&table) != .waits {}
    for key in [5, 6] as [UInt8] {
      table.commit([key])
      table.see()
    }
    table.lose()
    table.deliver()
    while try client.step(&table) != .waits {}
    #expect(client.updates == ["rows", "rows"] && client.isCurrent(table))
  }

  @Test("a range that has too many rows, or gets them while it is read, says so")
  func limit() throws {
    var table = makeTable()
    var client = LiveRangeClient(limit: 9, pageSize: 5)
    let error = #expect(throws: WAMPError.self) { while try client.step(&table) != .waits {} }
    #expect(error?.code == .payloadSizeExceeded && error?.message.contains("more than 9 rows") == true)
  }

  @Test("a range whose rows take too many bytes, or get to, says so")
  func byteLimit() throws {
    var table = makeTable()
    var client = LiveRangeClient(byteLimit: 99, pageSize: 5)
    let error = #expect(throws: WAMPError.self) { while try client.step(&table) != .waits {} }
    #expect(error?.code == .payloadSizeExceeded && error?.message.contains("more than 99 bytes") == true)
    // What takes the place of another row does not count twice, nor does what is deleted count.
    var fitting = LiveRangeClient(byteLimit: 100, pageSize: 5)
    _ = try fitting.step(&table)
    table.commit([1, 2])
    table.commit([3]) { _ in true }
    for _ in 0..<2 { table.see() }
    for _ in 0..<3 { table.deliver() }
    while try fitting.step(&table) != .waits {}
    #expect(fitting.updates == ["rows"] && fitting.isCurrent(table))
  }

  @Test("a commit whose changes take more bytes than the limit is told as rows")
  func largeRows() throws {
    var table = makeTable()
    var client = LiveRangeClient(byteLimit: 120, pageSize: 10)
    while try client.step(&table) != .waits {}
    table.commit(Array(1...10) + Array(1...3))
    table.see()
    for _ in 0..<13 { table.deliver() }
    while try client.step(&table) != .waits {}
    #expect(client.updates == ["rows", "rows"] && client.isCurrent(table))
  }

  @Test("a commit of more changes than the limit is told as rows")
  func largeCommit() throws {
    var table = makeTable()
    var client = LiveRangeClient(limit: 12, pageSize: 10)
    while try client.step(&table) != .waits {}
    table.commit(Array(1...10) + Array(1...10))
    table.see()
    for _ in 0..<20 { table.deliver() }
    while try client.step(&table) != .waits {}
    #expect(client.updates == ["rows", "rows"] && client.isCurrent(table))
  }

  @Test("rows that are never one state are given up")
  func hopeless() throws {
    var table = makeTable()
    var client = LiveRangeClient(pageSize: 5)
    let error = #expect(throws: WAMPError.self) {
      for _ in 0..<10_000 {
        _ = try client.step(&table)
        // The publication never learns of it.
        table.commit([])
        client.ring(&table)
      }
    }
    #expect(error?.code == .unavailable)
    #expect(client.updates.isEmpty)
  }

  @Test("a call that fails ends it before there were rows, and is tried again afterwards, but not for ever")
  func failures() throws {
    let error = WAMPError(.noSuchProcedure, "com.example.users.list")
    var query = LiveRange<Int>(StoredKeyRange(), limit: 10)
    #expect(throws: WAMPError.self) { try query.failed(error) }

    var table = makeTable()
    var client = LiveRangeClient(pageSize: 10)
    while try client.step(&table) != .waits {}
    var delay = Duration.zero
    #expect(throws: WAMPError.self) {
      for _ in 0..<100 {
        try client.query.failed(error)
        guard case .wait(let alarm?) = client.query.next() else { throw CancellationError() }
        #expect(alarm.delay > .zero)
        delay += alarm.delay
        try client.query.woken(alarm.id)
        guard case .pull(isFirst: true) = client.query.next() else { throw CancellationError() }
      }
    }
    #expect(delay > .seconds(20) && delay < .seconds(60))
    var other = LiveRangeClient(pageSize: 10)
    while try other.step(&table) != .waits {}
    #expect(throws: WAMPError.self) { try other.query.failed(WAMPError(.notAuthorized, "")) }
  }
}
