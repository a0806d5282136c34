internal import FlatBuffersRuntime
public import SharedBytes

/// A vector, or a struct's fixed array, that is read by its schema at run time.
public struct DynamicVector: Sendable {
  let context: RecordContext
  let start: Int
  let tags: Int?
  let stride: Int
  /// The type of the elements.
  public let element: ElementType
  /// The number of elements.
  public let count: Int

  /// `nil` if the elements leave the bytes.
  init?(context: RecordContext, element: ElementType, start: Int, count: Int, tags: Int?) {
    let stride = context.schema.inlineLayout(of: element).size
    let (size, overflow) = count.multipliedReportingOverflow(by: stride)
    guard !overflow, context.bytes.slice(at: start, count: size) != nil else { return nil }
    self.context = context
    self.element = element
    self.start = start
    self.count = count
    self.tags = tags
    self.stride = stride
  }

  public var indices: Range<Int> { 0..<count }

  /// The bytes of all elements as they are stored; of strings, tables and unions these are offsets.
  public var bytes: SharedBytes? { context.bytes.slice(at: start, count: count * stride) }

  /// The tag of a vector of unions' element; 0 is `NONE`.
  public func tag(at index: Int) -> Int128? {
    guard indices.contains(index), let tags, case .union(let union) = element else { return nil }
    let scalar = context.schema.enums[union].underlyingType
    guard case .integer(let tag)? = context.bytes.scalar(scalar, at: tags + index * scalar.size) else {
      return nil
    }
    return tag
  }

  /// The element; `nil` outside the vector, and for a union that is `NONE`.
  public subscript(_ index: Int) -> DynamicValue? {
    guard indices.contains(index) else { return nil }
    let place = start + index * stride
    if case .union(let union) = element {
      return tag(at: index).flatMap { context.member(of: union, tag: $0, offsetAt: place) }
    }
    return context.value(element, inPlaceAt: place)
  }
}
