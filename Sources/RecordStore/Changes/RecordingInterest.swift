/// What somebody wants to be told of the rows that writes touch.
struct RecordingInterest: Equatable, Sendable {
  enum Rows: Equatable, Sendable {
    case none
    case of(Set<String>)
    case all

    func contains(_ table: String) -> Bool {
      switch self {
      case .none: false
      case .of(let names): names.contains(table)
      case .all: true
      }
    }

    mutating func add(_ tables: Set<String>?) {
      switch (self, tables) {
      case (.all, _), (_, nil): self = .all
      case (.none, .some(let names)): self = .of(names)
      case (.of(let known), .some(let names)): self = .of(known.union(names))
      }
    }
  }

  /// The tables of which rows are wanted.
  var rows = Rows.none
  /// How many bytes of rows are of use to anybody.
  var byteLimit = 0
  /// Whether it is of interest which tables were touched.
  var tables = false

  var isNone: Bool { !tables && rows == .none }
}
