import Foundation
import RecordStore

/// The program that is killed: each mode is what a program of one version does with the file.
@main
struct CrashingProgram {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let count = UInt64(arguments[3]) else {
      throw StoreFailure(
        description: "usage: CrashingProgram fill|read|together|hold|wait|index|migrate|write FILE COUNT")
    }
    let path = arguments[2]
    switch arguments[1] {
    case "fill": try fill(path, count)
    case "read": try read(path)
    case "together": try together(path)
    case "hold": try hold(path)
    case "wait": wait(path, count)
    case "index": _ = try Store(path: path, schema: IndexedSchema.schema)
    case "migrate": _ = try Store(path: path, schema: MovedSchema.schema, migrations: [move])
    case "write": try write(path, count)
    default: throw StoreFailure(description: "unknown mode \(arguments[1])")
    }
    print("done")
  }

  private static func fill(_ path: String, _ count: UInt64) throws {
    let store = try Store(path: path, schema: OldSchema.schema)
    try store.write { txn in
      for id in 0..<count {
        try txn.put(
          OldThing.Draft(id: id, name: "name \(id % 97)", number: Int32(truncatingIfNeeded: id &* 7)),
          in: .things)
      }
    }
  }

  /// An old program opens what the new one left, and writes.
  private static func read(_ path: String) throws {
    let store = try Store(path: path, schema: OldSchema.schema)
    try store.write { txn in
      try txn.put(OldThing.Draft(id: 1 << 40, name: "old", number: -1), in: .things)
      try txn.delete(OldSchema.things, 3)
    }
  }

  /// Reads and writes as an old program that has the file open while a new one changes it.
  private static func together(_ path: String) throws {
    let store = try Store(path: path, schema: OldSchema.schema)
    let reader = try store.makeReader()
    let before = try reader.read { snapshot in try snapshot.count(OldSchema.things) }
    reader.end()
    say("open")
    while !FileManager.default.fileExists(atPath: path + ".go") { usleep(10_000) }
    let count = try reader.read { snapshot in try snapshot.count(OldSchema.things) }
    reader.end()
    guard count == before else { throw StoreFailure(description: "\(before) rows became \(count)") }
    try store.write { txn in
      try txn.put(OldThing.Draft(id: 1 << 40, name: "old", number: -1), in: .things)
      try txn.delete(OldSchema.things, 3)
    }
  }

  /// Writes until it is told to end, for a minute at most.
  private static func hold(_ path: String) throws {
    let store = try Store(path: path, schema: OldSchema.schema)
    try store.write { txn in
      try txn.put(OldThing.Draft(id: 5, name: "held", number: -5), in: .things)
      say("holding")
      for _ in 0..<6000 where !FileManager.default.fileExists(atPath: path + ".go") { usleep(10_000) }
    }
  }

  /// Opens with an index to be built, waits for other writers for some milliseconds at most, and tries again.
  private static func wait(_ path: String, _ milliseconds: UInt64) {
    var options = Store.Options()
    options.waitingAtMost = .milliseconds(Int64(milliseconds))
    options.onProgress = { say("\($0)") }
    for attempt in 1...120 {
      do {
        let store = try Store(path: path, schema: IndexedSchema.schema, options: options)
        return say("opened \(attempt == 1 ? "at once" : "later"), built \(store.opening.builtIndexes.count)")
      } catch {
        say("\(error)")
        usleep(500_000)
      }
    }
  }

  /// Prints a line that is there even if the program is killed now.
  private static func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  private static let move = Migration(1, "ids become codes") { migration in
    try migration.rewrite(.things) { old in
      let id = old["id"]?.value(as: UInt64.self) ?? 0
      return MovedThing.Draft(code: "code \(id)", number: old["number"]?.value(as: Int32.self) ?? 0)
    }
  }

  /// Commits one row after the other, and says after each that it is stored.
  private static func write(_ path: String, _ count: UInt64) throws {
    let store = try Store(path: path, schema: IndexedSchema.schema)
    for step in 0..<count {
      let number = try store.write { txn in
        let id = step % 200
        if step % 5 == 4 {
          // A row put shortly before: a transaction that changes nothing is no commit, and has no number.
          try txn.delete(IndexedSchema.things, (step - 3) % 200)
        } else {
          try txn.put(
            IndexedThing.Draft(
              id: id, name: "name \(step % 13)", number: Int32(truncatingIfNeeded: step),
              team: UInt32(step % 3)),
            in: .things)
        }
        return txn.commitNumber
      }
      print(number)
      // What stays in the buffer of a pipe dies with the program: it would have said nothing.
      fflush(nil)
    }
  }
}

/// What the program was not able to do.
struct StoreFailure: Error, CustomStringConvertible {
  let description: String
}
