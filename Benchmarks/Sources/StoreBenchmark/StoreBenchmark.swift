import Foundation
import RecordStore

/// The rows of `run-store`, as any user of the package would write them.
@main
enum StoreBenchmark {
  static let usage = """
    usage: StoreBenchmark make FILE          makes the database that is read
           StoreBenchmark WORK FILE COUNT    does COUNT operations; prints nanoseconds per operation and a checksum;
                                             put, append and group make the file anew
    """

  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.count == 2, arguments[0] == "make" { return try make(at: arguments[1]) }
    if arguments.count == 3, let work = WritingWork(rawValue: arguments[0]), let count = UInt64(arguments[2])
    {
      let time = try await work.run(at: arguments[1], count)
      print(count == 0 ? 0 : time / .nanoseconds(1) / Double(count), count)
      return
    }
    guard arguments.count == 3, let work = Work(rawValue: arguments[0]), let count = UInt64(arguments[2])
    else {
      print(usage)
      exit(2)
    }
    let store = try Store(path: arguments[1], schema: ItemsSchema.schema, options: .readOnly)
    let clock = ContinuousClock()
    var sum: UInt64 = 0
    let time = try clock.measure { sum = try work.run(store, count) }
    print(count == 0 ? 0 : time / .nanoseconds(1) / Double(count), sum)
  }

  private static func make(at path: String) throws {
    var options = Store.Options()
    options.durability = .fileMayBeLost
    let store = try Store(path: path, schema: ItemsSchema.schema, options: options)
    let name = String(repeating: "n", count: 59)
    for start in stride(from: 0, to: Work.recordCount, by: 100_000) {
      try store.write { transaction in
        for id in start..<start + 100_000 {
          try transaction.put(.init(id: id, amount: mix(id), name: name), in: .items)
        }
      }
    }
  }
}
