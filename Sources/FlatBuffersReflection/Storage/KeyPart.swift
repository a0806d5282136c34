/// What a key is made of: the fields of a record, one after the other.
package struct KeyDescription: Sendable, Equatable {
  package let parts: [KeyPart]

  package init(parts: [KeyPart]) { self.parts = parts }
}

/// One value in a key.
package struct KeyPart: Sendable, Equatable {
  /// What a value is stored as in a key.
  ///
  /// All integers take 8 bytes, whatever their size in a record.
  package enum ValueType: String, Sendable {
    case bool, unsigned, signed, string
  }

  /// What a record that does not have the field is found by.
  package enum Absence: Sendable, Equatable {
    /// There is no such record: the field is required.
    case impossible
    /// The record is not in the index.
    case notIndexed
    /// The field's default.
    case integer(Int128)
    /// The field's default.
    case text(String)
  }

  /// The ids of the fields that lead from the record to the value.
  package let path: [Int]
  /// The value's field as the schema names it; for messages.
  package let name: String
  /// What the value is stored as.
  package let type: ValueType
  /// The scalar that the record holds; `nil` for a string.
  package let scalar: ScalarType?
  /// What records without the value are found by.
  package let absence: Absence

  package init(path: [Int], name: String, type: ValueType, scalar: ScalarType?, absence: Absence) {
    self.path = path
    self.name = name
    self.type = type
    self.scalar = scalar
    self.absence = absence
  }

  /// Whether both parts give the same bytes for every record; names don't matter.
  package func isSameKey(as other: KeyPart) -> Bool {
    path == other.path && type == other.type && scalar == other.scalar && absence == other.absence
  }
}

extension KeyDescription {
  /// Whether both keys have the same bytes for every record; the names of fields don't matter.
  package func isSameKey(as other: KeyDescription) -> Bool {
    parts.count == other.parts.count && zip(parts, other.parts).allSatisfy { $0.isSameKey(as: $1) }
  }
}

extension KeyDescription {
  /// The names of the fields.
  var names: [String] { parts.map(\.name) }
}

extension KeyDescription: CustomStringConvertible {
  /// The fields and their types: `id: ulong`.
  package var description: String {
    parts.map { "\($0.name): \($0.scalar?.rawValue ?? "string")" }.joined(separator: ", ")
  }
}

extension KeyPart {
  /// - Returns: `nil` for a type that no key can have.
  init?(_ field: FieldDefinition, in schema: Schema) {
    let type: ValueType
    let scalar: ScalarType?
    switch field.type {
    case .single(.string):
      (type, scalar) = (.string, nil)
    case .single(.scalar(let stored)) where !stored.isFloatingPoint:
      (type, scalar) = (stored == .bool ? .bool : stored.isSigned ? .signed : .unsigned, stored)
    case .single(.enumeration(let index)):
      let stored = schema.enums[index].underlyingType
      (type, scalar) = (stored.isSigned ? .signed : .unsigned, stored)
    default: return nil
    }
    let absence: Absence =
      switch field.defaultValue {
      case .integer(let value): .integer(value)
      case .string(let text): .text(text)
      default: field.isRequired ? .impossible : .notIndexed
      }
    self.init(path: [field.id], name: field.name, type: type, scalar: scalar, absence: absence)
  }
}
