import RecordStore
import SeededRandom

extension KeyRange {
  /// Any range with these two as bounds, if it has any.
  static func random(_ low: Key, _ high: Key, _ random: inout SplitMix64) -> KeyRange {
    func bound(_ key: Key) -> Bound {
      switch UInt8.random(in: 0..<7, using: &random) {
      case 0: .none
      case 1..<4: .including(key)
      default: .excluding(key)
      }
    }
    return KeyRange(lower: bound(low), upper: bound(high))
  }

  /// Whether a key lies in the range; its bounds are whole keys.
  func contains(_ key: Key, by precedes: (Key, Key) -> Bool) -> Bool {
    let isAfterLower =
      switch lower {
      case .including(let bound): !precedes(key, bound)
      case .excluding(let bound): precedes(bound, key)
      case .none, .beginning: true
      }
    let isBeforeUpper =
      switch upper {
      case .including(let bound): !precedes(bound, key)
      case .excluding(let bound): precedes(key, bound)
      case .none, .beginning: true
      }
    return isAfterLower && isBeforeUpper
  }
}
