import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes

extension Store {
  /// Stores the rows that a dump gave out, in place of any with the same primary keys: all of them in one commit, or
  /// none if a line is wrong.
  ///
  /// The tables are those that the store was opened with, so a dump can be loaded into a store of another, later
  /// schema. Unique indexes are checked when all rows are there. Others write again when it is done.
  ///
  /// - Parameters:
  ///   - onProgress: told how many rows were stored; how many there are is not known, and given as 0.
  ///   - next: gives the lines, one after the other; `nil` at the end. Called on another thread while this one waits.
  /// - Returns: how many rows were stored.
  /// - Throws: ``StoreError/Code/invalidRecord`` with the number of the line, counted from 1, and the column of what is
  ///   wrong; what `next` throws; else as a put.
  @discardableResult
  public func load(
    onProgress: (OpeningProgress) -> Void = { _ in }, _ next: () throws -> String?
  ) throws -> Int {
    let tables = Dictionary(reflectedTables.map { ($0.name, $0) }) { first, _ in first }
    let find = { (name: String) throws -> ReflectedTable in try tables[name] ?? self.table(named: name) }
    return try write(alone: true) { transaction in
      var number = 0
      var rows = 0
      while let text = try next() {
        number += 1
        if text.allSatisfy(\.isWhitespace) { continue }
        try transaction.load(text, line: number, find)
        rows += 1
        if rows % 1024 == 0 { onProgress(.working(action: "loading", done: rows, total: 0)) }
      }
      return rows
    }
  }
}

extension WriteTransaction {
  @_lifetime(self: copy self)
  fileprivate mutating func load(
    _ text: String, line number: Int, _ table: (String) throws -> ReflectedTable
  ) throws {
    do {
      let row = try DumpedRow.parse(SourceFile(path: "line \(number)", text: text), table)
      _ = try row.table.verified(row.bytes)
      try checkKey(of: row)
      try put(verified: row.bytes.bytes, row.table.definition)
    } catch let error as Diagnostic {
      let place = "line \(number)" + (error.location.map { ", column \($0.column)" } ?? "")
      throw StoreError(.invalidRecord, "\(place): \(error.message)", cause: error)
    } catch let error as StoreError {
      throw StoreError(
        error.code, "line \(number): \(error.message)", table: error.table, index: error.index,
        key: error.key,
        findings: error.findings, violation: error.violation, cause: error.cause)
    }
  }

  /// A line that was changed may say one key and have the record of another: which one is meant can't be told.
  private func checkKey(of row: DumpedRow.Content) throws(StoreError) {
    guard let key = row.key else { return }
    var encoder = KeyEncoder()
    // Verified before.
    row.table.definition.encodeKey(unsafe TableView(unverifiedRoot: row.bytes.bytes), &encoder)
    let found = row.table.key.text(of: encoder.bytes)
    guard found != key else { return }
    throw StoreError(
      .key, "the line is of key \(key), and its record has the key \(found)", table: row.table.name)
  }
}
