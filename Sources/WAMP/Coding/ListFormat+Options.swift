internal import SharedBytes

extension ListFormat {
  /// Values as the entries of a map.
  static func entries(_ values: [String: Value]) -> SharedBytes {
    if values.isEmpty { return SharedBytes() }
    var items = Writer()
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      items.write(key: key)
      items.write(value)
    }
    return SharedBytes(items.bytes)
  }

  /// The value of one entry; `nil` if there is none.
  static func value(of key: String, in options: Options) -> Value? {
    guard var map = try? OptionMap<Reader>(options), var items = map.entry(key) else { return nil }
    var budget = ValueBudget()
    return try? items.readValue(&budget)
  }

  static func values(of options: Options, _ budget: ValueBudget) throws(WAMPError) -> [String: Value] {
    var items = Reader(options.encoded, offset: 0)
    var budget = budget
    var values: [String: Value] = [:]
    do throws(ItemFault) {
      var count = ItemCount.untilSourceEnds
      while try items.next(&count) {
        let key = try items.readKeyText()
        guard budget.take() else { throw items.fault("more values than the budget allows", at: nil) }
        values[key] = try items.readValue(&budget)
      }
    } catch {
      throw WAMPError(.invalidPayload, error.message)
    }
    return values
  }
}
