/// Values by key, for tables of a whole realm: however many there are, no insertion takes long.
///
/// A dictionary that grows moves all of its entries at once, a second for some millions of them. Here the entries lie in
/// many small dictionaries; where there are too many, one is split in two (linear hashing).
package struct GradualTable<Key: Hashable & Sendable, Value> {
  /// The last ones are halves of the first ones: see ``shard(of:)``.
  private var shards: [[Key: Value]] = [[:]]
  package private(set) var count = 0

  /// How many entries a dictionary has in the mean, at most.
  static var shardSize: Int { 1024 }

  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// How many entries the largest of the dictionaries has: as many as the longest insertion moves.
  var largestShard: Int { shards.map(\.count).max() ?? 0 }

  package subscript(key: Key) -> Value? {
    get { shards[shard(of: key)][key] }
    _modify {
      let shard = shard(of: key)
      let before = shards[shard].count
      defer {
        count += shards[shard].count - before
        if count > shards.count * Self.shardSize { split() }
      }
      yield &shards[shard][key]
    }
  }

  func contains(_ key: Key) -> Bool { shards[shard(of: key)].index(forKey: key) != nil }

  /// Changes the value of a key where it lies; `nil` if there is none.
  ///
  /// For large values: to change one by the subscript takes it out, copies it and puts it back.
  mutating func update<Result, Failure: Error>(
    _ key: Key, _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let shard = shard(of: key)
    guard let index = shards[shard].index(forKey: key) else { return nil }
    return try body(&shards[shard].values[index])
  }

  /// Keeps a value for a key that has none.
  ///
  /// - Returns: the value that the key has now.
  mutating func insert(_ value: Value, unlessPresent key: Key) -> Value {
    let shard = shard(of: key)
    let before = shards[shard].count
    let kept = { (kept: inout Value) in kept }(&shards[shard][key, default: value])
    count += shards[shard].count - before
    if count > shards.count * Self.shardSize { split() }
    return kept
  }

  @discardableResult
  package mutating func removeValue(forKey key: Key) -> Value? {
    guard let value = shards[shard(of: key)].removeValue(forKey: key) else { return nil }
    count -= 1
    // What a flood needed is given back when it is over.
    if isEmpty && shards.count > 1 { self = GradualTable() }
    return value
  }

  package var keys: some Sequence<Key> { shards.lazy.flatMap(\.keys) }
  package var values: some Sequence<Value> { shards.lazy.flatMap(\.values) }

  /// The hash modulo the power of two that is reached next; of those dictionaries that are not there yet, the one that
  /// will be split into them.
  @inline(__always)
  private func shard(of key: Key) -> Int {
    shards.count == 1 ? 0 : shard(of: key, reaching: Self.power(above: shards.count))
  }

  private func shard(of key: Key, reaching power: Int) -> Int {
    let shard = key.hashValue & (power - 1)
    return shard < shards.count ? shard : shard - power / 2
  }

  /// The least power of two that is not less.
  private static func power(above count: Int) -> Int {
    1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
  }

  private mutating func split() {
    let power = Self.power(above: shards.count + 1)
    let split = shards.count - power / 2
    let entries = shards[split]
    shards[split] = [:]
    shards.append([:])
    for (key, value) in entries { shards[shard(of: key, reaching: power)][key] = value }
  }
}

extension GradualTable: Sendable where Value: Sendable {}
