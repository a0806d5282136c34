import LMDB
import SharedBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Uses a file that may be damaged, in all ways there are. It has to end by itself: with status 0 if it found an error
/// or the right rows, with 1 if rows are wrong though the file was verified.
@main
enum DamagedFileProgram {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    do {
      switch (arguments.first, arguments.count) {
      case ("make", 3): try Rows.make(at: arguments[2], compacted: arguments[3] == "compacted")
      case ("read", 3): try read(arguments[2], damagedBytes: Int(arguments[3]) ?? 0)
      case ("write", 2): try write(arguments[2])
      default: fatalError("usage: make FILE compacted|plain, read FILE DAMAGED-BYTES, write FILE")
      }
    } catch let error as WrongRows {
      print("wrong rows: \(error)")
      exit(1)
    } catch {
      print("error: \(error)")
    }
  }

  /// Everything that reads, then a look at all pages; if that finds no fault, rows have to be right.
  private static func read(_ path: String, damagedBytes: Int) throws {
    var options = Environment.Options()
    options.access = .readOnly
    let environment = try Environment(path: path, options: options)
    let databases = try environment.databases(Rows.names, create: false)
    var errors = 0
    func attempt(_ body: () throws -> Void) {
      do { try body() } catch { errors += 1 }
    }
    try environment.read { snapshot throws in
      for database in databases {
        attempt { try Rows.scan(snapshot, database) }
        attempt { try Rows.scanBackwards(snapshot, database) }
        attempt { _ = try snapshot.count(database) }
        for number in stride(from: 0, to: Rows.count, by: 7) {
          attempt { try Rows.get(number, snapshot, database) }
          if number % 49 == 0 { attempt { try Rows.range(from: number, snapshot, database) } }
        }
      }
      attempt { _ = try snapshot.databaseNames() }
    }
    let report = try environment.verifyPages()
    print("\(errors) errors, \(report.faultCount) faults")
    guard report.isSound else { return }
    if errors > 0 { throw WrongRows(description: "\(errors) errors though no page is damaged") }
    let differences = try environment.read { snapshot throws in try Rows.differences(snapshot, databases) }
    // What is damaged within a key or a value nobody can see: LMDB keeps no sums.
    guard differences <= damagedBytes else {
      throw WrongRows(description: "\(differences) bytes differ, \(damagedBytes) were damaged")
    }
  }

  /// Puts and deletes all over the file, in transactions of some changes.
  private static func write(_ path: String) throws {
    var options = Environment.Options()
    options.access = .existing
    options.durability = .fileMayBeLost
    let environment = try Environment(path: path, options: options)
    let databases = try environment.databases(Rows.names, create: false)
    var errors = 0
    for start in stride(from: 0, to: Rows.count, by: 50) {
      do {
        try environment.write { txn throws in
          for number in stride(from: start, to: start + 50, by: 3) {
            for database in databases {
              let key = Rows.key(number, of: database == databases[0] ? 0 : 1)
              if number % 2 == 0 {
                _ = try txn.delete(key.bytes, in: database)
              } else {
                try txn.put(key.bytes, SharedBytes(Rows.value(number + 1)).bytes, in: database)
              }
            }
          }
        }
      } catch {
        errors += 1
      }
    }
    print("\(errors) errors")
  }
}

/// Rows that are not what was stored.
struct WrongRows: Error, CustomStringConvertible {
  let description: String
}
