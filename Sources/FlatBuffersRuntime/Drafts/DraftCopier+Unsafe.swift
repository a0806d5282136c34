/// Copies the fields of a table in place to a draft; what the table lacks stays as it is in a blank draft.
@safe
final class DraftCopier: DraftVisitor {
  // A class can't hold a view. Sound because a copier lives within `copy(_:_:)`, during which the view does.
  private var pointer: UnsafeRawPointer
  private var rootOffset: UInt32
  private let recordSize: UInt32
  private var keeper: RecordKeeper

  private init(_ table: borrowing TableView, _ keeper: RecordKeeper) {
    unsafe pointer = table.pointer
    rootOffset = table.rootOffset
    recordSize = table.recordSize
    self.keeper = keeper
  }

  /// A copy of a table that was verified for the type of the draft.
  static func copy<T: TableDraft>(_ table: borrowing TableView, _ keeper: inout RecordKeeper) -> T {
    let copier = DraftCopier(table, keeper)
    defer { keeper = copier.keeper }
    return copier.copy()
  }

  private var table: TableView {
    @_lifetime(borrow self)
    get {
      let table = unsafe TableView(
        _unsafe: pointer, rootOffset: rootOffset, recordSize: recordSize, scope: Scope(_immortal: ()))
      return unsafe _overrideLifetime(table, borrowing: self)
    }
  }

  /// A copy of the table that the copier is at.
  private func copy<T: TableDraft>() -> T {
    // A verified table is no impossible one, the only kind that has no blank draft.
    guard var draft = T.blank, var other = T.blank else {
      preconditionFailure("a table that requires itself")
    }
    T.visit(&draft, &other, self)
    return draft
  }

  /// A copy of a table that this one refers to.
  private func copy<T: TableDraft>(at target: UnsafeRawPointer) -> T {
    let place = unsafe (pointer, rootOffset)
    let nested = unsafe table.nested(target)
    unsafe pointer = target
    rootOffset = nested.rootOffset
    defer { unsafe (pointer, rootOffset) = place }
    return copy()
  }

  private func copies<T: TableDraft>(_ slot: Int) -> [T]? {
    guard let target = unsafe table.target(slot) else { return nil }
    let elements = unsafe VectorElements(_unsafe: target)
    return (0..<elements.count).map { unsafe copy(at: elements.target($0)) }
  }

  // MARK: - Values

  override func value<T: FlatValue>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int, required: Bool
  ) {
    if let stored: T = table.value(slot) { value = stored }
  }

  override func value<T: FlatValue & BinaryFloatingPoint>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int
  ) {
    if let stored: T = table.value(slot) { value = stored }
  }

  override func optionalValue<T: FlatValue>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) { value = table.value(slot) }

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
    if let target = unsafe table.target(slot) { value = unsafe copy(at: target) }
  }

  override func optionalTable<T: TableDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) {
    if let target = unsafe table.target(slot) { value = unsafe copy(at: target) }
  }

  override func tables<T: TableDraft>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, required: Bool
  ) {
    if let tables: [T] = copies(slot) { value = tables }
  }

  override func optionalTables<T: TableDraft>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int
  ) { value = copies(slot) }

  override func union<T: UnionDraft>(
    _ value: inout T, _ other: inout T, _ name: String, tag: Int, _ slot: Int
  ) {
    value = T(tag: table.value(tag, default: 0), table.requiredUnion(slot), &keeper)
  }

  override func optionalUnion<T: UnionDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, tag: Int, _ slot: Int
  ) {
    let tag: T.RawTag = table.value(tag, default: 0)
    guard tag != 0, let member = table.union(slot) else { return }
    value = T(tag: tag, member, &keeper)
  }

  override func unions<T: UnionDraft>(
    _ value: inout [T?], _ other: inout [T?], _ name: String, tags: Int, _ slot: Int
  ) {
    if let members: [T?] = members(slot, tags: tags) { value = members }
  }

  override func optionalUnions<T: UnionDraft>(
    _ value: inout [T?]?, _ other: inout [T?]?, _ name: String, tags: Int, _ slot: Int
  ) { value = members(slot, tags: tags) }

  private func members<T: UnionDraft>(_ slot: Int, tags: Int) -> [T?]? {
    guard let members = unsafe table.target(slot), let tags = unsafe table.target(tags) else { return nil }
    let elements = unsafe (tags: VectorElements(_unsafe: tags), members: VectorElements(_unsafe: members))
    return (0..<min(elements.tags.count, elements.members.count)).map { index in
      let tag = unsafe T.RawTag(
        InlineView(_unsafe: elements.tags.place(index, stride: T.RawTag.byteCount), scope: table.scope))
      let target = unsafe elements.members.target(index)
      guard tag != 0, unsafe target != elements.members.place(index, stride: 4) else { return nil }
      return unsafe T(tag: tag, UnionView(_unsafe: target, in: table), &keeper)
    }
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
