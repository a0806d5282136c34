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

  /// A field that is judged, or what lies in it.
  struct JudgedField {
    let field: FieldDefinition
    let rule: ValueRule?
    /// Whether the side that answers gives it its value, and callers do not.
    let isReadOnly: Bool
    /// Whether something is judged that lies within.
    let isHolder: Bool
  }

  /// The fields that are judged, of the tables and structs that have such, by the indexes of these.
  private let judged: [Int: [JudgedField]]
  /// Whether anything in them is read-only.
  package let hasReadOnly: Bool

  /// - Parameter table: the index of the records' type in the schema's objects.
  /// - Returns: `nil` if nothing is asked.
  package init?(_ schema: Schema, of table: Int) {
    let within = schema.objects(within: table)
    var holders: [Int: [Int]] = [:]
    for index in within {
      for held in schema.objects(heldBy: index) { holders[held, default: []].append(index) }
    }
    // From those that have rules to those that hold them.
    var found: Set<Int> = []
    var next = within.filter { index in
      schema.objects[index].fields.contains { !$0.isDeprecated && (ValueRule($0) != nil || $0.isReadOnly) }
    }
    while let index = next.popLast() {
      if found.insert(index).inserted { next += holders[index] ?? [] }
    }
    guard found.contains(table) else { return nil }
    var judged: [Int: [JudgedField]] = [:]
    for index in found {
      judged[index] = schema.objects[index].fields.filter { !$0.isDeprecated }.compactMap { field in
        let judgedField = JudgedField(
          field: field, rule: ValueRule(field), isReadOnly: field.isReadOnly,
          isHolder: schema.objects(in: field).contains { found.contains($0) })
        let isJudged = judgedField.rule != nil || judgedField.isReadOnly || judgedField.isHolder
        return isJudged ? judgedField : nil
      }
    }
    self.judged = judged
    hasReadOnly = judged.values.joined().contains(where: \.isReadOnly)
  }

  /// The first thing that is wrong with a record.
  ///
  /// A number that may not be absent is judged with its default if it is, unless it is read-only. What a record stores once
  /// and refers to often is judged each time, until that takes longer than a record of its size may.
  ///
  /// - Parameters:
  ///   - record: a verified one of the type.
  ///   - isRequest: whether a caller made it, who gives what is read-only no value.
  /// - Complexity: linear in the size of the record.
  package func fault(in record: DynamicTable, isRequest: Bool) -> Fault? {
    var judge = RecordJudge(judged, isRequest: isRequest, recordSize: record.context.bytes.count)
    return judge.fault(in: record).map { $0.fault }
  }

  /// The first thing in a record that is read-only and not as it is in another one, which it is to replace.
  ///
  /// - Parameters:
  ///   - record: a verified one of the type, without another fault.
  ///   - old: a verified one of the type; `nil` if it replaces none.
  package func fault(in record: DynamicTable, replacing old: DynamicTable?) -> Fault? {
    var judge = RecordJudge(judged, isRequest: true, recordSize: record.context.bytes.count)
    return judge.fault(in: record, replacing: old).map { $0.fault }
  }
}

extension FieldDefinition {
  var isReadOnly: Bool { attributes.contains("readonly") }
}
