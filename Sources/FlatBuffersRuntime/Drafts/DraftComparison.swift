/// Finds out whether two drafts of a table are equal: all their fields are.
final class DraftComparison: DraftVisitor {
  private var isEqual = true

  static func areEqual<T: TableDraft>(_ left: T, _ right: T) -> Bool {
    let comparison = DraftComparison()
    var (left, right) = (left, right)
    T.visit(&left, &right, comparison)
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
    guard var left = value, var right = other else {
      isEqual = value == nil && other == nil
      return
    }
    T.visit(&left, &right, self)
  }

  override func tables<T: TableDraft>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, required: Bool
  ) {
    guard isEqual, value.count == other.count else {
      isEqual = false
      return
    }
    for index in value.indices where isEqual { T.visit(&value[index], &other[index], self) }
  }

  override func optionalTables<T: TableDraft>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int
  ) {
    guard var left = value, var right = other else {
      if (value == nil) != (other == nil) { isEqual = false }
      return
    }
    tables(&left, &right, name, slot, required: false)
  }
}
