/// Copies the fields of tables in place to drafts; what a table lacks stays as it is in a blank draft.
@safe
final class DraftCopier: DraftVisitor {
  // A class can't hold a view. Sound because it is at a table only within `fill(_:_:from:)`, during which the view
  // lives, and at one without fields otherwise.
  private var pointer = unsafe EmptyTable.pointer
  private var rootOffset: UInt32 = 0
  private var recordSize: UInt32 = 0
  /// What is kept of the record, once one of its unknown members is.
  var record: KeptRecord?

  override init() {}

  /// A copy of a table that was verified for the type of the draft.
  func copy<T: TableDraft>(_ table: TableView) -> T {
    // A verified table is no impossible one, the only kind that has no blank draft.
    var draft = T.blank
    var other = draft
    fill(&draft, &other, from: table)
    return draft
  }

  /// Copies of the tables of a vector.
  func copies<T: TableDraft>(_ elements: VectorElements, in owner: TableView) -> [T] {
    // There may be none because the table is an impossible one.
    guard elements.count > 0 else { return [] }
    var copies: [T] = []
    copies.reserveCapacity(elements.count)
    var blank = T.blank
    for index in 0..<elements.count {
      var draft = blank
      unsafe fill(&draft, &blank, from: owner.nested(elements.target(index)))
      copies.append(draft)
    }
    return copies
  }

  /// Copies of the members of a vector of unions.
  func copies<T: UnionDraft>(_ elements: UnionElements<T.RawTag>, in owner: TableView) -> [T?] {
    var copies: [T?] = []
    copies.reserveCapacity(elements.count)
    var keeper = RecordKeeper(self)
    for index in 0..<elements.count {
      if let target = unsafe elements.target(index) {
        let member = unsafe UnionView(_unsafe: target, in: owner)
        copies.append(T(tag: elements.tag(index), member, &keeper))
      } else {
        copies.append(nil)
      }
    }
    return copies
  }

  /// Copies the fields of a table to a blank draft.
  private func fill<T: TableDraft>(_ draft: inout T, _ other: inout T, from table: TableView) {
    let place = unsafe (pointer, rootOffset, recordSize)
    unsafe pointer = table.pointer
    rootOffset = table.rootOffset
    recordSize = table.recordSize
    T.visit(&draft, &other, self)
    unsafe (pointer, rootOffset, recordSize) = place
  }

  /// The table that the copier is at.
  private var table: TableView {
    @_lifetime(borrow self)
    get {
      let table = unsafe TableView(
        _unsafe: pointer, rootOffset: rootOffset, recordSize: recordSize, scope: Scope(_immortal: ()))
      return unsafe _overrideLifetime(table, borrowing: self)
    }
  }

  // MARK: - Values

  override func value<T: FlatValue>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int, required: Bool
  ) {
    if let place = table.inline(slot) { value = T(place) }
  }

  override func value<T: FlatValue & BinaryFloatingPoint>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int
  ) {
    if let place = table.inline(slot) { value = T(place) }
  }

  override func optionalValue<T: FlatValue>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) {
    if let place = table.inline(slot) { value = T(place) }
  }

  override func string(
    _ value: inout String, _ other: inout String, _ name: String, _ slot: Int, width: VectorWidth,
    required: Bool
  ) {
    if let text = string(slot, width) { value = text }
  }

  override func optionalString(
    _ value: inout String?, _ other: inout String?, _ name: String, _ slot: Int, width: VectorWidth
  ) { value = string(slot, width) }

  private func string(_ slot: Int, _ width: VectorWidth) -> String? {
    guard let view = width == .standard ? table.string(slot) : table.string64(slot) else { return nil }
    return view.description
  }

  // MARK: - Vectors

  override func scalars<T: FlatScalar>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, width: VectorWidth, required: Bool
  ) {
    if let vector = table.vector(slot, of: T.self, width) { value = vector.array }
  }

  override func optionalScalars<T: FlatScalar>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int, width: VectorWidth
  ) {
    if let vector = table.vector(slot, of: T.self, width) { value = vector.array }
  }

  override func vector<T: FlatValue>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, width: VectorWidth, required: Bool
  ) {
    if let vector = table.vector(slot, of: T.self, width) { value = vector.array }
  }

  override func optionalVector<T: FlatValue>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int, width: VectorWidth
  ) {
    if let vector = table.vector(slot, of: T.self, width) { value = vector.array }
  }

  override func strings(
    _ value: inout [String], _ other: inout [String], _ name: String, _ slot: Int, required: Bool
  ) {
    if let strings = table.strings(slot) { value = strings.array }
  }

  override func optionalStrings(
    _ value: inout [String]?, _ other: inout [String]?, _ name: String, _ slot: Int
  ) {
    if let strings = table.strings(slot) { value = strings.array }
  }

  override func flexBuffer(
    _ value: inout FlexBuffer, _ other: inout FlexBuffer, _ name: String, _ slot: Int, width: VectorWidth,
    required: Bool
  ) {
    if let bytes = table.vector(slot, of: UInt8.self, width) { value = FlexBuffer(copying: bytes) }
  }

  override func optionalFlexBuffer(
    _ value: inout FlexBuffer?, _ other: inout FlexBuffer?, _ name: String, _ slot: Int, width: VectorWidth
  ) {
    if let bytes = table.vector(slot, of: UInt8.self, width) { value = FlexBuffer(copying: bytes) }
  }

  // MARK: - Tables and unions

  override func table<T: TableDraft>(_ value: inout T, _ other: inout T, _ name: String, _ slot: Int) {
    // A blank draft has blank ones of the tables that it requires.
    if let target = unsafe table.target(slot) { unsafe fill(&value, &other, from: table.nested(target)) }
  }

  override func optionalTable<T: TableDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) {
    if let target = unsafe table.target(slot) { value = unsafe copy(table.nested(target)) }
  }

  override func tables<T: TableDraft>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, required: Bool
  ) {
    if let tables: [T] = copies(slot) { value = tables }
  }

  override func optionalTables<T: TableDraft>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int
  ) { value = copies(slot) }

  private func copies<T: TableDraft>(_ slot: Int) -> [T]? {
    guard let target = unsafe table.target(slot) else { return nil }
    return unsafe copies(VectorElements(_unsafe: target), in: table)
  }

  override func union<T: UnionDraft>(
    _ value: inout T, _ other: inout T, _ name: String, tag: Int, _ slot: Int
  ) {
    var keeper = RecordKeeper(self)
    value = T(tag: table.value(tag, default: 0), table.requiredUnion(slot), &keeper)
  }

  override func optionalUnion<T: UnionDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, tag: Int, _ slot: Int
  ) {
    let tag: T.RawTag = table.value(tag, default: 0)
    guard tag != 0, let member = table.union(slot) else { return }
    var keeper = RecordKeeper(self)
    value = T(tag: tag, member, &keeper)
  }

  override func unions<T: UnionDraft>(
    _ value: inout [T?], _ other: inout [T?], _ name: String, tags: Int, _ slot: Int
  ) {
    if let members: [T?] = copies(slot, tags: tags) { value = members }
  }

  override func optionalUnions<T: UnionDraft>(
    _ value: inout [T?]?, _ other: inout [T?]?, _ name: String, tags: Int, _ slot: Int
  ) { value = copies(slot, tags: tags) }

  private func copies<T: UnionDraft>(_ slot: Int, tags: Int) -> [T?]? {
    guard let members = unsafe table.target(slot), let tags = unsafe table.target(tags) else { return nil }
    return unsafe copies(UnionElements(_unsafe: tags, members), in: table)
  }
}

extension TableView {
  /// A vector with an offset of any width, or `nil` if the field is absent.
  @_lifetime(copy self)
  fileprivate func vector<T: FlatValue>(
    _ slot: Int, of type: T.Type, _ width: VectorWidth
  ) -> FlatVector<T>? {
    switch width {
    case .standard: vector(slot, of: type)
    case .offset64: vector64(slot, of: type, is64Bit: false)
    case .vector64: vector64(slot, of: type, is64Bit: true)
    }
  }
}
