internal import FlatBuffersReflection

/// A key with the names it has in Swift.
struct StoredKeyPlan {
  /// A value in the key.
  struct Value {
    /// The Swift type.
    var type: String
    /// The Swift type that an enum is stored as; `nil` for what is no enum.
    var rawType: String?
    /// Whether keys can begin with a beginning of it: of a string, or of bytes.
    var hasBeginnings = false
  }

  /// A field in the key.
  struct Component {
    /// The record's field.
    var field: TableField
    /// What leads from the field's value, or from one of its elements, to the value in the key: `.pos.x`, or nothing.
    var member: String
    /// The name in the key's struct.
    var label: String
    var value: Value
    var order: KeyPart.Order
  }

  /// The Swift type.
  var type: String
  var components: [Component]
  /// The struct that is made for the key, within the type of the records; `nil` if it is a type there is.
  var structure: String?
  /// Whether vectors have to be there when the key is made.
  var readsVectors: Bool

  /// The field of whose elements each has a key.
  var vector: TableField? {
    components.first { component in
      switch component.field.kind {
      case .strings: true
      case .vector: !component.value.hasBeginnings
      default: false
      }
    }?.field
  }
}
