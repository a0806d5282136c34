extension Schema {
  /// The part of the schema that records of some tables need: those tables and all types they refer to.
  ///
  /// - Parameter tables: indexes of objects; the first one becomes the root.
  public func reduced(to tables: [Int]) -> Schema {
    var objects = Set(tables)
    var enums: Set<Int> = []
    var open = tables
    func visit(_ type: ElementType) {
      switch type {
      case .scalar, .string: break
      case .structure(let index), .table(let index):
        if objects.insert(index).inserted { open.append(index) }
      case .enumeration(let index), .union(let index), .unionTag(let index):
        guard enums.insert(index).inserted else { break }
        for member in self.enums[index].members { if let type = member.type { visit(type) } }
      }
    }
    while let index = open.popLast() {
      for field in self.objects[index].fields {
        visit(field.type.element)
        if let nested = field.nestedTable { visit(.table(nested)) }
      }
    }
    return keeping(objects.sorted(), enums.sorted(), root: tables.first)
  }

  private func keeping(_ objects: [Int], _ enums: [Int], root: Int?) -> Schema {
    let objectPlaces = Dictionary(uniqueKeysWithValues: objects.enumerated().map { ($1, $0) })
    let enumPlaces = Dictionary(uniqueKeysWithValues: enums.enumerated().map { ($1, $0) })
    func moved(_ type: ElementType) -> ElementType {
      switch type {
      case .scalar, .string: type
      case .structure(let index): .structure(objectPlaces[index] ?? 0)
      case .table(let index): .table(objectPlaces[index] ?? 0)
      case .enumeration(let index): .enumeration(enumPlaces[index] ?? 0)
      case .union(let index): .union(enumPlaces[index] ?? 0)
      case .unionTag(let index): .unionTag(enumPlaces[index] ?? 0)
      }
    }
    func moved(_ type: FieldType) -> FieldType {
      switch type {
      case .single(let element): .single(moved(element))
      case .vector(let element): .vector(moved(element))
      case .array(let element, let count): .array(moved(element), count: count)
      }
    }
    var schema = Schema()
    schema.objects = objects.map { index in
      var object = self.objects[index]
      for place in object.fields.indices {
        object.fields[place].type = moved(object.fields[place].type)
        object.fields[place].nestedTable = object.fields[place].nestedTable.flatMap { objectPlaces[$0] }
      }
      return object
    }
    schema.enums = enums.map { index in
      var definition = self.enums[index]
      for place in definition.members.indices {
        definition.members[place].type = definition.members[place].type.map { moved($0) }
      }
      return definition
    }
    schema.rootTable = root.flatMap { objectPlaces[$0] }
    if root == rootTable {
      schema.fileIdentifier = fileIdentifier
      schema.fileExtension = fileExtension
    }
    schema.attributes = attributes
    schema.files = files
    return schema
  }
}
