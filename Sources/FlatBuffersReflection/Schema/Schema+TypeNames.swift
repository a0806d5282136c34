extension Schema {
  /// A field's type in the words of the schema language: `[example.Tag]`.
  package func name(of type: FieldType) -> String {
    switch type {
    case .single(let element): name(of: element)
    case .vector(let element): "[\(name(of: element))]"
    case .array(let element, let count): "[\(name(of: element)):\(count)]"
    }
  }

  /// The type of a value in the words of the schema language; of a union's tag the union's.
  package func name(of type: ElementType) -> String {
    switch type {
    case .scalar(let scalar): scalar.rawValue
    case .string: "string"
    case .enumeration(let index), .union(let index), .unionTag(let index): "\(enums[index].name)"
    case .structure(let index), .table(let index): "\(objects[index].name)"
    }
  }
}
