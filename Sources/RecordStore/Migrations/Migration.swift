/// A step that brings the records of a store to a new version of the schema.
///
///     let migrations = [
///       Migration(1, "names are split") { migration in
///         try migration.rewrite(.people) { old in
///           guard let name = old["name"]?.text else { return nil }
///           return Person.Draft(id: …, first: …, last: …)
///         }
///       }
///     ]
///     let store = try Store(path: path, schema: PeopleSchema.schema, migrations: migrations)
///
/// Steps run once for each file, in the order of their numbers, all in the transaction that opens the store: either
/// all of them, with the indexes that are to be built, or nothing. A new file counts as migrated.
public struct Migration: Sendable {
  /// The number, from 1. Later steps have larger ones.
  public let number: Int
  /// What the step does, in a few words; kept in the file.
  public let name: String
  let body: @Sendable (inout MigrationContext) throws -> Void

  /// - Parameters:
  ///   - number: the number, from 1.
  ///   - name: what the step does, in a few words.
  ///   - body: the step. What it throws fails the opening, and the file stays as it was.
  public init(
    _ number: Int, _ name: String, _ body: @escaping @Sendable (inout MigrationContext) throws -> Void
  ) {
    self.number = number
    self.name = name
    self.body = body
  }

  /// The migrations in the order of their numbers.
  static func sorted(_ migrations: [Migration]) throws(StoreError) -> [Migration] {
    let sorted = migrations.sorted { $0.number < $1.number }
    for (position, migration) in sorted.enumerated() {
      guard migration.number > 0, migration.number <= Int(UInt32.max) else {
        throw StoreError(
          .migration,
          "the migration '\(migration.name)' has the number \(migration.number), expected one from 1 on")
      }
      if position > 0, sorted[position - 1].number == migration.number {
        throw StoreError(
          .migration,
          "the migrations '\(sorted[position - 1].name)' and '\(migration.name)' both have the number "
            + "\(migration.number)")
      }
    }
    return sorted
  }
}

extension Migration {
  /// The migrations that a file did not see yet.
  ///
  /// - Parameter tables: those that the program names.
  /// - Throws: ``StoreError/Code/downgrade`` if one of them was migrated further than the program knows of.
  static func pending(
    _ migrations: [Migration], _ contents: FileContents, tables: Set<String>, _ path: String
  ) throws(StoreError) -> [Migration] {
    if contents.isEmpty { return [] }
    try contents.catalog?.checkMigrations(knownUpTo: migrations.last?.number ?? 0, tables: tables, path)
    let last = Int(contents.catalog?.lastMigration ?? 0)
    return migrations.filter { $0.number > last }
  }
}

extension CatalogRecord.Draft {
  /// - Parameters:
  ///   - known: the number of the last migration that a program knows.
  ///   - tables: those that it names.
  /// - Throws: ``StoreError/Code/downgrade`` if one of them was migrated further.
  func checkMigrations(knownUpTo known: Int, tables: Set<String>, _ path: String) throws(StoreError) {
    for done in migrations ?? [] where Int(done.number) > known {
      guard let table = done.tables?.first(where: { tables.contains($0) }) else { continue }
      throw StoreError(
        .downgrade,
        "\(path): table \(table) was migrated by number \(done.number) ('\(done.name)') of a newer program; this one "
          + (known == 0 ? "knows no migrations" : "knows migrations up to \(known)")
          + ". Use the newer program, or a copy of the file from before", table: table)
    }
  }

  /// Notes a migration that ran.
  mutating func note(_ migration: Migration, commit: UInt64, tables: Set<String>) {
    let note = CatalogMigration.Draft(
      number: UInt32(migration.number), name: migration.name, commit: commit, tables: tables.sorted())
    migrations = (migrations ?? []) + [note]
  }
}
