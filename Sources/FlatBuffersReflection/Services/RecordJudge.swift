internal import SharedBytes

/// One look at a record by the rules for its type.
struct RecordJudge {
  private let judged: [Int: [RecordRules.JudgedField]]
  private let isRequest: Bool
  /// How much may still be looked at: fields, elements and bytes of text.
  private var effort: Int

  /// What is wrong, with the way to it as far as it is known: it is made on the way back, only if there is a fault.
  struct Finding {
    private(set) var path = ""
    let message: String

    init(_ message: String) { self.message = message }

    func inside(_ name: String) -> Finding {
      var finding = self
      finding.path = path.isEmpty || path.hasPrefix("[") ? name + path : "\(name).\(path)"
      return finding
    }

    func inside(_ index: Int) -> Finding { inside("[\(index)]") }

    var fault: RecordRules.Fault { RecordRules.Fault(path: path, message: message) }
  }

  init(_ judged: [Int: [RecordRules.JudgedField]], isRequest: Bool, recordSize: Int) {
    self.judged = judged
    self.isRequest = isRequest
    // Twice what is stored once.
    effort = 100_000 + 2 * recordSize
  }

  private mutating func spend(_ count: Int) -> Finding? {
    effort -= count
    return effort >= 0 ? nil : Finding("found more than its size, as parts of it are referred to often")
  }

  mutating func fault(in record: DynamicTable) -> Finding? {
    for judged in judged[record.index] ?? [] {
      if let finding = fault(in: record, judged) { return finding.inside(judged.field.name) }
    }
    return nil
  }

  private mutating func fault(in record: DynamicTable, _ judged: RecordRules.JudgedField) -> Finding? {
    if let spent = spend(1) { return spent }
    if judged.isReadOnly {
      guard record.contains(judged.field) else { return nil }
      if isRequest { return Self.isGiven }
    }
    if judged.field.nestedTable != nil {
      guard judged.isHolder, let nested = record.nestedRoot(judged.field) else { return nil }
      return fault(in: nested)
    }
    guard let value = record.value(of: judged.field) else { return nil }
    return fault(in: value, by: judged.rule, isHolder: judged.isHolder)
  }

  private mutating func fault(in structure: DynamicStruct) -> Finding? {
    for judged in judged[structure.index] ?? [] {
      guard let value = structure[judged.field] else { continue }
      if let finding = fault(in: value, by: judged.rule, isHolder: judged.isHolder) {
        return finding.inside(judged.field.name)
      }
    }
    return nil
  }

  private mutating func fault(in value: DynamicValue, by rule: ValueRule?, isHolder: Bool) -> Finding? {
    switch value {
    case .integer(let number):
      guard let rule, !rule.accepts(number) else { return nil }
      return Finding("found \(number), expected \(rule.expected)")
    case .string(let bytes):
      guard let rule else { return nil }
      if let spent = spend(bytes.count) { return spent }
      guard let text = String(validating: [UInt8](bytes), as: UTF8.self) else {
        return Finding("found text that is not UTF-8, expected \(rule.expected)")
      }
      return rule.accepts(text) ? nil : Finding("found '\(text.prefix(100))', expected \(rule.expected)")
    case .table(let table): return fault(in: table)
    case .structure(let structure): return fault(in: structure)
    case .vector(let vector):
      if rule == .uuid, vector.element == .scalar(.ubyte) {
        guard vector.count != 0, vector.count != 16 else { return nil }
        return Finding("found \(vector.count) bytes, expected \(ValueRule.uuid.expected)")
      }
      guard rule != nil || isHolder else { return nil }
      for index in vector.indices {
        if let spent = spend(1) { return spent.inside(index) }
        guard let element = vector[index] else { continue }
        if let finding = fault(in: element, by: rule, isHolder: isHolder) { return finding.inside(index) }
      }
      return nil
    case .bool, .real, .unknownMember: return nil
    }
  }

  // MARK: - What is read-only, in place of an older record

  mutating func fault(in record: DynamicTable, replacing old: DynamicTable?) -> Finding? {
    for judged in judged[record.index] ?? [] {
      if let finding = fault(in: record, judged, replacing: old) { return finding.inside(judged.field.name) }
    }
    return nil
  }

  private mutating func fault(
    in record: DynamicTable, _ judged: RecordRules.JudgedField, replacing old: DynamicTable?
  ) -> Finding? {
    let field = judged.field
    if judged.isReadOnly {
      guard let old else { return record.contains(field) ? Self.isGiven : nil }
      return record.holdsSame(field, as: old)
        ? nil : Finding("found another value than is stored, expected that one: it is read-only")
    }
    guard judged.isHolder else { return nil }
    if field.nestedTable == nil, case .table(let table)? = record[field] {
      // A union's may have been another one.
      guard case .table(let other)? = old?[field], other.index == table.index else {
        return fault(in: table, replacing: nil)
      }
      return fault(in: table, replacing: other)
    }
    // Which element was which is not known: all of them are as they were, or have nothing that is read-only.
    if let old, record.holdsSame(field, as: old) { return nil }
    return fault(in: record, judged)
  }

  private static let isGiven = Finding("found a value, expected none: it is read-only")
}
