import Foundation
import RecordStore

/// What is killed or loses power, and what looks at the file afterwards. What it is to hold is found by repeating the
/// same steps elsewhere.
extension StoreTrials {
  /// Added to the number of a step where a trace of what is done to the file is to show that it is stored.
  static let markBase = 1 << 40

  /// Writes, and says after each write that it is stored: in a line, and by a seek in the file that a trace of it shows.
  ///
  /// - Parameters:
  ///   - done: how many steps the file has already.
  ///   - steps: how many it is to have.
  static func write(
    _ path: String, seed: UInt64, from done: Int, to steps: Int, _ durability: Store.Options.Durability
  ) throws {
    let folder = try TrialFolder()
    var before = Trial(try Trial.open(folder.file("before.db"), .fileMayBeLost), seed: seed)
    for _ in 0..<done { try before.write() }
    var trial = Trial(try Trial.open(path, durability), seed: seed, model: before.model, steps: done)
    // Sound because the text stays while the call runs.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Difference("\(path) can't be opened: \(errno)") }
    try say("\(done)", descriptor, done)
    while trial.steps < steps {
      try trial.write()
      try say("\(trial.steps)", descriptor, trial.steps)
    }
  }

  private static func say(_ line: String, _ descriptor: Int32, _ step: Int) throws {
    guard lseek(descriptor, off_t(markBase + step), SEEK_SET) >= 0 else {
      throw Difference("no seek: \(errno)")
    }
    print(line)
    // What stays in the buffer of a pipe dies with the program: it would have said nothing.
    fflush(nil)
  }

  /// Compares a file with what the steps make that were said to be stored; the one after them may be stored, too.
  ///
  /// - Parameter said: the last step that was said to be stored; `nil` if the file itself may not have been made.
  /// - Throws: if the file is damaged, a record or an index entry is wrong, the log does not make the rows, or a write
  ///   is gone that may not be.
  static func check(
    _ path: String, seed: UInt64, said: Int?, _ durability: Store.Options.Durability
  ) async throws {
    var isTrusted = true
    if case .fileMayBeLost = durability { isTrusted = use(path) }
    let report = try Store.verify(path: path)
    guard report.isSound else {
      let faults = report.faults.map(\.description).joined(separator: "; ")
      if isTrusted { throw Unforgivable("the file is trusted, and verifying finds \(faults)") }
      throw Difference("verifying finds \(faults)")
    }
    let store = try Trial.open(path, .full)
    let number = try store.read { snapshot in try snapshot.commitNumber }

    let folder = try TrialFolder()
    var repeated = Trial(try Trial.open(folder.file("repeated.db"), .fileMayBeLost), seed: seed)
    let first = try repeated.commitNumber
    if case .full = durability, let said {
      for _ in 0..<said { try repeated.write() }
    }
    while try repeated.commitNumber < number, repeated.steps <= said ?? 0 { try repeated.write() }
    try Difference.check("after \(repeated.steps) steps, the last commit", number, repeated.commitNumber)

    var resumed = Trial(store, seed: seed, model: repeated.model, steps: repeated.steps)
    try resumed.checkRows()
    var followed = FollowedRows(from: first)
    var changes = try store.changes(since: first).makeAsyncIterator()
    try await followed.follow(&changes, through: resumed.putMark())
    try followed.check(resumed.model)
    for _ in 0..<3 { try resumed.write() }
    try resumed.checkRows()
    try resumed.verify()
    print("step \(repeated.steps)")
  }

  /// Uses a file that may be damaged in all ways: each has to end, if only with an error.
  ///
  /// - Returns: whether the store takes the file for whole.
  private static func use(_ path: String) -> Bool {
    var isTrusted = false
    func attempt(_ what: String, _ body: () throws -> Void) {
      do { try body() } catch { print("\(what): \(error)") }
    }
    attempt("opening") {
      var options = Store.Options()
      options.access = .readOnly
      // The machine was started again: what was put verified may have been damaged since.
      options.session = BootSession(.max)
      let store = try Store(path: path, schema: TrialsSchema.schema, options: options)
      try store.read { snapshot in
        // A file that is not trusted has no indexes.
        attempt("trust") {
          _ = try snapshot.count(by: .itemsByCode)
          isTrusted = true
        }
        attempt("items") { try snapshot.rows(.items).forEach { _ = $0.draft } }
        attempt("stops") { try snapshot.rows(.stops, order: .descending).forEach { _ = $0.draft } }
        attempt("codes") { try snapshot.rows(by: .itemsByCode).forEach { _ = $0.draft } }
        attempt("shelves") { try snapshot.rows(by: .itemsByShelf).forEach { _ = $0.draft } }
        attempt("tags") { try snapshot.rows(by: .itemsByTag, order: .descending).forEach { _ = $0.draft } }
        for id in UInt64(0)..<400 { attempt("item \(id)") { _ = try snapshot.get(.items, id)?.draft } }
      }
      store.close()
    }
    return isTrusted
  }
}
