/// What the attributes of WAMP's interface language ask of records of one type, beyond their types: the rules for the
/// values of its fields and of all that lies within, see ``ValueRule``; and that what is `readonly` is not given.
package struct RecordRules: Sendable {
  /// What is wrong with a record.
  package struct Fault: Equatable {
    /// The way to the value: `stops[2].line`.
    package let path: String
    /// What was found and what is expected.
    package let message: String
  }

  /// The tables and structs that have rules, or have such within.
  private let judged: Set<Int>

  /// - Parameter table: the index of the records' type in the schema's objects.
  /// - Returns: `nil` if nothing is asked.
  package init?(_ schema: Schema, of table: Int) {
    let within = schema.objects(within: table)
    var holders: [Int: [Int]] = [:]
    for index in within {
      for held in schema.objects(heldBy: index) { holders[held, default: []].append(index) }
    }
    var judged: Set<Int> = []
    var next = within.filter { schema.objects[$0].fields.contains { Self.isJudged($0) } }
    while let index = next.popLast() {
      if judged.insert(index).inserted { next += holders[index] ?? [] }
    }
    guard judged.contains(table) else { return nil }
    self.judged = judged
  }

  private static func isJudged(_ field: FieldDefinition) -> Bool {
    !field.isDeprecated && (ValueRule(field) != nil || field.isReadOnly)
  }

  /// The first thing that is wrong with a record.
  ///
  /// A number that may not be absent is judged with its default if it is.
  ///
  /// - Parameters:
  ///   - record: a verified one of the type.
  ///   - isRequest: whether a caller made it, who gives what is read-only no value.
  /// - Complexity: linear in what verifying it takes.
  package func fault(in record: DynamicTable, isRequest: Bool) -> Fault? {
    Judging(judged: judged, isRequest: isRequest).fault(in: record, at: "")
  }
}

/// One look at a record.
private struct Judging {
  let judged: Set<Int>
  let isRequest: Bool

  func fault(in record: DynamicTable, at path: String) -> RecordRules.Fault? {
    guard judged.contains(record.index) else { return nil }
    for field in record.definition.fields where !field.isDeprecated {
      let path = path.isEmpty ? field.name : "\(path).\(field.name)"
      if isRequest, field.isReadOnly, record.contains(field) {
        return RecordRules.Fault(path: path, message: "found a value, expected none: it is read-only")
      }
      guard let value = record.value(of: field) else { continue }
      if let fault = fault(in: value, by: ValueRule(field), at: path) { return fault }
    }
    return nil
  }

  private func fault(in structure: DynamicStruct, at path: String) -> RecordRules.Fault? {
    guard judged.contains(structure.index) else { return nil }
    for field in structure.definition.fields {
      guard let value = structure[field] else { continue }
      if let fault = fault(in: value, by: ValueRule(field), at: "\(path).\(field.name)") { return fault }
    }
    return nil
  }

  private func fault(in value: DynamicValue, by rule: ValueRule?, at path: String) -> RecordRules.Fault? {
    switch value {
    case .integer(let number):
      guard let rule, !rule.accepts(number) else { return nil }
      return RecordRules.Fault(path: path, message: "found \(number), expected \(rule.expected)")
    case .string:
      guard let rule, let text = value.text, !rule.accepts(text) else { return nil }
      return RecordRules.Fault(path: path, message: "found '\(text.prefix(100))', expected \(rule.expected)")
    case .table(let table): return fault(in: table, at: path)
    case .structure(let structure): return fault(in: structure, at: path)
    case .vector(let vector):
      let held = vector.context.schema.objects(in: vector.element)
      guard rule != nil || held.contains(where: { judged.contains($0) }) else { return nil }
      for index in vector.indices {
        guard let element = vector[index] else { continue }
        if let fault = fault(in: element, by: rule, at: "\(path)[\(index)]") { return fault }
      }
      return nil
    case .bool, .real, .unknownMember: return nil
    }
  }
}

extension FieldDefinition {
  /// Whether the side that answers gives the field its value, and callers do not.
  fileprivate var isReadOnly: Bool { attributes.contains("readonly") }
}
