/// Encodes the fields of a draft in the shape of FlatBuffers' JSON: those that have their defaults are left out.
final class DraftEncoder: DraftVisitor {
  private var fields: KeyedEncodingContainer<FieldName>
  private var error: (any Error)?

  private init(_ fields: KeyedEncodingContainer<FieldName>) { self.fields = fields }

  /// - Throws: the first error of a field, mostly an `EncodingError`.
  static func encode<T: TableDraft>(_ draft: T, to encoder: any Encoder) throws {
    let visitor = DraftEncoder(encoder.container(keyedBy: FieldName.self))
    var (draft, other) = (draft, T.blank)
    T.visit(&draft, &other, visitor)
    if let error = visitor.error { throw error }
  }

  private func set(_ encode: () throws -> Void) {
    guard error == nil else { return }
    do { try encode() } catch { self.error = error }
  }

  private func set<T: Encodable>(_ value: T, _ name: String) {
    set { try fields.set(value, name) }
  }

  private func setOptional<T: Encodable>(_ value: T?, _ name: String) {
    set { try fields.set(value, name) }
  }

  // MARK: - Values

  override func value<T: FlatValue>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int, required: Bool
  ) {
    if required || value != other { set(value, name) }
  }

  override func value<T: FlatValue & BinaryFloatingPoint>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int
  ) {
    let isDefault = value.isNaN ? other.isNaN : value == other && value.sign == other.sign
    if !isDefault { set(value, name) }
  }

  override func optionalValue<T: FlatValue>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) { setOptional(value, name) }

  override func string(
    _ value: inout String, _ other: inout String, _ name: String, _ slot: Int, width: VectorWidth,
    required: Bool
  ) {
    if required || StringKey(value) != StringKey(other) { set(value, name) }
  }

  override func optionalString(
    _ value: inout String?, _ other: inout String?, _ name: String, _ slot: Int, width: VectorWidth
  ) { setOptional(value, name) }

  // MARK: - Vectors

  override func vector<T: FlatValue>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, width: VectorWidth, required: Bool
  ) {
    if required || !value.isEmpty { set(value, name) }
  }

  override func optionalVector<T: FlatValue>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int, width: VectorWidth
  ) { setOptional(value, name) }

  override func strings(
    _ value: inout [String], _ other: inout [String], _ name: String, _ slot: Int, required: Bool
  ) {
    if required || !value.isEmpty { set(value, name) }
  }

  override func optionalStrings(
    _ value: inout [String]?, _ other: inout [String]?, _ name: String, _ slot: Int
  ) { setOptional(value, name) }

  override func nested<T: FlatTable & ~Escapable>(
    _ value: inout [UInt8], _ other: inout [UInt8], _ name: String, _ slot: Int, as type: T.Type,
    width: VectorWidth, required: Bool
  ) {
    if required || !value.isEmpty { set { try fields.set(nested: value, name, as: type) } }
  }

  override func optionalNested<T: FlatTable & ~Escapable>(
    _ value: inout [UInt8]?, _ other: inout [UInt8]?, _ name: String, _ slot: Int, as type: T.Type,
    width: VectorWidth
  ) {
    set { try fields.set(nested: value, name, as: type) }
  }

  override func flexBuffer(
    _ value: inout FlexBuffer, _ other: inout FlexBuffer, _ name: String, _ slot: Int, width: VectorWidth,
    required: Bool
  ) {
    if required || value != other { set(value, name) }
  }

  override func optionalFlexBuffer(
    _ value: inout FlexBuffer?, _ other: inout FlexBuffer?, _ name: String, _ slot: Int, width: VectorWidth
  ) { setOptional(value, name) }

  // MARK: - Tables and unions

  override func table<T: TableDraft>(_ value: inout T, _ other: inout T, _ name: String, _ slot: Int) {
    set(CodedDraft(value), name)
  }

  override func optionalTable<T: TableDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) {
    if let value { set(CodedDraft(value), name) }
  }

  override func tables<T: TableDraft>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, required: Bool
  ) {
    if required || !value.isEmpty { set(value.map { CodedDraft($0) }, name) }
  }

  override func optionalTables<T: TableDraft>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int
  ) {
    if let value { set(value.map { CodedDraft($0) }, name) }
  }

  override func union<T: UnionDraft>(
    _ value: inout T, _ other: inout T, _ name: String, tag: Int, _ slot: Int
  ) {
    set { try fields.set(union: value, name) }
  }

  override func optionalUnion<T: UnionDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, tag: Int, _ slot: Int
  ) {
    set { try fields.set(union: value, name) }
  }

  override func unions<T: UnionDraft>(
    _ value: inout [T?], _ other: inout [T?], _ name: String, tags: Int, _ slot: Int
  ) {
    set { try fields.set(unions: value, name) }
  }

  override func optionalUnions<T: UnionDraft>(
    _ value: inout [T?]?, _ other: inout [T?]?, _ name: String, tags: Int, _ slot: Int
  ) {
    set { try fields.set(unions: value, name) }
  }
}
