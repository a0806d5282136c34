package import SharedBytes

/// Reads the bytes of a FlexBuffer, every place of which is checked.
package struct FlexReader {
  let bytes: RecordBytes

  package init(_ bytes: SharedBytes) { self.bytes = RecordBytes(bytes: bytes) }

  /// A place a value is stored at and what its bytes mean.
  package struct Reference {
    let position: Int
    /// The bytes the value takes at `position`; of a value stored elsewhere, those of its offset.
    let parentWidth: Int
    /// The bytes of a number stored elsewhere, or of a vector's elements and its size.
    let width: Int
    let kind: Kind

    init(position: Int, parentWidth: Int, packedType: UInt8) {
      self.init(
        position: position, parentWidth: parentWidth, width: 1 << Int(packedType & 3),
        kind: Kind(packedType >> 2))
    }

    init(position: Int, parentWidth: Int, width: Int, kind: Kind) {
      self.position = position
      self.parentWidth = parentWidth
      self.width = width
      self.kind = kind
    }
  }

  /// What a place holds.
  package enum Value {
    case null
    case bool(Bool)
    case integer(Int128)
    case real(Double)
    case string(SharedBytes)
    case vector([Reference])
    case map([(key: SharedBytes, value: Reference)])
  }

  /// The root value; `nil` if the bytes are no FlexBuffer.
  package var root: Reference? {
    guard bytes.count >= 3, let width = bytes.unsigned(bytes.count - 1, size: 1).map(Int.init),
      [1, 2, 4, 8].contains(width), bytes.count >= 2 + width,
      let packed = bytes.load(bytes.count - 2, as: UInt8.self)
    else { return nil }
    return Reference(position: bytes.count - 2 - width, parentWidth: width, packedType: packed)
  }

  /// Reads what a place holds; `nil` if that is not possible within the bytes.
  package func value(_ place: Reference) -> Value? {
    var keysLeft = Int.max
    return value(place, &keysLeft)
  }

  /// - Parameter keysLeft: how many keys of maps may be looked for, with one more for every 64 bytes; negative
  ///   afterwards if they were more.
  func value(_ place: Reference, _ keysLeft: inout Int) -> Value? {
    switch place.kind {
    case .null: return .null
    case .integer: return signed(place.position, size: place.parentWidth).map { .integer(Int128($0)) }
    case .unsigned:
      return bytes.unsigned(place.position, size: place.parentWidth).map { .integer(Int128($0)) }
    case .real: return real(place.position, size: place.parentWidth).map { .real($0) }
    case .bool: return bytes.unsigned(place.position, size: place.parentWidth).map { .bool($0 != 0) }
    default:
      guard let target = target(place.position, size: place.parentWidth) else { return nil }
      return value(place, at: target, &keysLeft)
    }
  }

  private func value(_ place: Reference, at target: Int, _ keysLeft: inout Int) -> Value? {
    let width = place.width
    switch place.kind {
    case .key: return key(at: target).map { .string($0) }
    case .string, .blob:
      guard let count = size(of: target, width) else { return nil }
      if place.kind == .string, bytes.load(target + count, as: UInt8.self) != 0 { return nil }
      return bytes.slice(at: target, count: count).map { .string($0) }
    case .indirectInteger: return signed(target, size: width).map { .integer(Int128($0)) }
    case .indirectUnsigned: return bytes.unsigned(target, size: width).map { .integer(Int128($0)) }
    case .indirectReal: return real(target, size: width).map { .real($0) }
    case .map: return map(place, &keysLeft)
    default: return elements(of: place).map { .vector(references($0)) }
    }
  }

  func signed(_ position: Int, size: Int) -> Int64? {
    switch size {
    case 1: bytes.load(position, as: Int8.self).map(Int64.init)
    case 2: bytes.load(position, as: Int16.self).map(Int64.init)
    case 4: bytes.load(position, as: Int32.self).map(Int64.init)
    default: bytes.load(position, as: Int64.self)
    }
  }

  func real(_ position: Int, size: Int) -> Double? {
    switch size {
    case 4: bytes.load(position, as: UInt32.self).map { Double(Float(bitPattern: $0)) }
    case 8: bytes.load(position, as: UInt64.self).map { Double(bitPattern: $0) }
    default: nil
    }
  }

  /// Offsets of a FlexBuffer lead backwards; that of an empty map's keys can be 0.
  func target(_ position: Int, size: Int) -> Int? {
    guard let offset = bytes.unsigned(position, size: size), offset <= UInt64(clamping: position)
    else { return nil }
    return position - Int(offset)
  }

  /// The size that stands before a vector or string; `nil` if it leaves the bytes.
  func size(of target: Int, _ width: Int) -> Int? {
    guard let size = bytes.unsigned(target - width, size: width), size <= UInt64(bytes.count) else {
      return nil
    }
    return Int(size)
  }

  func key(at target: Int) -> SharedBytes? {
    var end = target
    while let byte = bytes.load(end, as: UInt8.self) {
      if byte == 0 { return bytes.slice(at: target, count: end - target) }
      end += 1
    }
    return nil
  }

  private func references(_ elements: Elements) -> [Reference] {
    (0..<elements.count).map { element($0, of: elements) }
  }

  private func map(_ place: Reference, _ keysLeft: inout Int) -> Value? {
    guard let map = elements(of: place) else { return nil }
    var entries: [(key: SharedBytes, value: Reference)] = []
    for index in 0..<map.count {
      guard let key = key(index, of: map) else { return nil }
      keysLeft -= 1 + key.count / 64
      if keysLeft < 0 { return nil }
      entries.append((key, element(index, of: map)))
    }
    return .map(entries)
  }
}
