import FlatBuffersRuntime

/// Types of one name in several namespaces have names that differ.
func total(_ order: RecordBuffer<Order>) -> Int64 {
  var total: Int64 = 0
  order.record.items?.forEach { item in
    guard let price = item.price ?? item.what?.price, price.currency == .eur else { return }
    total += price.amount * Int64(item.count)
  }
  return total
}
