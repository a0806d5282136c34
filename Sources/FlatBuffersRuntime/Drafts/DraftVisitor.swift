/// What drafts show their fields to, one after another: it copies, codes, compares or hashes them.
///
/// The code for that is here once, where each table would have its own: of all that generated code is made of, that was
/// most of what a client compiles. Generated drafts call a method for each field, which gets the field of the draft, the
/// same field of another draft of the table (what it is compared with; a blank one otherwise), the field's name in the
/// schema and its slot. What a visitor does not override leads to one of the methods for values or for drafts.
public class DraftVisitor {
  init() {}

  /// Any value that is no draft and holds none.
  func any<T: Hashable>(_ value: inout T, _ other: inout T) {}

  // MARK: - Values

  /// A scalar, enum or struct.
  public func value<T: FlatValue>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int, required: Bool = false
  ) { any(&value, &other) }

  /// A floating-point number, which has more values than its equality tells apart.
  public func value<T: FlatValue & BinaryFloatingPoint>(
    _ value: inout T, _ other: inout T, _ name: String, _ slot: Int
  ) { any(&value, &other) }

  /// A scalar, enum or struct that may be absent.
  public func optionalValue<T: FlatValue>(_ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int) {
    any(&value, &other)
  }

  /// A string.
  public func string(
    _ value: inout String, _ other: inout String, _ name: String, _ slot: Int, width: VectorWidth = .standard,
    required: Bool = false
  ) { any(&value, &other) }

  /// A string that may be absent.
  public func optionalString(
    _ value: inout String?, _ other: inout String?, _ name: String, _ slot: Int,
    width: VectorWidth = .standard
  ) { any(&value, &other) }

  // MARK: - Vectors

  /// Scalars, which are copied as they are.
  public func scalars<T: FlatScalar>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, width: VectorWidth = .standard,
    required: Bool = false
  ) { vector(&value, &other, name, slot, width: width, required: required) }

  /// Scalars that may be absent.
  public func optionalScalars<T: FlatScalar>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int, width: VectorWidth = .standard
  ) { optionalVector(&value, &other, name, slot, width: width) }

  /// Enums, structs or booleans.
  public func vector<T: FlatValue>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, width: VectorWidth = .standard,
    required: Bool = false
  ) { any(&value, &other) }

  /// Enums, structs or booleans that may be absent.
  public func optionalVector<T: FlatValue>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int, width: VectorWidth = .standard
  ) { any(&value, &other) }

  /// A vector of strings.
  public func strings(
    _ value: inout [String], _ other: inout [String], _ name: String, _ slot: Int, required: Bool = false
  ) { any(&value, &other) }

  /// A vector of strings that may be absent.
  public func optionalStrings(
    _ value: inout [String]?, _ other: inout [String]?, _ name: String, _ slot: Int
  ) { any(&value, &other) }

  /// The bytes of a FlatBuffer of a type.
  public func nested<T: FlatTable & ~Escapable>(
    _ value: inout [UInt8], _ other: inout [UInt8], _ name: String, _ slot: Int, as type: T.Type,
    width: VectorWidth = .standard, required: Bool = false
  ) {
    scalars(&value, &other, name, slot, width: width, required: required)
  }

  /// The bytes of a FlatBuffer of a type, which may be absent.
  public func optionalNested<T: FlatTable & ~Escapable>(
    _ value: inout [UInt8]?, _ other: inout [UInt8]?, _ name: String, _ slot: Int, as type: T.Type,
    width: VectorWidth = .standard
  ) {
    optionalScalars(&value, &other, name, slot, width: width)
  }

  /// A FlexBuffer.
  public func flexBuffer(
    _ value: inout FlexBuffer, _ other: inout FlexBuffer, _ name: String, _ slot: Int,
    width: VectorWidth = .standard, required: Bool = false
  ) { any(&value, &other) }

  /// A FlexBuffer that may be absent.
  public func optionalFlexBuffer(
    _ value: inout FlexBuffer?, _ other: inout FlexBuffer?, _ name: String, _ slot: Int,
    width: VectorWidth = .standard
  ) { any(&value, &other) }

  // MARK: - Tables

  /// A table that the schema requires.
  public func table<T: TableDraft>(_ value: inout T, _ other: inout T, _ name: String, _ slot: Int) {}

  /// A table that may be absent.
  public func optionalTable<T: TableDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, _ slot: Int
  ) {}

  /// A vector of tables.
  public func tables<T: TableDraft>(
    _ value: inout [T], _ other: inout [T], _ name: String, _ slot: Int, required: Bool = false
  ) {}

  /// A vector of tables that may be absent.
  public func optionalTables<T: TableDraft>(
    _ value: inout [T]?, _ other: inout [T]?, _ name: String, _ slot: Int
  ) {}

  // MARK: - Unions

  /// The member of a union that the schema requires.
  public func union<T: UnionDraft>(
    _ value: inout T, _ other: inout T, _ name: String, tag: Int, _ slot: Int
  ) { any(&value, &other) }

  /// The member of a union that may have none.
  public func optionalUnion<T: UnionDraft>(
    _ value: inout T?, _ other: inout T?, _ name: String, tag: Int, _ slot: Int
  ) { any(&value, &other) }

  /// The members of a vector of unions.
  public func unions<T: UnionDraft>(
    _ value: inout [T?], _ other: inout [T?], _ name: String, tags: Int, _ slot: Int
  ) { any(&value, &other) }

  /// The members of a vector of unions that may be absent.
  public func optionalUnions<T: UnionDraft>(
    _ value: inout [T?]?, _ other: inout [T?]?, _ name: String, tags: Int, _ slot: Int
  ) { any(&value, &other) }
}
