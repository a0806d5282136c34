package import SharedBytes

/// A FlexBuffer, the schema-less format that fields with the attribute `flexbuffer` hold.
package struct FlexBuffer {
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
  private func value(_ place: Reference, _ keysLeft: inout Int) -> Value? {
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
    case .map: return map(at: target, width, &keysLeft)
    case .vector: return untyped(at: target, width).map { .vector($0) }
    default:
      guard let elements = place.kind.elements else { return nil }
      return typed(at: target, width, elements.kind, count: elements.count ?? size(of: target, width))
    }
  }

  private func signed(_ position: Int, size: Int) -> Int64? {
    switch size {
    case 1: bytes.load(position, as: Int8.self).map(Int64.init)
    case 2: bytes.load(position, as: Int16.self).map(Int64.init)
    case 4: bytes.load(position, as: Int32.self).map(Int64.init)
    default: bytes.load(position, as: Int64.self)
    }
  }

  private func real(_ position: Int, size: Int) -> Double? {
    switch size {
    case 4: bytes.load(position, as: UInt32.self).map { Double(Float(bitPattern: $0)) }
    case 8: bytes.load(position, as: UInt64.self).map { Double(bitPattern: $0) }
    default: nil
    }
  }

  /// Offsets of a FlexBuffer lead backwards; that of an empty map's keys can be 0.
  private func target(_ position: Int, size: Int) -> Int? {
    guard let offset = bytes.unsigned(position, size: size), offset <= UInt64(clamping: position)
    else { return nil }
    return position - Int(offset)
  }

  /// The size that stands before a vector or string; `nil` if it leaves the bytes.
  private func size(of target: Int, _ width: Int) -> Int? {
    guard let size = bytes.unsigned(target - width, size: width), size <= UInt64(bytes.count) else {
      return nil
    }
    return Int(size)
  }

  private func key(at target: Int) -> SharedBytes? {
    var end = target
    while let byte = bytes.load(end, as: UInt8.self) {
      if byte == 0 { return bytes.slice(at: target, count: end - target) }
      end += 1
    }
    return nil
  }

  private func untyped(at target: Int, _ width: Int) -> [Reference]? {
    guard let count = size(of: target, width), bytes.slice(at: target, count: count * (width + 1)) != nil
    else {
      return nil
    }
    return (0..<count).map { index in
      Reference(
        position: target + index * width, parentWidth: width,
        packedType: bytes.load(target + count * width + index) ?? 0)
    }
  }

  private func typed(at target: Int, _ width: Int, _ kind: Kind, count: Int?) -> Value? {
    guard let count, bytes.slice(at: target, count: count * width) != nil else { return nil }
    // Strings of a vector of strings have sizes of one byte: the format kept no room for another width.
    return .vector(
      (0..<count).map { index in
        Reference(position: target + index * width, parentWidth: width, width: 1, kind: kind)
      })
  }

  private func map(at target: Int, _ width: Int, _ keysLeft: inout Int) -> Value? {
    let keysPlace = target - 3 * width
    guard keysPlace >= 0, let keys = self.target(keysPlace, size: width),
      let keyWidth = bytes.unsigned(target - 2 * width, size: width).map({ Int(clamping: $0) }),
      [1, 2, 4, 8].contains(keyWidth), let values = untyped(at: target, width),
      size(of: keys, keyWidth) == values.count
    else { return nil }
    var entries: [(key: SharedBytes, value: Reference)] = []
    for (index, value) in values.enumerated() {
      guard let key = self.target(keys + index * keyWidth, size: keyWidth).flatMap({ key(at: $0) }) else {
        return nil
      }
      keysLeft -= 1 + key.count / 64
      if keysLeft < 0 { return nil }
      entries.append((key, value))
    }
    return .map(entries)
  }
}

extension FlexBuffer {
  /// Checks that every value can be read.
  ///
  /// A value reached twice counts twice, so that values that share others take no exponential time.
  ///
  /// - Parameter valuesLeft: how many values may be visited.
  package func verify(
    depthLeft: Int, valuesLeft: inout Int, options: Verifier.Options
  ) throws(VerificationError) {
    guard let root else { throw VerificationError(.outOfRange(offset: 0, size: bytes.count)) }
    try verify(root, depthLeft: depthLeft, valuesLeft: &valuesLeft, options)
  }

  private func verify(
    _ place: Reference, depthLeft: Int, valuesLeft: inout Int, _ options: Verifier.Options
  ) throws(VerificationError) {
    guard depthLeft > 0 else { throw VerificationError(.tooDeep(limit: options.maxDepth)) }
    guard let value = value(place, &valuesLeft) else {
      if valuesLeft < 0 { throw VerificationError(.tooManyElements) }
      throw VerificationError(.outOfRange(offset: place.position, size: place.parentWidth))
    }
    let parts: [Reference]
    var length = 0
    switch value {
    case .vector(let elements): parts = elements
    case .map(let entries): parts = entries.map(\.value)
    case .string(let text):
      parts = []
      length = text.count
    default: parts = []
    }
    valuesLeft -= 1 + length / 64
    guard valuesLeft >= 0 else { throw VerificationError(.tooManyElements) }
    for part in parts {
      try verify(part, depthLeft: depthLeft - 1, valuesLeft: &valuesLeft, options)
    }
  }
}
