/// Finds out whether two drafts of a table are equal: all their fields are.
final class DraftComparison: DraftVisitor {
  private var isEqual = true

  static func areEqual<T: TableDraft>(_ left: T, _ right: T) -> Bool {
    let comparison = DraftComparison()
    comparison.compare(left, right)
    return comparison.isEqual
  }

  override func any<T: Hashable>(_ value: inout T, _ other: inout T) {
    if isEqual { isEqual = value == other }
  }

  override func table<T: TableDraft>(_ value: inout T, _ other: inout T, _ name: String, _ slot: Int) {
    if isEqual { T.visit(&value, &other, self) }
  }

  override func optionalTable<T: TableDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) {
    guard isEqual else { return }
    guard let left = value, let right = other else {
      isEqual = value == nil && other == nil
      return
    }
    compare(left, right)
  }

  override func tables<T: TableDraft>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, required: Bool
  ) {
    if isEqual { compare(contentsOf: value, other) }
  }

  override func optionalTables<T: TableDraft>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int
  ) {
    guard isEqual else { return }
    guard let left = value, let right = other else {
      isEqual = value == nil && other == nil
      return
    }
    compare(contentsOf: left, right)
  }

  /// Compares two drafts by copies of theirs: in place, what holds them would become a copy itself.
  private func compare<T: TableDraft>(_ left: T, _ right: T) {
    var (left, right) = (left, right)
    T.visit(&left, &right, self)
  }

  private func compare<T: TableDraft>(contentsOf left: [T], _ right: [T]) {
    isEqual = left.count == right.count
    for index in left.indices {
      guard isEqual else { return }
      compare(left[index], right[index])
    }
  }
}
