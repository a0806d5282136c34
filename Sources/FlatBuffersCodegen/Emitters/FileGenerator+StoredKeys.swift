internal import FlatBuffersReflection

extension FileGenerator {
  /// Writes the arguments that take keys from a record; strings and bytes are encoded in place.
  ///
  /// - Parameter end: what follows the last one.
  func writeExtraction(of key: StoredKeyPlan, end: String, to writer: inout SourceWriter) {
    if let vector = key.vector {
      let count = vector.isAlwaysThere ? "$0.\(vector.name).count" : "$0.\(vector.name)?.count ?? 0"
      writer.line("elementCount: { \(count) },")
      return writeEncoding(of: key, "encodingElement", encoder: "$2", end: end, to: &writer)
    }
    writer.line("keyReadsVectors: \(key.readsVectors),")
    if let only = key.components.first, key.components.count == 1, only.order == .ascending,
      only.field.kind == .value
    {
      return writer.line("key: { $0.\(only.field.name)\(only.member(of: only.field)) }\(end)")
    }
    writeEncoding(of: key, "encodingKey", encoder: "$1", end: end, to: &writer)
  }

  /// Writes a closure that appends the key's values; nothing if the record lacks one.
  private func writeEncoding(
    of key: StoredKeyPlan, _ label: String, encoder: String, end: String, to writer: inout SourceWriter
  ) {
    var bound: [String] = []
    for component in key.components where !component.field.isAlwaysThere {
      let name = component.field.name
      if !bound.contains(name) { bound.append(name) }
    }
    // A lone value has a short name for a short line.
    let isShort = bound.count == 1 && key.components.count == 1
    let statements = key.components.map { component in
      let field = component.field
      let value = isShort ? "key" : (bound.contains(field.name) ? "" : "$0.") + field.name
      let element = field.name == key.vector?.name ? "[$1]" : ""
      return append(value + element + component.member, component, to: encoder)
    }
    if bound.isEmpty, statements.count == 1 {
      return writer.line("\(label): { \(statements[0]) }\(end)")
    }
    if isShort {
      return writer.line("\(label): { if let key = $0.\(bound[0]) { \(statements[0]) } }\(end)")
    }
    writer.line("\(label): {")
    writer.indented { writer in
      if bound.isEmpty { return statements.forEach { writer.line($0) } }
      let conditions = bound.map { "let \($0) = $0.\($0)" }.joined(separator: ", ")
      writer.block("if \(conditions)") { writer in statements.forEach { writer.line($0) } }
    }
    writer.line("}\(end)")
  }

  /// A statement that appends a value.
  private func append(
    _ value: String, _ component: StoredKeyPlan.Component, to encoder: String
  ) -> String {
    let raw = component.value.rawType == nil ? "" : ".rawValue"
    let order = component.order == .ascending ? "" : ", order: .descending"
    return "\(encoder).append(\(value)\(raw)\(order))"
  }

  // MARK: - Structs as keys

  /// The structs of the file that are keys, or parts of keys, as a whole.
  func keyStructs(of tables: [StoredTablePlan]) -> [Int] {
    let names = Set(
      tables.flatMap { [$0.key] + $0.indexes.map(\.key) }.flatMap(\.components).map(\.value.type))
    return objects.filter { $0.object.isStruct && names.contains(self.names.objects[$0.index]) }.map(\.index)
  }

  func writeKeyConformance(ofStruct index: Int, to writer: inout SourceWriter) {
    let leaves = types.keyLeaves(ofStruct: index)
    writer.line()
    writer.block("extension \(names.objects[index]): \(store)StoreKey") { writer in
      writer.line("/// Sorts by the first field, then the second, and so on.")
      writer.block("\(access)func encode(into encoder: inout \(store)KeyEncoder)") { writer in
        for leaf in leaves {
          writer.line("encoder.append(self\(leaf.member)\(leaf.value.rawType == nil ? "" : ".rawValue"))")
        }
      }
      writer.line()
      writer.block("\(access)init?(from decoder: inout \(store)KeyDecoder)") { writer in
        writeReading(leaves.map { ($0.value, .ascending) }, to: &writer)
        writer.line("self.init()")
        for (position, leaf) in leaves.enumerated() {
          writer.line("self\(leaf.member) = \(read(leaf.value, position))")
        }
      }
    }
  }

  /// Writes statements that read values from a decoder: `value0`, `value1` and so on.
  private func writeReading(
    _ values: [(value: StoredKeyPlan.Value, order: KeyPart.Order)], to writer: inout SourceWriter
  ) {
    writer.line("guard")
    writer.indented { writer in
      for (position, (value, order)) in values.enumerated() {
        let type = value.rawType ?? value.type
        let read = "let value\(position) = decoder.key(\(type).self, order: .\(order.rawValue))"
        writer.line(position == values.count - 1 ? read : read + ",")
      }
    }
    writer.line("else { return nil }")
  }

  private func read(_ value: StoredKeyPlan.Value, _ position: Int) -> String {
    value.rawType == nil ? "value\(position)" : "\(value.type)(rawValue: value\(position))"
  }

  // MARK: - Keys of several values

  /// Writes the struct of a key of several values, and the ranges of keys that begin alike.
  ///
  /// - Parameters:
  ///   - owner: the table or index that it is the key of.
  ///   - record: the type of the records.
  func writeKey(
    _ key: StoredKeyPlan, of owner: String, in record: String, to writer: inout SourceWriter
  ) {
    guard let structure = key.structure else { return }
    writer.line()
    writer.block("extension \(record)") { writer in
      writer.line("/// The key of `\(owner)`.")
      writer.block("\(access)struct \(structure): \(store)CompositeKey") { writer in
        for component in key.components {
          writer.line("\(access)var \(component.label): \(component.value.type)")
        }
        writer.line()
        let parameters = key.components.map { "\($0.label): \($0.value.type)" }
        writeInitializer(parameters, to: &writer) { writer in
          for component in key.components { writer.line("self.\(component.label) = \(component.label)") }
        }
        writer.line()
        writer.block("\(access)func encode(into encoder: inout \(store)KeyEncoder)") { writer in
          for component in key.components {
            writer.line(append("self.\(component.label)", component, to: "encoder"))
          }
        }
        writer.line()
        writer.block("\(access)init?(from decoder: inout \(store)KeyDecoder)") { writer in
          writeReading(key.components.map { ($0.value, $0.order) }, to: &writer)
          for (position, component) in key.components.enumerated() {
            writer.line("self.\(component.label) = \(read(component.value, position))")
          }
        }
      }
    }
    writePrefixes(of: key, to: &writer)
  }

  private func writePrefixes(of key: StoredKeyPlan, to writer: inout SourceWriter) {
    writer.line()
    let (head, condition) = (
      "extension \(store)KeyRangeExpression", "where Self == \(store)KeyRange<\(key.type)>"
    )
    let isShort = writer.fits("\(head) \(condition) {")
    if !isShort { writer.line(head) }
    writer.block(isShort ? "\(head) \(condition)" : condition) { writer in
      for (position, component) in key.components.enumerated() {
        let before = Array(key.components[..<position])
        if component.value.hasBeginnings {
          if position > 0 { writer.line() }
          writePrefix(before, beginning: component, to: &writer)
        }
        if position < key.components.count - 1 {
          if position > 0 || component.value.hasBeginnings { writer.line() }
          writePrefix(before + [component], beginning: nil, to: &writer)
        }
      }
    }
  }

  /// Writes the range of the keys that have some first values, and perhaps a beginning of the next.
  private func writePrefix(
    _ whole: [StoredKeyPlan.Component], beginning: StoredKeyPlan.Component?, to writer: inout SourceWriter
  ) {
    var parameters = whole.map { "\($0.label): \($0.value.type)" }
    if let beginning {
      let label = beginning.label.filter { $0 != "`" }
      parameters.append("\(label)StartingWith \(beginning.label): \(beginning.value.type)")
    }
    writer.line("/// All keys that begin with these values.")
    let head = "\(access)static func prefix(\(parameters.joined(separator: ", "))) -> Self"
    writer.block(head) { writer in
      writer.line("Self.prefix(")
      writer.indented { writer in
        // Without a name: a field may have any.
        writer.line("\(store)KeyPrefix {")
        writer.indented { writer in
          for component in whole { writer.line(append(component.label, component, to: "$0")) }
          if let beginning {
            let order = beginning.order == .ascending ? "" : ", order: .descending"
            writer.line("$0.append(beginningOf: \(beginning.label)\(order))")
          }
        }
        writer.line("})")
      }
    }
  }
}

extension StoredKeyPlan.Component {
  /// What leads from a field's value to the value in the key, also where the field may be absent.
  fileprivate func member(of field: TableField) -> String {
    member.isEmpty || field.isAlwaysThere ? member : "?" + member
  }
}
