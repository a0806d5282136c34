/// A struct that is read by its schema at run time.
public struct DynamicStruct: Sendable {
  let context: RecordContext
  let index: Int
  let position: Int

  /// The struct's definition.
  public var definition: ObjectDefinition { context.schema.objects[index] }

  /// The value of the field with this name; `nil` if there is none of that name.
  public subscript(_ name: String) -> DynamicValue? { definition.field(named: name).flatMap { self[$0] } }

  /// The value of a field of this struct.
  public subscript(_ field: FieldDefinition) -> DynamicValue? {
    if case .array(let element, let count) = field.type {
      return DynamicVector(
        context: context, element: element, start: position + field.offset, count: count, tags: nil
      ).map { .vector($0) }
    }
    return context.value(field.type.element, inPlaceAt: position + field.offset)
  }
}
