package import FlatBuffersReflection

/// A range of keys as their bytes: what a ``KeyRange`` is without its type.
package struct StoredKeyRange: Sendable, Equatable {
  package var lower: StoredKeyBound
  package var upper: StoredKeyBound

  package init(lower: StoredKeyBound = .none, upper: StoredKeyBound = .none) {
    self.lower = lower
    self.upper = upper
  }

  package init<Key>(_ range: KeyRange<Key>) {
    lower = StoredKeyBound(range.lower)
    upper = StoredKeyBound(range.upper)
  }

  /// Whether all keys lie in it.
  package var isUnbounded: Bool { lower.isOpen && upper.isOpen }
}

extension StoredKeyBound {
  /// Whether it bounds nothing: all keys begin with no bytes.
  fileprivate var isOpen: Bool { self == .none || self == .beginning([]) }

  fileprivate init<Key>(_ bound: KeyRange<Key>.Bound) {
    switch bound {
    case .none: self = .none
    case .including(let key): self = .including([UInt8](stored: key))
    case .excluding(let key): self = .excluding([UInt8](stored: key))
    case .beginning(let prefix): self = .beginning([UInt8](prefix.bound.bytes))
    }
  }
}

extension [UInt8] {
  /// A key as it is stored.
  package init<Key: StoreKey>(stored key: Key) {
    let encoded = key.encoded
    self.init(encoded.bytes)
  }

  /// The bytes of an encoded key.
  package init(stored key: KeyEncoder) { self.init(key.bytes) }
}

extension EncodedRange {
  init(_ range: StoredKeyRange) {
    var start = EncodedBound(RawSpan())
    switch range.lower {
    case .none: break
    case .including(let key), .beginning(let key): start = EncodedBound(stored: key)
    case .excluding(let key):
      guard let successor = EncodedBound(stored: key).successor else {
        // Nothing lies after the greatest key, and nothing before the empty one.
        self.init(start: start, end: start)
        return
      }
      start = successor
    }
    switch range.upper {
    case .none: self.init(start: start, end: nil)
    case .excluding(let key): self.init(start: start, end: EncodedBound(stored: key))
    case .including(let key), .beginning(let key):
      self.init(start: start, end: EncodedBound(stored: key).successor)
    }
  }
}

extension EncodedBound {
  fileprivate init(stored key: [UInt8]) {
    // Bytes have no padding that could be read uninitialised.
    self = unsafe EncodedBound(key.span.bytes)
  }
}
