internal import FlatBuffersRuntime

extension ReflectiveVerifier {
  /// Checks the fields a table has, and that those which must be there are.
  mutating func table(_ index: Int, _ table: Table) throws(VerificationError) {
    let fields = orders.order(of: schema.objects[index], index)
    for id in fields.required where try place(id, table) == nil {
      throw VerificationError.found(.missing).inside(fields.byID[id].name)
    }
    // What the vtable has no room for is not there, however many fields the schema has. One more is looked at: it
    // can be the union whose tag the vtable ends with.
    let slots = min(fields.byID.count, (table.vtableSize - TableLayout.vtableOffset(slot: 0)) / 2 + 1)
    var previous: Int?
    for id in 0..<slots {
      let place = try place(id, table)
      defer { previous = place }
      if place == nil, previous == nil { continue }
      do throws(VerificationError) {
        try self.field(fields.byID[id], at: place, previous: previous)
      } catch {
        throw error.inside(fields.byID[id].name)
      }
    }
  }

  /// - Parameter previous: the place of the field before, which is a union's tag.
  private mutating func field(
    _ field: FieldDefinition, at place: Int?, previous: Int?
  ) throws(VerificationError) {
    if case .union(let union) = field.type.element {
      return try self.union(union, field, tagPlace: previous, place: place)
    }
    guard let place else { return }
    switch field.type {
    case .single(let element): try single(element, field, at: place)
    case .vector(let element): try vector(of: element, field, at: place)
    case .array: break
    }
  }

  private mutating func single(
    _ element: ElementType, _ field: FieldDefinition, at place: Int
  ) throws(VerificationError) {
    switch element {
    case .string: try string(field.isOffset64 ? try follow64(place) : try follow(place))
    case .table(let index): try nested(index, try follow(place))
    default:
      let layout = schema.inlineLayout(of: element)
      try check(place, size: layout.size, alignment: layout.alignment)
    }
  }

  private mutating func vector(
    of element: ElementType, _ field: FieldDefinition, at place: Int
  ) throws(VerificationError) {
    let position = field.isOffset64 ? try follow64(place) : try follow(place)
    let layout = schema.inlineLayout(of: element)
    var alignment = layout.alignment
    // Only scalars are handed out in place; like in generated code, other vectors are aligned for their counts.
    switch element {
    case .structure, .enumeration: alignment = 4
    default: break
    }
    let (start, count) = try elements(
      position, size: layout.size, alignment: alignment, isCount64: field.isVector64)
    switch element {
    case .string, .table:
      if case .string = element { try spend(count) }
      for index in 0..<count {
        do throws(VerificationError) {
          let target = try follow(start + index * 4)
          if case .table(let table) = element { try nested(table, target) } else { try string(target) }
        } catch {
          throw error.inside("[\(index)]")
        }
      }
    default:
      if let table = field.nestedTable { try nestedBuffer(table, start: start, count: count) }
      if field.isFlexBuffer { try flexBuffer(start: start, count: count) }
    }
  }

  /// Checks a table one level deeper.
  private mutating func nested(_ index: Int, _ position: Int) throws(VerificationError) {
    depthLeft -= 1
    if depthLeft <= 0 { throw .found(.tooDeep(limit: options.maxDepth)) }
    try table(index, try enter(position))
    depthLeft += 1
  }

  /// Checks a buffer within the buffer; it shares the budgets, or they would nest without a bound.
  private mutating func nestedBuffer(_ table: Int, start: Int, count: Int) throws(VerificationError) {
    guard let part = bytes.slice(at: start, count: count) else {
      throw .found(.outOfRange(offset: start, size: count))
    }
    var inner = ReflectiveVerifier(
      schema: schema, bytes: RecordBytes(bytes: part), options: options, depthLeft: depthLeft - 1,
      tablesLeft: tablesLeft, elementsLeft: elementsLeft, orders: orders)
    if inner.depthLeft <= 0 { throw .found(.tooDeep(limit: options.maxDepth)) }
    do throws(VerificationError) {
      try inner.table(table, try inner.enter(try inner.root(at: 0)))
    } catch {
      throw error.withinPart()
    }
    tablesLeft = inner.tablesLeft
    elementsLeft = inner.elementsLeft
  }

  private mutating func flexBuffer(start: Int, count: Int) throws(VerificationError) {
    // No bytes are no value: what a writer leaves that was given none.
    if count == 0 { return }
    guard let part = bytes.slice(at: start, count: count) else {
      throw .found(.outOfRange(offset: start, size: count))
    }
    try FlexReader(part).verifyPart(depthLeft: depthLeft, valuesLeft: &elementsLeft, options: options)
  }

  // MARK: - Unions

  private mutating func union(
    _ union: Int, _ field: FieldDefinition, tagPlace: Int?, place: Int?
  ) throws(VerificationError) {
    let scalar = schema.enums[union].underlyingType
    if case .vector = field.type {
      return try unions(union, field, tagPlace: tagPlace, place: place)
    }
    var tag: Int128 = 0
    if let tagPlace {
      try check(tagPlace, size: scalar.size, alignment: scalar.size)
      if case .integer(let value)? = bytes.scalar(scalar, at: tagPlace) { tag = value }
    }
    let position = try place.map { (place) throws(VerificationError) in try follow(place) }
    if tag == 0 {
      if position != nil, field.isRequired { throw .found(.union) }
    } else {
      try member(union, tag, position)
    }
  }

  private mutating func unions(
    _ union: Int, _ field: FieldDefinition, tagPlace: Int?, place: Int?
  ) throws(VerificationError) {
    guard let tagPlace, let place else {
      if tagPlace != nil || place != nil { throw .found(.union) }
      return
    }
    let scalar = schema.enums[union].underlyingType
    let tags = try elements(try follow(tagPlace), size: scalar.size, alignment: scalar.size)
    let members = try elements(try follow(place), size: 4, alignment: 4)
    if tags.count != members.count { throw .found(.union) }
    try spend(tags.count)
    for index in 0..<members.count {
      let place = members.start + index * 4
      do throws(VerificationError) {
        guard case .integer(let tag)? = bytes.scalar(scalar, at: tags.start + index * scalar.size) else {
          throw .found(.union)
        }
        if tag != 0 {
          try member(union, tag, try follow(place))
        } else if try load(place, as: UInt32.self) != 0 {
          throw .found(.union)
        }
      } catch {
        throw error.inside("[\(index)]")
      }
    }
  }

  /// - Parameter position: `nil` if there is a tag and no member, which reads as neither.
  private mutating func member(_ union: Int, _ tag: Int128, _ position: Int?) throws(VerificationError) {
    let type = schema.enums[union].member(tag)?.type
    guard let position else {
      if case .structure? = type { throw .found(.union) }
      return
    }
    // A member of a newer schema is accepted, so that old code reads new data.
    switch type {
    case .table(let index)?: try nested(index, position)
    case .string?: try string(position)
    case .structure(let index)?:
      try check(position, size: schema.objects[index].size, alignment: schema.objects[index].alignment)
    default: break
    }
  }
}
