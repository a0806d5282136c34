internal import FlatBuffersRuntime

extension BinarySchemaWriter {
  func type(_ field: FieldDefinition) -> BinaryType.Draft {
    switch field.type {
    case .single(let element):
      return single(element)
    case .vector(let element):
      let vector: BinaryBaseType = field.isVector64 ? .vector64 : .vector
      return several(vector, of: element, count: 0)
    case .array(let element, let count):
      return several(.array, of: element, count: count)
    }
  }

  func single(_ element: ElementType) -> BinaryType.Draft {
    BinaryType.Draft(
      baseType: baseType(element), index: index(element), baseSize: UInt32(size(element)), elementSize: 1)
  }

  private func several(_ base: BinaryBaseType, of element: ElementType, count: Int) -> BinaryType.Draft {
    var elementSize = size(element)
    // Elsewhere the reference compiler writes what an offset would take, and readers compare.
    if case .structure(let index) = element, base == .vector { elementSize = schema.objects[index].size }
    return BinaryType.Draft(
      baseType: base, element: baseType(element), index: index(element), fixedLength: UInt16(clamping: count),
      baseSize: base == .vector64 ? 8 : 4, elementSize: UInt32(elementSize))
  }

  private func baseType(_ element: ElementType) -> BinaryBaseType {
    switch element {
    case .scalar(let scalar): BinaryBaseType(scalar)
    case .string: .string
    case .enumeration(let index): BinaryBaseType(schema.enums[index].underlyingType)
    case .structure, .table: .object
    case .union: .union
    // Whatever the union's numbers are: readers take their type from the union.
    case .unionTag: .unionTag
    }
  }

  /// Where the type of an element stands among the sorted objects or enums; -1 for a built-in one.
  private func index(_ element: ElementType) -> Int32 {
    switch element {
    case .scalar, .string: -1
    case .structure(let index), .table(let index): Int32(objectPlaces[index])
    case .enumeration(let index), .union(let index), .unionTag(let index): Int32(enumPlaces[index])
    }
  }

  /// The bytes of a value in a table or vector, where structs count as offsets.
  private func size(_ element: ElementType) -> Int {
    switch element {
    case .scalar(let scalar): scalar.size
    case .enumeration(let index): schema.enums[index].underlyingType.size
    case .unionTag: 1
    case .string, .structure, .table, .union: 4
    }
  }
}

extension BinaryBaseType {
  init(_ scalar: ScalarType) {
    self =
      switch scalar {
      case .bool: .bool
      case .byte: .byte
      case .ubyte: .uByte
      case .short: .short
      case .ushort: .uShort
      case .int: .int
      case .uint: .uInt
      case .long: .long
      case .ulong: .uLong
      case .float: .float
      case .double: .double
      }
  }

  /// The scalar type of the language; `nil` for what is no scalar.
  var scalar: ScalarType? { ScalarType.allCases.first { BinaryBaseType($0) == self } }
}

extension EnumDefinition {
  /// The type of the numbers, which is one of its own for unions.
  var tagBaseType: BinaryBaseType {
    namesUnderlyingType ? BinaryBaseType(underlyingType) : .unionTag
  }
}

extension Schema {
  /// Bits that tell old readers what they might not understand.
  var advancedFeatures: UInt64 {
    var features: UInt64 = 0
    for object in objects {
      for field in object.fields {
        if case .array = field.type { features |= 1 }
        if case .vector(.union) = field.type { features |= 2 }
        switch field.defaultValue {
        case .null: features |= 4
        case .string, .emptyVector: features |= 8
        default: break
        }
      }
    }
    return features
  }
}
