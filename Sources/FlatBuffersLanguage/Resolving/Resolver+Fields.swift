internal import FlatBuffersReflection

extension Resolver {
  mutating func resolve(
    _ syntax: FieldSyntax, of owner: QualifiedName, isStruct: Bool
  ) -> FieldDefinition? {
    let attributes = attributes(syntax.attributes, on: .field)
    guard let type = type(syntax.type, of: owner, isStruct: isStruct) else { return nil }
    guard let value = defaultValue(of: syntax, type: type, isStruct: isStruct) else { return nil }
    var field = FieldDefinition(
      name: syntax.name.text, location: syntax.name.location, type: type, id: 0, offset: 0, padding: 0,
      defaultValue: value, isRequired: attributes.contains("required"), isKey: attributes.contains("key"),
      isDeprecated: attributes.contains("deprecated"), nestedTable: nil, attributes: attributes,
      documentation: syntax.documentation)
    let errorsBefore = log.diagnostics.count
    checkMarks(of: field, isStruct: isStruct)
    checkTypeAttributes(of: field)
    checkNativeAttributes(of: field)
    field.nestedTable = nestedTable(of: field)
    field.attributes.elements += impliedAttributes(of: field)
    // A table without its key's value could not be found, so a string key must be there.
    if field.isKey, type == .single(.string) { field.isRequired = true }
    return log.diagnostics.count == errorsBefore ? field : nil
  }

  // MARK: - Types

  private mutating func type(_ syntax: TypeSyntax, of owner: QualifiedName, isStruct: Bool) -> FieldType? {
    guard let element = elementType(syntax.name, of: owner, isStruct: isStruct) else { return nil }
    let location = syntax.name.location
    switch syntax.shape {
    case .single where !isStruct:
      return .single(element)
    case .vector where !isStruct:
      return .vector(element)
    case .array where !isStruct:
      log.error(
        "found a fixed-size array in a table, expected it in a struct", at: location,
        hint: "put the array in a struct of its own")
      return nil
    case .vector:
      log.error(
        "found a vector in a struct, expected a scalar, an enum, a struct or a fixed-size array",
        at: location, hint: "only tables can have vectors")
      return nil
    case .single, .array:
      switch element {
      case .scalar, .enumeration, .structure: break
      case .string, .table, .union, .unionTag:
        log.error(
          "found '\(syntax.name.text)' in a struct, expected a scalar, an enum or a struct",
          at: location, hint: "only tables can have strings, tables and unions")
        return nil
      }
      guard case .array(let count) = syntax.shape else { return .single(element) }
      guard let number = Numeral.integer(count.text), 1...65535 ~= number else {
        log.error("found the array size \(count.text), expected a number from 1 to 65535", at: count.location)
        return nil
      }
      return .array(element, count: Int(number))
    }
  }

  private mutating func elementType(
    _ name: NameSyntax, of owner: QualifiedName, isStruct: Bool
  ) -> ElementType? {
    if name.text == "string" { return .string }
    if let scalar = ScalarType(named: name.text) { return .scalar(scalar) }
    guard let symbol = symbol(named: name.text) else {
      log.error(
        "found '\(name.text)', expected the name of a type", at: name.location,
        hint: symbols.hint(for: name.text))
      return nil
    }
    let isDeclared = symbol.order < symbols.resolvedCount
    switch symbol.kind {
    case .table:
      return .table(symbol.index)
    case .structure:
      guard isStruct else { return .structure(symbol.index) }
      guard isDeclared, symbol.name != owner else {
        log.error(
          symbol.name == owner
            ? "found the struct '\(owner)' in itself, expected another type"
            : "found the struct '\(symbol.name)' before its declaration, expected it after",
          at: name.location,
          hint: symbol.name == owner ? nil : "move the declaration of '\(symbol.name)' up")
        return nil
      }
      return .structure(symbol.index)
    case .enumeration, .union:
      guard isDeclared else {
        log.error(
          "found the \(symbol.kind.noun) '\(symbol.name)' before its declaration, expected it after",
          at: name.location, hint: "move the declaration of '\(symbol.name)' up")
        return nil
      }
      return symbol.kind == .union ? .union(symbol.index) : .enumeration(symbol.index)
    }
  }

  // MARK: - Attributes that any field can have

  private mutating func checkMarks(of field: FieldDefinition, isStruct: Bool) {
    if field.isRequired {
      if isStruct {
        misplaced("required", on: field, "a field of a table: a struct's fields are always there")
      } else if field.type.isScalar {
        misplaced("required", on: field, "a field that is no scalar: a scalar always has a value")
      }
    }
    if field.isDeprecated, isStruct { misplaced("deprecated", on: field, "a field of a table") }
    if field.isKey { checkKey(field) }
    // A struct's fields stand in the order they are written, whatever ids they are given.
    if let id = field.attributes["id"], !isStruct {
      guard let number = id.value.number, 0...65535 ~= number else {
        log.error("found \(id.value), expected 'id' to be a number from 0 to 65535", at: id.location)
        return
      }
    }
  }

  private mutating func checkKey(_ field: FieldDefinition) {
    if field.isOptionalScalar {
      misplaced("key", on: field, "a field that always has a value")
    }
    switch field.type {
    case .single(.scalar), .single(.enumeration), .single(.structure), .single(.string),
      .array(.scalar, _), .array(.enumeration, _), .array(.structure, _):
      break
    default:
      misplaced("key", on: field, "a scalar, a string, a struct or an array of a struct")
    }
  }

  /// - Parameter expected: where the attribute belongs.
  mutating func misplaced(_ attribute: String, on field: FieldDefinition, _ expected: String) {
    log.error(
      AttributeFault(misplaced: attribute, on: field, expected).message,
      at: field.attributes[attribute]?.location ?? field.location)
  }
}
