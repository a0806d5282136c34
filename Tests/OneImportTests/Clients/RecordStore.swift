import RecordStore

func use(_ path: String) async throws {
  let migrations = [
    Migration(1, "teams start at 100") { migration in
      try migration.rewrite(.users) { old in
        User.Draft(
          id: old["id"]?.value(as: UInt64.self) ?? 0, name: old["name"]?.text ?? "",
          team: 100 + (old["team"]?.value(as: UInt64.self) ?? 0))
      }
    }
  ]
  var options = Store.Options()
  options.accepting = [.init(.renamed, of: "test.stored.User.nick")]
  let store = try Store(
    path: path, schema: StoredSchema.schema, migrations: migrations, options: options)
  try await store.write { txn in
    try txn.put(.init(id: 7, name: "Ann", team: 1), in: .users)
  }
  let names = try store.read { txn in
    var names: [String] = []
    try txn.rows(by: .usersByTeam, 1...).forEach { names.append($0.name.description) }
    if let user = try txn.get(.users, 7), user.name == "Ann" { names.append(user.draft.name) }
    return names
  }
  let pinned: RecordBuffer<User>? = try store.pin(.users, 7)
  print(names, pinned?.bytes.count ?? 0, pinned?.record.name.description ?? "", store.opening.unclaimedTables)
}

func explain(_ error: StoreError) -> String {
  let findings: [EvolutionFinding] = error.findings
  let database: LMDBError? = error.database
  if database?.code == .noSpace { return database?.remedy ?? "" }
  return findings.first { $0.change == .fieldMoved }?.message ?? error.message
}

func look(into path: String) throws -> Int {
  let inspection = try Store.inspect(path: path)
  var count = 0
  try inspection.forEachRow(of: "users") { _, record in
    let table: DynamicTable = record
    if case .string? = table["name"] { count += 1 }
  }
  let schema: Schema? = inspection.table(named: "users")?.schema
  return count + (schema?.objects.count ?? 0)
}

func operate(on path: String) throws -> [String] {
  let store = try Store(path: path)
  let users: ReflectedTable = try store.table(named: "users")
  try store.write { txn in try txn.put(json: "{ id: 8, name: \"Bob\" }", in: users) }
  let name = try store.read { txn in try txn.get(users, "8")?["name"]?.text }
  let copy = try StoreSchema(users.schema)
  let statistics: StoreStatistics = try store.statistics()
  let report: VerificationReport = try store.verify { _ in }
  try store.copy(to: path + ".copy", compacting: true)
  store.close()
  try Store.alter(path: path) { tables in try tables.rename("users", to: "people") }
  var lines: [String] = []
  let dump = try Store.inspect(path: path, immutable: true).dump { lines.append($0) }
  var rest = lines[...]
  let loaded = try Store.temporary(schema: copy).load { rest.popFirst() }
  return lines + report.faults.map { "\($0)" } + ["\(statistics.pages) \(dump.rows) \(loaded) \(name ?? "")"]
}
