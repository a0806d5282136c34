/// One field in a key, as a schema names it: of a struct all values are in the key.
package struct KeyComponent: Sendable, Equatable {
  /// The ids of the fields that lead to it: of the record's field, and of those in structs within it.
  package let path: [Int]
  /// The field as the schema names it: `pos.x`.
  package let name: String
  /// Which of two values comes first.
  package let order: KeyPart.Order
  /// The values it puts into the key.
  package let parts: [KeyPart]
}

extension [KeyComponent] {
  /// The key that the fields make.
  var key: KeyDescription { KeyDescription(parts: flatMap(\.parts)) }
}
