/// One value in a key, as it stands in the key's bytes.
///
/// A struct in a key is the values of its fields, one after the other.
package struct KeyPart: Sendable, Equatable {
  /// What a value is stored as in a key.
  ///
  /// All numbers take 8 bytes, whatever their size in a record.
  package enum ValueType: String, Sendable, CaseIterable {
    case bool, unsigned, signed, real, string
    /// A vector of bytes.
    case bytes
    /// An array of bytes in a struct.
    case fixedBytes
  }

  /// Which of two values comes first.
  package enum Order: String, Sendable {
    case ascending, descending
  }

  /// What a record that does not have the field is found by.
  package enum Absence: Sendable, Equatable {
    /// There is no such record: the field is required.
    case impossible
    /// The record is not in the index.
    case notIndexed
    /// The field's default.
    case integer(Int128)
    /// The bits of the field's default: they are equal where numbers that are none are not.
    case real(bits: UInt64)
    /// The field's default; of a vector of bytes the empty one.
    case text(String)
  }

  /// The ids of the fields that lead from the record to the value: one, and those of structs within it.
  package let path: [Int]
  /// The value's field as the schema names it, behind the names of the structs it lies in; for messages.
  package let name: String
  /// What the value is stored as.
  package let type: ValueType
  /// The scalar that the record holds; `nil` for a string and for a vector of bytes.
  package let scalar: ScalarType?
  /// How many scalars there are, one behind the other: more than one in an array of a struct.
  package let count: Int
  /// Where the scalar stands in the struct of the record's field; 0 in none.
  package let offset: Int
  /// From one element to the next of the vector of which each element has a key of its own; `nil` for one value.
  package let stride: Int?
  /// Which of two values comes first.
  package var order: Order
  /// What records without the value are found by.
  package let absence: Absence

  package init(
    path: [Int], name: String, type: ValueType, scalar: ScalarType?, count: Int = 1, offset: Int = 0,
    stride: Int? = nil, order: Order = .ascending, absence: Absence
  ) {
    self.path = path
    self.name = name
    self.type = type
    self.scalar = scalar
    self.count = count
    self.offset = offset
    self.stride = stride
    self.order = order
    self.absence = absence
  }

  /// Whether each element of a vector has a key of its own.
  package var isOfEachElement: Bool { stride != nil }

  /// Whether the value is one of a vector, or a vector itself.
  package var readsVector: Bool { isOfEachElement || type == .bytes }

  /// Whether both parts give the same bytes for every record; names don't matter.
  package func isSameKey(as other: KeyPart) -> Bool {
    order == other.order && absence == other.absence && type == other.type && scalar == other.scalar
      && standsWhere(other)
  }

  /// Whether both parts are read from the same bytes of a record; what those mean doesn't matter.
  package func standsWhere(_ other: KeyPart) -> Bool {
    path == other.path && scalar?.size == other.scalar?.size && (type == .string) == (other.type == .string)
      && (type == .bytes) == (other.type == .bytes) && count == other.count && offset == other.offset
      && stride == other.stride
  }

  /// The fewest bytes that the value takes in a key.
  var minimumByteCount: Int {
    switch type {
    case .bool, .unsigned, .signed, .real: 8 * count
    case .string, .bytes: 8
    case .fixedBytes: (count + 7) / 8 * 8
    }
  }
}

extension KeyPart: CustomStringConvertible {
  /// The field, its type and its order: `id: ulong`, `created: long desc`, `tags: [string]`.
  package var description: String { "\(name): \(typeName)\(order == .descending ? " desc" : "")" }

  /// The value's type in the words of the schema language.
  package var typeName: String {
    let value =
      switch type {
      case .string: "string"
      case .bytes: "[ubyte]"
      default: scalar?.rawValue ?? ""
      }
    let array = count == 1 ? value : "[\(value):\(count)]"
    return isOfEachElement ? "[\(array)]" : array
  }
}
