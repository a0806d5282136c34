internal import SharedBytes

/// A value of a FlexBuffer, read where it is stored.
///
///     if let any = box.flexibleRoot {
///       print(any["name"]?.string ?? "", any["scores"]?.count ?? 0)
///     }
///
/// Valid as long as the record or ``FlexBuffer`` that it was read from. What is asked for in a way that the value has
/// not is `nil`.
public struct FlexView: ~Escapable {
  // Its bytes are those of the record, which the lifetime of the view keeps.
  let reader: FlexReader
  let place: FlexReader.Reference

  @_lifetime(immortal)
  init(_ reader: FlexReader, _ place: FlexReader.Reference) {
    self.reader = reader
    self.place = place
  }

  /// The root of the FlexBuffer that bytes hold; `nil` if they are empty.
  ///
  /// - Parameter bytes: verified bytes of a field.
  @usableFromInline @_lifetime(copy bytes)
  init?(root bytes: RawSpan) {
    // Not kept beyond the lifetime of the bytes, which is that of the view.
    let unowned = unsafe bytes.withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.map {
        unsafe SharedBytes(unsafeStart: $0, count: bytes.count, keptAliveBy: nil)
      }
    }
    guard let unowned, let root = FlexReader(unowned).root else { return nil }
    let view = FlexView(FlexReader(unowned), root)
    self = unsafe _overrideLifetime(view, copying: bytes)
  }

  private var content: FlexReader.Value? { reader.value(place) }

  /// Whether the value is null.
  public var isNull: Bool { place.kind == .null }

  /// The value of a boolean.
  public var bool: Bool? {
    guard place.kind == .bool, case .bool(let flag)? = content else { return nil }
    return flag
  }

  /// The value of an integer that 64 bits with a sign can hold.
  public var integer: Int64? { number.flatMap { Int64(exactly: $0) } }

  /// The value of an integer that is not negative.
  public var unsigned: UInt64? { number.flatMap { UInt64(exactly: $0) } }

  /// The value of a number of any kind; an integer of more than 53 bits is rounded.
  public var real: Double? {
    guard place.kind.isNumber else { return nil }
    switch content {
    case .real(let number)?: return number
    case .integer(let number)?: return Double(number)
    default: return nil
    }
  }

  /// A copy of text; `nil` for text that is not UTF-8, see ``bytes``.
  public var string: String? {
    guard place.kind.isText, case .string(let bytes)? = content else { return nil }
    return String(validating: [UInt8](bytes), as: UTF8.self)
  }

  /// The bytes of text or of a blob, in place.
  public var bytes: RawSpan? {
    @_lifetime(copy self)
    get {
      guard place.kind.isText || place.kind == .blob, case .string(let bytes)? = content else { return nil }
      return unsafe _overrideLifetime(bytes.bytes, copying: self)
    }
  }

  /// How many elements a vector has, or entries a map; 0 for any other value.
  public var count: Int { reader.elements(of: place)?.count ?? 0 }

  /// Whether the value is a map.
  public var isMap: Bool { place.kind == .map }

  /// Whether the value is a vector, of any kind.
  public var isVector: Bool { place.kind == .vector || place.kind.elements != nil }

  /// The element of a vector, or the value of a map, at an index.
  ///
  /// - Complexity: constant.
  public subscript(index: Int) -> FlexView? {
    @_lifetime(copy self)
    get {
      guard let elements = reader.elements(of: place), index >= 0, index < elements.count else { return nil }
      return unsafe _overrideLifetime(FlexView(reader, reader.element(index, of: elements)), copying: self)
    }
  }

  /// The value that a map has under a name.
  ///
  /// - Complexity: logarithmic: the format sorts names by their bytes.
  public subscript(key: String) -> FlexView? {
    @_lifetime(copy self)
    get {
      guard isMap, let map = reader.elements(of: place), let index = reader.index(of: key, in: map) else {
        return nil
      }
      return unsafe _overrideLifetime(FlexView(reader, reader.element(index, of: map)), copying: self)
    }
  }

  /// A copy of the name at an index of a map; repaired if it is not UTF-8.
  public func key(at index: Int) -> String? {
    guard isMap, let map = reader.elements(of: place), index >= 0, index < map.count else { return nil }
    return reader.key(index, of: map).map { String(decoding: [UInt8]($0), as: UTF8.self) }
  }

  /// A copy of the value and of all that is in it.
  public var value: FlexValue { FlexValue(reader, place) }

  private var number: Int128? {
    guard place.kind.isNumber, case .integer(let number)? = content else { return nil }
    return number
  }
}

extension FlexValue {
  fileprivate init(_ reader: FlexReader, _ place: FlexReader.Reference) {
    switch reader.value(place) {
    case nil, .null?: self = .null
    case .bool(let flag)?: self = .bool(flag)
    case .integer(let number)?:
      let isUnsigned = place.kind == .unsigned || place.kind == .indirectUnsigned
      self =
        isUnsigned
        ? .unsigned(UInt64(truncatingIfNeeded: number)) : .integer(Int64(truncatingIfNeeded: number))
    case .real(let number)?: self = .real(number)
    case .string(let bytes)?:
      let copy = [UInt8](bytes)
      self = place.kind == .blob ? .blob(copy) : .string(String(decoding: copy, as: UTF8.self))
    case .vector(let elements)?: self = .vector(elements.map { FlexValue(reader, $0) })
    case .map(let entries)?:
      self = .map(
        FlexMap(
          entries.map { entry in
            (key: String(decoding: [UInt8](entry.key), as: UTF8.self), value: FlexValue(reader, entry.value))
          }))
    }
  }
}
