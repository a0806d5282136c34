import LMDB

/// The sample of `Environment`, word for word.
func sample() throws -> Int? {
  let environment = try Environment(path: "app.db")
  let users = try environment.databases(["users"])[0]
  let (key, value) = (Array("ann".utf8), Array("Ann".utf8))
  try environment.write { txn in
    try txn.put(key.span.bytes, value.span.bytes, in: users)
  }
  let size = try environment.read { snapshot in
    try snapshot.get(users, key.span.bytes)?.byteCount
  }
  return size
}

func open(_ path: String) throws -> Environment {
  var options = Environment.Options()
  options.access = .existing
  options.durability = .recentWritesMayBeLost
  options.maxDatabases = 4
  return try Environment(path: path, options: options)
}

func explain(_ error: LMDBError) -> String {
  error.code == .noSpace ? error.remedy ?? "" : error.message
}

func change(_ environment: Environment, _ key: [UInt8]) throws -> UInt64 {
  try environment.write { txn in
    guard key.count <= Environment.Limits.keyLength, let logs = try txn.open("logs", create: true) else {
      return 0
    }
    var place = try txn.reserve(key.span.bytes, size: 8, in: logs)
    place.storeBytes(of: 1, as: UInt64.self)
    try? txn.nested { part in
      _ = try part.delete(key.span.bytes, in: logs)
      throw CancellationError()
    }
    let count = try txn.snapshot.count(logs)
    if count > 1000 { try txn.drop(logs, delete: false) }
    return txn.transactionID
  }
}

func walk(_ environment: Environment, from key: [UInt8]) throws -> Int {
  var transaction: ReadTransaction = try environment.beginRead()
  transaction.reset()
  try transaction.renew()
  let snapshot = transaction.snapshot
  var cursor = try snapshot.cursor(Database.main)
  var size = 0
  if let entry = try cursor.seek(key.span.bytes) { size += entry.key.byteCount }
  while let entry = try cursor.next() { size += entry.value.byteCount }
  return size
}

func operate(_ environment: Environment, copy: String) throws -> String {
  let report: PageReport = try environment.verifyPages()
  guard report.isSound else { return report.faults.map { "\($0)" }.joined(separator: "\n") }
  try environment.copy(to: copy, compacting: true)
  try environment.synchronize()
  let (file, slots) = (try environment.statistics(), try environment.readerSlots())
  let trees = try environment.read { snapshot throws in
    (try snapshot.statistics(of: .main).pages, try snapshot.freePageCount())
  }
  environment.close()
  return "\(trees) of \(file.lastPage + 1) pages, \(slots.count) readers, \(environment.path)"
}
