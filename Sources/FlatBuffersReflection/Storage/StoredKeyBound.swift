/// Where a range of keys begins or ends, by their bytes as they are stored.
package enum StoredKeyBound: Sendable, Equatable {
  case none
  case including([UInt8])
  case excluding([UInt8])
  /// The first or the last of the keys that begin with these bytes.
  case beginning([UInt8])
}
