/// A field of a table for code that knows it by its name: where it is, and how it is stored.
///
/// What schemac generates with `--views-only`, for each table a list.
public struct TableSlot: Sendable {
  /// The name in the schema.
  public let name: StaticString
  /// The field's entry in the vtable, as ``TableView`` and ``Builder`` take it.
  public let slot: Int
  /// How many bytes the value takes within the table; 0 if it is stored out of line.
  public let width: Int
  /// The values of an enum with their names; empty for any other field.
  public let members: [(value: UInt64, name: String)]

  /// A string, a vector, a table or a union.
  public init(_ name: StaticString, _ slot: Int) {
    self.name = name
    self.slot = slot
    width = 0
    members = []
  }

  /// A number, a boolean or a struct.
  public init<Value: FlatValue>(_ name: StaticString, _ slot: Int, _ type: Value.Type) {
    self.name = name
    self.slot = slot
    width = type.byteCount
    members = []
  }

  /// An enum.
  public init<Value: FlatEnum>(_ name: StaticString, _ slot: Int, _ type: Value.Type) {
    self.name = name
    self.slot = slot
    width = type.byteCount
    members = type.names.map { (UInt64(truncatingIfNeeded: $0.value), $0.name) }
  }
}
