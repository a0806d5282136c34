/// Values that all inline procedures of a router share on one event loop, each kept for an object, a store say.
///
/// Confined to that loop, so nothing is locked. The values and their objects live as long as the router.
public final class LoopLocalValues {
  private struct Key: Hashable {
    let owner: ObjectIdentifier
    let type: ObjectIdentifier
  }

  /// The owner is kept, too: its identifier must not become another object's.
  private var entries: [Key: (owner: AnyObject, value: AnyObject)] = [:]

  init() {}

  /// The value of a type that is kept for an object; made when it is asked for first.
  public func value<Value: AnyObject>(for owner: AnyObject, _ make: () -> Value) -> Value {
    let key = Key(owner: ObjectIdentifier(owner), type: ObjectIdentifier(Value.self))
    if let known = entries[key]?.value as? Value { return known }
    let value = make()
    entries[key] = (owner, value)
    return value
  }
}
