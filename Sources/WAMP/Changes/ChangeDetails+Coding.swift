extension ChangeDetails {
  /// The detail of EVENT: a map.
  static let detail = "x_flatwire_change"

  fileprivate enum Key {
    static let sequence = "sequence"
    static let operation = "operation"
    static let commit = "commit"
    static let key = "key"
    static let keyText = "key_text"
    static let isLast = "last"
    static let since = "since"
    static let through = "through"
    static let reason = "reason"
  }

  private enum Operation: String {
    case put, delete, unknown
  }

  /// The details of the event.
  package var options: Options { [ChangeDetails.detail: .map(entries)] }

  /// The payload of an event that has no record: the same as keyword arguments, because many clients hide details that
  /// they don't know.
  package var payload: Payload { Payload(arguments: [], keywords: entries) }

  private var entries: [String: Value] {
    var entries: [String: Value]
    switch change {
    case .put(let row): entries = ChangeDetails.entries(.put, row)
    case .delete(let row): entries = ChangeDetails.entries(.delete, row)
    case .unknown(let unknown):
      entries = [
        Key.operation: .string(Operation.unknown.rawValue), Key.since: Value(unknown.since),
        Key.through: Value(unknown.through), Key.reason: .string(unknown.reason),
      ]
    }
    entries[Key.sequence] = Value(sequence)
    return entries
  }

  private static func entries(_ operation: Operation, _ row: Row) -> [String: Value] {
    [
      Key.operation: .string(operation.rawValue), Key.commit: Value(row.commit), Key.key: .bytes(row.key),
      Key.keyText: .string(row.keyText), Key.isLast: .bool(row.isLastOfCommit),
    ]
  }

  /// What the details of an event say; `nil` if they speak of no change, or of one that can't be understood.
  public init?(_ details: Options) {
    guard let entries = details[ChangeDetails.detail]?.mapValue,
      let sequence = entries[Key.sequence]?.unsignedValue,
      let operation = entries[Key.operation]?.stringValue.flatMap(Operation.init(rawValue:))
    else { return nil }
    switch operation {
    case .put:
      guard let row = Row(entries) else { return nil }
      self.init(sequence: sequence, .put(row))
    case .delete:
      guard let row = Row(entries) else { return nil }
      self.init(sequence: sequence, .delete(row))
    case .unknown:
      guard let unknown = Unknown(entries) else { return nil }
      self.init(sequence: sequence, .unknown(unknown))
    }
  }
}

extension ChangeDetails.Row {
  fileprivate init?(_ entries: [String: Value]) {
    guard let commit = entries[ChangeDetails.Key.commit]?.unsignedValue,
      let key = entries[ChangeDetails.Key.key]?.bytesValue,
      let keyText = entries[ChangeDetails.Key.keyText]?.stringValue
    else { return nil }
    self.init(
      commit: commit, key: key, keyText: keyText,
      isLastOfCommit: entries[ChangeDetails.Key.isLast]?.boolValue ?? false)
  }
}

extension ChangeDetails.Unknown {
  fileprivate init?(_ entries: [String: Value]) {
    guard let since = entries[ChangeDetails.Key.since]?.unsignedValue,
      let through = entries[ChangeDetails.Key.through]?.unsignedValue
    else { return nil }
    self.init(since: since, through: through, reason: entries[ChangeDetails.Key.reason]?.stringValue ?? "")
  }
}
