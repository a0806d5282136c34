import Dispatch
import Foundation
import LMDB
import Testing

@Suite struct ClosingTests {
  private let folder: TestFolder
  private let environment: Environment
  private let database: Database

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file(), options: .fast)
    database = try environment.databases(["a"])[0]
    try environment.write { [database] txn throws in try txn.put("key", [1], in: database) }
  }

  private func isClosed() -> Bool {
    (try? Environment(path: folder.file(), options: .fast)) != nil
  }

  @Test func `a closed file can be opened again while the old environment lives`() throws {
    #expect(!isClosed())
    environment.close()
    environment.close()
    let again = try Environment(path: folder.file(), options: .fast)
    let database = try again.databases(["a"])[0]
    #expect(try again.read { snapshot throws in try snapshot.value("key", in: database) } == [1])
  }

  @Test func `everything is refused after closing, with an error that names the file`() {
    environment.close()
    let errors = [
      lmdbError { try environment.read { _ in } },
      lmdbError { _ = try environment.beginRead() },
      lmdbError { try environment.write { _ in } },
      lmdbError { _ = try environment.databases(["a"]) },
      lmdbError { try environment.freeStaleReaders() },
      lmdbError { try environment.copy(to: folder.file("copy.db")) },
    ]
    for error in errors {
      #expect(error?.code == .closed)
      #expect(error?.message.contains(folder.file()) == true)
    }
  }

  @Test func `an open snapshot stays readable and keeps the file open until it ends`() throws {
    var transaction = try environment.beginRead()
    environment.close()
    #expect(try transaction.snapshot.value("key", in: database) == [1])
    #expect(!isClosed())
    transaction.reset()
    #expect(isClosed())
    #expect(lmdbError { try transaction.renew() }?.code == .closed)
  }

  @Test func `readers that were reset do not keep the file open`() throws {
    var transactions = [ReadTransactionBox]()
    for _ in 0..<50 { transactions.append(ReadTransactionBox(try environment.beginRead())) }
    for box in transactions { box.transaction.reset() }
    environment.close()
    #expect(isClosed())
  }

  @Test func `closing inside a read or a write waits for its end`() throws {
    let value = try environment.read { snapshot throws in
      environment.close()
      #expect(!isClosed())
      return try snapshot.value("key", in: database)
    }
    #expect(value == [1])
    let again = try Environment(path: folder.file(), options: .fast)
    let opened = try again.databases(["a"])[0]
    try again.write { txn throws in
      again.close()
      #expect(!isClosed())
      try txn.put("key", [2], in: opened)
    }
    let third = try Environment(path: folder.file(), options: .fast)
    let last = try third.databases(["a"])[0]
    #expect(try third.read { snapshot throws in try snapshot.value("key", in: last) } == [2])
  }

  @Test func `closing while many threads read ends each of them with a value or the error`() throws {
    for _ in 0..<20 {
      let folder = try TestFolder()
      let environment = try Environment(path: folder.file(), options: .fast)
      let database = try environment.databases(["a"])[0]
      try environment.write { txn throws in try txn.put("key", [1], in: database) }
      let closer = Thread {
        usleep(5000)
        environment.close()
      }
      closer.start()
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        while true {
          do {
            let value = try environment.read { snapshot throws in try snapshot.value("key", in: database) }
            if value != [1] { Issue.record("another value was read") }
          } catch {
            #expect((error as? LMDBError)?.code == .closed)
            return
          }
        }
      }
      // The last read has ended, so the file is closed.
      _ = try Environment(path: folder.file(), options: .fast)
    }
  }
}

private final class ReadTransactionBox {
  var transaction: ReadTransaction
  init(_ transaction: consuming ReadTransaction) { self.transaction = transaction }
}
