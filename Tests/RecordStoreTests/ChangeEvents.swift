import RecordStore
import Testing

extension Optional {
  /// The commit that a stream told, which must be one.
  func commit<Row>() throws -> CommitChanges<Row> where Wrapped == ChangeEvent<Row> {
    guard case .commit(let commit)? = self else {
      Issue.record("told: \(String(describing: self))")
      throw NotTold()
    }
    return commit
  }

  /// What a stream told to be unknown.
  func unknown<Row>() throws -> UnknownChanges where Wrapped == ChangeEvent<Row> {
    guard case .unknown(let unknown)? = self else {
      Issue.record("told: \(String(describing: self))")
      throw NotTold()
    }
    return unknown
  }
}

private struct NotTold: Error {}
