/// How much of a history is kept: of more, the oldest events go.
///
/// They go when later ones are written, a few more with each write than come. What is too old, or one too many, is not
/// given to anybody meanwhile; what is more than ``bytes`` is, until it goes.
public struct HistoryBounds: Sendable, Equatable {
  /// The most events.
  public var count: Int
  /// The most bytes that their payloads take.
  public var bytes: Int
  /// How old an event may be; `nil` for any age.
  public var age: Duration?

  /// A million events, of any age, with 1 GiB, unless something else is said.
  public init(count: Int = 1_000_000, bytes: Int = 1 << 30, age: Duration? = nil) {
    self.count = count
    self.bytes = bytes
    self.age = age
  }
}

extension HistoryBounds {
  /// - Returns: `nil` for any age.
  var milliseconds: Int64? {
    age.map { max(0, $0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000) }
  }
}
