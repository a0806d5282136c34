/// What a key is made of: values of a record, one after the other.
package struct KeyDescription: Sendable, Equatable {
  /// The most bytes a key may take: the largest multiple of 8 within LMDB's limit of 511.
  package static let maximumByteCount = 504

  package let parts: [KeyPart]

  package init(parts: [KeyPart]) { self.parts = parts }

  /// Whether a record has a key for each element of a vector.
  package var isOfEachElement: Bool { parts.contains(where: \.isOfEachElement) }

  /// Whether vectors of a record have to be there when the key is made.
  package var readsVectors: Bool { parts.contains(where: \.readsVector) }

  /// Whether both keys have the same bytes for every record; the names of fields don't matter.
  package func isSameKey(as other: KeyDescription) -> Bool {
    parts.count == other.parts.count && zip(parts, other.parts).allSatisfy { $0.isSameKey(as: $1) }
  }

  /// The names of the fields and their orders, whatever their types and places.
  var outline: [String] { parts.map { "\($0.name) \($0.order.rawValue)" } }

  /// The places of the fields and their orders, whatever their names and types.
  var places: [[String]] { parts.map { $0.path.map(String.init) + [$0.order.rawValue] } }

  /// The fewest bytes that a key takes.
  var minimumByteCount: Int { parts.reduce(0) { $0 + $1.minimumByteCount } }
}

extension KeyDescription: CustomStringConvertible {
  /// The fields, their types and orders: `team: uint, name: string desc`.
  package var description: String { parts.map(\.description).joined(separator: ", ") }
}
