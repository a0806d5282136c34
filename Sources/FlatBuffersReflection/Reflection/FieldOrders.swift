/// The fields of tables in the order of the vtable, put so once for each type that is met.
final class FieldOrders {
  struct Order {
    let byID: [FieldDefinition]
    /// The places in `byID` of those that must be there; deprecated fields no longer are written.
    let required: [Int]
  }

  private var orders: [Int: Order] = [:]

  /// - Parameter index: the definition's place in its schema.
  func order(of definition: ObjectDefinition, _ index: Int) -> Order {
    if let order = orders[index] { return order }
    let fields = definition.fieldsByID
    let order = Order(
      byID: fields, required: fields.indices.filter { fields[$0].mustBePresent })
    orders[index] = order
    return order
  }
}
