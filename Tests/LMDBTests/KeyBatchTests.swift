import SharedBytes
import Testing

@testable import LMDB

@Suite struct KeyBatchTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test(
    "Keys looked for together have the values that each has alone",
    arguments: [0, 1, 40, 5000], [true, false])
  func together(_ entries: Int, readsPages: Bool) throws {
    var options = Environment.Options.fast
    options.readsPages = readsPages
    let environment = try Environment(path: folder.file(), options: options)
    let database = try environment.databases(["a"])[0]
    try environment.write { txn throws in
      for number in 0..<entries { try txn.put(key(number), value(number), in: database) }
    }
    let wanted = (0..<40).map { key($0 * 131 % max(entries + 20, 1)) } + ["", "x"]
    try environment.read { snapshot throws in
      var keys = KeyBatch()
      for start in stride(from: 0, to: wanted.count, by: 7) {
        let part = wanted[start..<min(start + 7, wanted.count)]
        keys.removeAll()
        for key in part { keys.append(SharedBytes(Array(key.utf8)).bytes) }
        var values = try snapshot.values(database, of: keys)
        for (index, key) in part.enumerated() {
          let alone = try snapshot.value(key, in: database)
          var together: [UInt8]?
          if let value = values.value(at: index) { together = Array(SharedBytes(copying: value)) }
          #expect(together == alone, "\(key)")
        }
      }
    }
  }

  @Test("A batch keeps keys of every length as they are, and takes 32")
  func keeping() {
    var keys = KeyBatch()
    var count = 0
    while !keys.isFull {
      keys.append(SharedBytes(Array(repeating: UInt8(count), count: count)).bytes)
      count += 1
    }
    #expect(count == KeyBatch.limit)
    for index in 0..<count {
      let key = Array(SharedBytes(copying: keys[index]))
      #expect(key == Array(repeating: UInt8(index), count: index))
    }
  }

  private func key(_ number: Int) -> String {
    switch number % 3 {
    case 0: "\(number)"
    case 1: String(repeating: "0", count: 8 - "\(number)".count) + "\(number)"
    default: "a longer key of \(number)"
    }
  }

  private func value(_ number: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 50 == 0 ? 5000 : number % 90)
  }
}
