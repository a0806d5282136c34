import Flatwire
import Foundation

/// The programs that are killed: the one that has the tables and changes them, and the one that follows it.
@main
struct ReplicaProgram {
  static let source = "com.example.replica"

  struct Failure: Error, CustomStringConvertible { let description: String }

  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else {
      throw Failure(description: "usage: ReplicaProgram serve|follow|settle FILE SOCKET")
    }
    let (file, socket) = (arguments[2], arguments[3])
    switch arguments[1] {
    case "serve": try await serve(file, socket)
    case "follow": try await follow(file, socket)
    case "settle": try await settle(file, socket)
    default: throw Failure(description: "unknown mode \(arguments[1])")
    }
  }

  /// Prints a line that is there even if the program is killed now.
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  private static func open(_ file: String) throws -> Store {
    var options = Store.Options()
    // Small enough that replicas that were away for long pull all anew.
    var log = ChangeLogOptions()
    log.maxChanges = 3000
    options.changeLog = .on(log)
    // Programs are killed, machines are not.
    options.durability = .fileMayBeLost
    return try Store(path: file, schema: LedgerSchema.schema, options: options)
  }

  private static func router(_ store: Store, _ socket: String) async throws -> Router {
    let router = try await Router.start([.webSocket(.unix(path: socket))], realms: ["realm1"])
    try await router.serveReplicas(of: store, tables: [.table(.accounts), .table(.totals)], as: source)
    return router
  }

  // MARK: - The source

  /// Serves the tables and changes them until it is killed.
  private static func serve(_ file: String, _ socket: String) async throws {
    let store = try open(file)
    let router = try await router(store, socket)
    defer { withExtendedLifetime(router) {} }
    say("serving")
    while true {
      let number = try await store.write { txn in
        for _ in 0..<Int.random(in: 1...20) { try change(&txn) }
        return txn.commitNumber
      }
      if number % 100 == 0 { say("commit \(number)") }
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  /// Changes an account, and the total with it. Mail addresses change their owners often.
  private static func change(_ txn: inout WriteTransaction) throws {
    let id = UInt64.random(in: 0..<2000)
    var total = try txn.get(.totals, 1)?.draft ?? Total.Draft(id: 1)
    if let old = try txn.get(.accounts, id)?.draft {
      total.sum -= old.balance
      total.count -= 1
      try txn.delete(.accounts, id)
    }
    if Int.random(in: 0..<4) > 0 {
      let balance = Int64.random(in: 0..<1000)
      let wanted = "m\(Int.random(in: 0..<3000))"
      let mail = try txn.snapshot.count(by: .accountsByMail, .only(wanted)) == 0 ? wanted : nil
      let owner = String(repeating: "x", count: Int.random(in: 0..<300)) + "\(id % 50)"
      try txn.put(Account.Draft(id: id, owner: owner, balance: balance, mail: mail), in: .accounts)
      total.sum += balance
      total.count += 1
    }
    try txn.put(total, in: .totals)
  }

  // MARK: - The replica

  private static func session(_ socket: String) async throws -> WAMPSession {
    let reconnection = Reconnection(firstDelay: .milliseconds(10), maxDelay: .milliseconds(50))
    while true {
      do {
        return try await WAMPSession.connect(
          to: "ws+unix://\(socket)", realm: "realm1", reconnection: reconnection)
      } catch is TransportError {
        try await Task.sleep(for: .milliseconds(10))
      } catch is WAMPError {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
  }

  /// Follows until it is killed, and looks all the time whether what it shows is the state of one commit.
  private static func follow(_ file: String, _ socket: String) async throws {
    let store = try open(file)
    // Before there is a session, too: what was whole is.
    _ = try look(at: store)
    let looking = Thread {
      var (looks, count) = (0, 0)
      while true {
        do {
          guard try look(at: store) else { continue }
          looks += 1
          if looks.isMultiple(of: 20) {
            count += 20
            say("looked \(count)")
          }
        } catch {
          say("BROKEN \(error)")
          exit(1)
        }
      }
    }
    looking.start()
    let session = try await session(socket)
    let replica = try await Replica(
      of: session, at: source, tables: [.table(.accounts), .table(.totals)], in: store)
    for await status in replica.statuses { say("\(status.phase) \(status.commit)") }
    say("BROKEN \(String(describing: replica.status.failure))")
  }

  /// - Returns: false if the tables can't be read.
  private static func look(at store: Store) throws -> Bool {
    do {
      return try store.read { snapshot in
        var (sum, count) = (Int64(0), UInt64(0))
        var rows = try snapshot.rows(.accounts)
        while let row = try rows.nextRow() {
          sum += row.record.balance
          count += 1
        }
        let total = try snapshot.get(.totals, 1)?.draft ?? Total.Draft(id: 1)
        let indexed = try snapshot.count(by: .accountsByOwner)
        guard total.sum == sum, total.count == count, indexed == Int(count) else {
          throw Failure(
            description: "found \(sum) in \(count) accounts, \(indexed) indexed; expected \(total)")
        }
        return true
      }
    } catch let error as StoreError where error.code == .replicaIncomplete {
      return false
    }
  }

  // MARK: - Both

  /// Serves the file without changing it, and has its replica, in the file's name with `.replica` behind it, get all.
  private static func settle(_ file: String, _ socket: String) async throws {
    let store = try open(file)
    let router = try await router(store, socket)
    let replicas = try open(file + ".replica")
    let session = try await session(socket)
    let replica = try await Replica(
      of: session, at: source, tables: [.table(.accounts), .table(.totals)], in: replicas)
    let last = try store.read { try $0.commitNumber }
    try await replica.reached(last)
    guard try look(at: replicas) else { throw Failure(description: "the replica can't be read") }
    for report in [try store.verify(), try replicas.verify()] {
      guard report.faults.isEmpty else { throw Failure(description: "\(report.faults)") }
    }
    await replica.close()
    await session.close()
    await router.stop()
    store.close()
    replicas.close()
    say("settled at \(last)")
  }
}
