/// Decodes the fields of a draft from the shape of FlatBuffers' JSON; an absent one stays as it is in a blank draft.
///
/// After the first error no field is decoded, so that generated code needs no way out for each of them.
final class DraftDecoder: DraftVisitor {
  private let fields: KeyedDecodingContainer<FieldName>
  private var error: (any Error)?

  private init(_ fields: KeyedDecodingContainer<FieldName>) { self.fields = fields }

  /// - Throws: the first error of a field, mostly a `DecodingError`.
  static func decode<T: TableDraft>(from decoder: any Decoder) throws -> T {
    if T.isImpossible {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "the table requires itself: there is none"))
    }
    let visitor = DraftDecoder(try decoder.container(keyedBy: FieldName.self))
    var draft = T.blank
    var other = draft
    T.visit(&draft, &other, visitor)
    if let error = visitor.error { throw error }
    return draft
  }

  /// Sets a value to what is decoded, if there is something and nothing went wrong before.
  private func set<T>(_ value: inout T, _ decode: () throws -> T?) {
    guard error == nil else { return }
    do {
      if let decoded = try decode() { value = decoded }
    } catch { self.error = error }
  }

  private func set<T: Decodable>(_ value: inout T, _ name: String, required: Bool) {
    set(&value) { required ? try fields.value(name) : try fields.optional(name) }
  }

  private func setOptional<T: Decodable>(_ value: inout T?, _ name: String) {
    set(&value) { try fields.optional(name) }
  }

  // MARK: - Values

  override func value<T: FlatValue>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int, required: Bool
  ) { set(&value, name, required: required) }

  override func value<T: FlatValue & BinaryFloatingPoint>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int
  ) { set(&value, name, required: false) }

  override func optionalValue<T: FlatValue>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) { setOptional(&value, name) }

  override func string(
    _ value: inout String, _ other: inout String, _ name: String, _ slot: Int, width: VectorWidth,
    required: Bool
  ) { set(&value, name, required: required) }

  override func optionalString(
    _ value: inout String?, _ other: inout String?, _ name: String, _ slot: Int, width: VectorWidth
  ) { setOptional(&value, name) }

  // MARK: - Vectors

  override func vector<T: FlatValue>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, width: VectorWidth, required: Bool
  ) { set(&value, name, required: required) }

  override func optionalVector<T: FlatValue>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int, width: VectorWidth
  ) { setOptional(&value, name) }

  override func strings(
    _ value: inout [String], _ other: inout [String], _ name: String, _ slot: Int, required: Bool
  ) { set(&value, name, required: required) }

  override func optionalStrings(
    _ value: inout [String]?, _ other: inout [String]?, _ name: String, _ slot: Int
  ) { setOptional(&value, name) }

  override func nested<T: FlatTable & ~Escapable>(
    _ value: inout [UInt8], _ other: inout [UInt8], _ name: String, _ slot: Int, as type: T.Type,
    width: VectorWidth, required: Bool
  ) {
    set(&value) { required ? try fields.requiredNested(name, as: type) : try fields.nested(name, as: type) }
  }

  override func optionalNested<T: FlatTable & ~Escapable>(
    _ value: inout [UInt8]?, _ other: inout [UInt8]?, _ name: String, _ slot: Int, as type: T.Type,
    width: VectorWidth
  ) {
    set(&value) { try fields.nested(name, as: type) }
  }

  override func flexBuffer(
    _ value: inout FlexBuffer, _ other: inout FlexBuffer, _ name: String, _ slot: Int, width: VectorWidth,
    required: Bool
  ) { set(&value, name, required: required) }

  override func optionalFlexBuffer(
    _ value: inout FlexBuffer?, _ other: inout FlexBuffer?, _ name: String, _ slot: Int, width: VectorWidth
  ) { setOptional(&value, name) }

  // MARK: - Tables and unions

  override func table<T: TableDraft>(_ value: inout T, _ other: inout T, _ name: String, _ slot: Int) {
    set(&value) { (try fields.value(name) as CodedDraft<T>).draft }
  }

  override func optionalTable<T: TableDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) {
    set(&value) { (try fields.optional(name) as CodedDraft<T>?)?.draft }
  }

  override func tables<T: TableDraft>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, required: Bool
  ) {
    set(&value) { required ? try drafts(fields.value(name)) : try fields.optional(name).map(drafts) }
  }

  override func optionalTables<T: TableDraft>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int
  ) {
    set(&value) { try fields.optional(name).map(drafts) }
  }

  private func drafts<T: TableDraft>(_ coded: [CodedDraft<T>]) -> [T] { coded.map(\.draft) }

  override func union<T: UnionDraft>(
    _ value: inout T, _ other: inout T, _ name: String, tag: Int, _ slot: Int
  ) {
    set(&value) { try fields.requiredUnion(name) }
  }

  override func optionalUnion<T: UnionDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, tag: Int, _ slot: Int
  ) {
    set(&value) { try fields.union(name) }
  }

  override func unions<T: UnionDraft>(
    _ value: inout [T?], _ other: inout [T?], _ name: String, tags: Int, _ slot: Int
  ) {
    set(&value) { try fields.unions(name) }
  }

  override func optionalUnions<T: UnionDraft>(
    _ value: inout [T?]?, _ other: inout [T?]?, _ name: String, tags: Int, _ slot: Int
  ) {
    set(&value) { try fields.unions(name) }
  }
}
