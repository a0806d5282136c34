package import FlatBuffersRuntime

extension VerificationPlan {
  /// The plan for records of one type. ``ReflectiveVerifier`` accepts all that it accepts, and more.
  ///
  /// - Parameter table: the index of the records' type in the schema's objects.
  package init(_ schema: Schema, of table: Int) {
    var planner = VerificationPlanner(schema, table)
    planner.plan()
    self.init(tables: planner.tables, unions: planner.unions)
  }
}

/// Lays out a type and all that may lie within.
private struct VerificationPlanner {
  private let schema: Schema
  private(set) var tables: [[VerificationPlan.Step]] = []
  private(set) var unions: [[VerificationPlan.Member]] = []
  /// The objects that are tables of the plan, in the order of their places.
  private var objects: [Int]
  private var places: [Int: Int]

  init(_ schema: Schema, _ table: Int) {
    self.schema = schema
    objects = [table]
    places = [table: 0]
  }

  mutating func plan() {
    // More of them are found on the way.
    while tables.count < objects.count {
      let fields = schema.objects[objects[tables.count]].fieldsByID
      tables.append(fields.map { step(for: $0) })
    }
  }

  private mutating func place(of object: Int) -> Int {
    if let place = places[object] { return place }
    places[object] = objects.count
    objects.append(object)
    return objects.count - 1
  }

  private mutating func step(for field: FieldDefinition) -> VerificationPlan.Step {
    let slot = TableLayout.vtableOffset(slot: field.id)
    let isRequired = field.mustBePresent
    func step(
      _ kind: VerificationPlan.Kind, size: Int = 0, alignment: Int = 1, target: Int = 0
    ) -> VerificationPlan.Step {
      VerificationPlan.Step(
        slot: slot, kind, isRequired: isRequired, size: size, alignment: alignment, target: target)
    }
    // Which bytes have a meaning of their own, and what needs 64 bits, is looked at closer.
    guard !field.isOffset64, field.nestedTable == nil, !field.isFlexBuffer else { return step(.other) }
    let layout = schema.inlineLayout(of: field.type.element)
    switch field.type {
    case .single(.string): return step(.string)
    case .single(.table(let index)): return step(.table, target: place(of: index))
    case .single(.union(let index)):
      guard let union = union(index) else { return step(.other) }
      return step(.union, target: union)
    // A struct that is told and not there is a fault, where other members are none.
    case .single(.unionTag(let index)) where schema.enums[index].members.contains(where: \.isStructure):
      return step(.other)
    case .single: return step(.value, size: layout.size, alignment: layout.alignment)
    case .vector(.string): return step(.strings)
    case .vector(.table(let index)): return step(.tables, target: place(of: index))
    case .vector(.scalar): return step(.vector, size: layout.size, alignment: layout.alignment)
    // As in generated code, these are aligned for their counts.
    case .vector(.structure), .vector(.enumeration): return step(.vector, size: layout.size, alignment: 4)
    case .vector, .array: return step(.other)
    }
  }

  /// The place of a union with tags of one byte whose members are tables and strings; `nil` for others.
  private mutating func union(_ index: Int) -> Int? {
    let definition = schema.enums[index]
    guard definition.underlyingType.size == 1 else { return nil }
    var members = [VerificationPlan.Member](repeating: .other, count: 256)
    for (tag, member) in definition.tagged {
      switch member {
      case .table(let table): members[tag] = .table(place(of: table))
      case .string: members[tag] = .string
      default: break
      }
    }
    unions.append(members)
    return unions.count - 1
  }
}

extension EnumDefinition.Member {
  fileprivate var isStructure: Bool { if case .structure? = type { true } else { false } }
}

extension EnumDefinition {
  /// The types of a union's members by tags that fit into a byte.
  fileprivate var tagged: [(tag: Int, type: ElementType)] {
    members.compactMap { member in
      guard let tag = UInt8(exactly: member.value), let type = member.type else { return nil }
      return (Int(tag), type)
    }
  }
}
