import LMDB
import SharedBytes
import Testing

/// A write transaction keeps its place between two puts in one database.
@Suite struct WriteCursorTests {
  private struct Undone: Error {}

  private let folder: TestFolder
  private let environment: Environment
  private let databases: [Database]

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file(), options: .fast)
    databases = try environment.databases(["a", "b"])
  }

  /// What the databases should hold.
  private struct Model {
    var values: [[UInt64: UInt64]] = [[:], [:]]
    var state: UInt64

    mutating func random(_ limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % limit
    }
  }

  private static func key(_ number: UInt64) -> SharedBytes {
    SharedBytes((0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) })
  }

  private func put(
    _ key: UInt64, in place: Int, isLast: Bool, _ model: inout Model, _ txn: inout WriteTransaction
  ) throws {
    let number = model.random(1 << 30)
    let key = (key, Self.key(key))
    let value = SharedBytes(Array(Self.key(number)) + [UInt8](repeating: 7, count: Int(number % 200)))
    if isLast {
      var room = try txn.reserve(key.1.bytes, size: value.count, in: databases[place], isLast: true)
      for (offset, byte) in Array(value).enumerated() {
        room.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
      }
    } else {
      try txn.put(key.1.bytes, value.bytes, in: databases[place])
    }
    model.values[place][key.0] = number
  }

  private func change(_ model: inout Model, _ txn: inout WriteTransaction) throws {
    let place = Int(model.random(2))
    let start = model.random(5000)
    switch model.random(10) {
    case 0..<3: for key in start..<start + 20 { try put(key, in: place, isLast: false, &model, &txn) }
    case 3..<5: for _ in 0..<5 { try put(model.random(5000), in: place, isLast: false, &model, &txn) }
    case 5..<8:
      let end = (model.values[place].keys.max() ?? 0) + 1
      for key in end..<end + 20 { try put(key, in: place, isLast: true, &model, &txn) }
    case 8:
      for key in start..<start + 100 {
        let expected = model.values[place].removeValue(forKey: key) != nil
        let found = try txn.delete(Self.key(key).bytes, in: databases[place])
        #expect(found == expected)
      }
    default:
      guard model.random(20) == 0 else { return }
      try txn.drop(databases[place], delete: false)
      model.values[place] = [:]
    }
  }

  @Test(
    "values put, appended and deleted in turns are all there, also around nested transactions",
    arguments: 1...6)
  func turns(seed: UInt64) throws {
    var model = Model(state: seed)
    for _ in 0..<4 {
      try environment.write { txn in
        for round in 0..<150 {
          try change(&model, &txn)
          guard round % 10 == 0 else { continue }
          let before = model.values
          let isUndone = model.random(2) == 0
          do {
            try txn.nested { child in
              for _ in 0..<5 { try change(&model, &child) }
              if isUndone { throw Undone() }
            }
          } catch is Undone {
            model.values = before
          }
        }
      }
      try environment.read { snapshot throws in
        for (values, database) in zip(model.values, databases) {
          #expect(try snapshot.count(database) == values.count)
          for (key, number) in values {
            guard let bytes = try snapshot.get(database, Self.key(key).bytes) else { throw Undone() }
            let stored = SharedBytes(copying: bytes)
            #expect(stored.count == 8 + Int(number % 200))
            #expect(Array(Array(stored).prefix(8)) == Array(Self.key(number)))
          }
        }
      }
    }
    #expect(try environment.verifyPages().isSound)
  }
}
