/// A fixed number of values within a struct: what a schema writes as `[T:length]`.
///
///     var matrix = FixedArray<4, Float>(repeating: 0)
///     matrix[0] = 1
@frozen
public struct FixedArray<let length: Int, Element: FlatValue>: FlatValue {
  @usableFromInline var elements: InlineArray<length, Element>

  /// The same value in every place.
  @inlinable
  public init(repeating value: Element) {
    elements = InlineArray(repeating: value)
  }

  /// The values of a collection; `nil` unless there are exactly as many as places.
  @inlinable
  public init?(_ values: some Collection<Element>) {
    guard let first = values.first, values.count == length else { return nil }
    elements = InlineArray(repeating: first)
    for (index, value) in values.enumerated() { elements[index] = value }
  }

  // MARK: - In a buffer

  @inlinable public static var byteCount: Int { length * Element.byteCount }
  @inlinable public static var alignment: Int { Element.alignment }

  @inlinable
  public init(_ place: InlineView) {
    elements = InlineArray(repeating: place.value(at: 0))
    for index in 1..<Swift.max(length, 1) { elements[index] = place.value(at: index &* Element.byteCount) }
  }

  @inlinable
  public func store(to place: inout InlinePlace) {
    for index in 0..<length { place.store(elements[index], at: index &* Element.byteCount) }
  }

  // MARK: - Comparing

  @inlinable
  public static func == (left: FixedArray, right: FixedArray) -> Bool { left.elementsEqual(right) }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    for index in 0..<length { hasher.combine(elements[index]) }
  }
}

extension FixedArray: RandomAccessCollection, MutableCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { length }

  /// The element at `index`, which must be in `indices`.
  @inlinable
  public subscript(index: Int) -> Element {
    get { elements[index] }
    set { elements[index] = newValue }
  }
}

extension FixedArray: CustomStringConvertible {
  public var description: String { "\(Array(self))" }
}

extension FixedArray: Codable {
  /// Decodes an array of as many elements as there are places.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.singleValueContainer().decode([Element].self)
    guard let array = FixedArray(values) else {
      let context = DecodingError.Context(
        codingPath: decoder.codingPath, debugDescription: "\(values.count) elements, expected \(length)")
      throw DecodingError.dataCorrupted(context)
    }
    self = array
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Array(self))
  }
}
