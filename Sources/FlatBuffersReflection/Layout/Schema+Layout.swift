extension Schema {
  /// The scalar that is stored for an element; `nil` if it is no scalar.
  package func storage(of element: ElementType) -> ScalarType? {
    switch element {
    case .scalar(let scalar): scalar
    case .enumeration(let index), .unionTag(let index): enums[index].underlyingType
    default: nil
    }
  }

  /// The bytes an element takes in a table or vector, and their alignment: those of its offset if it is elsewhere.
  package func inlineLayout(of element: ElementType) -> (size: Int, alignment: Int) {
    if let scalar = storage(of: element) { return (scalar.size, scalar.size) }
    if case .structure(let index) = element { return (objects[index].size, objects[index].alignment) }
    return (4, 4)
  }

  /// What a field takes in a struct.
  package func structPart(of type: FieldType) -> StructLayout.Part {
    let element = inlineLayout(of: type.element)
    let count = if case .array(_, let count) = type { count } else { 1 }
    return StructLayout.Part(size: element.size * count, alignment: element.alignment)
  }
}
