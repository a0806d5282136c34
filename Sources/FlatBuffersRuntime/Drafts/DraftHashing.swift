/// Feeds the fields of a draft to a hasher.
final class DraftHashing: DraftVisitor {
  private var hasher: Hasher

  private init(_ hasher: Hasher) { self.hasher = hasher }

  static func hash<T: TableDraft>(_ draft: T, into hasher: inout Hasher) {
    let hashing = DraftHashing(hasher)
    hashing.combine(draft)
    hasher = hashing.hasher
  }

  private func combine<T: TableDraft>(_ draft: T) {
    // What the draft is beside does not matter here.
    var (draft, other) = (draft, draft)
    T.visit(&draft, &other, self)
  }

  private func combine<T: TableDraft>(contentsOf drafts: [T]) {
    hasher.combine(drafts.count)
    for draft in drafts { combine(draft) }
  }

  override func any<T: Hashable>(_ value: inout T, _ other: inout T) { hasher.combine(value) }

  override func table<T: TableDraft>(_ value: inout T, _ other: inout T, _ name: String, _ slot: Int) {
    combine(value)
  }

  override func optionalTable<T: TableDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) {
    hasher.combine(value != nil)
    if let value { combine(value) }
  }

  override func tables<T: TableDraft>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, required: Bool
  ) { combine(contentsOf: value) }

  override func optionalTables<T: TableDraft>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int
  ) {
    hasher.combine(value != nil)
    if let value { combine(contentsOf: value) }
  }
}
