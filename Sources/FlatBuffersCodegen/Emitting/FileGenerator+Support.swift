internal import FlatBuffersSchema

/// What this compiler can resolve but not generate is an error: never code that reads the wrong bytes.
extension FileGenerator {
  func checkSupport(_ log: inout DiagnosticLog) {
    for (_, definition) in enums where definition.isUnion { checkUnion(definition, &log) }
    for (_, object) in objects {
      for field in object.fields where !field.isDeprecated && !field.isUnionTag { check(field, &log) }
    }
  }

  private func checkUnion(_ definition: EnumDefinition, _ log: inout DiagnosticLog) {
    if definition.members.allSatisfy({ $0.type == nil }) {
      log.error("found a union without members, expected at least one", at: definition.header.location)
    }
    for member in definition.members {
      switch member.type {
      case .table, nil: break
      default:
        unsupported("a union member that is no table", at: member.location, &log, hint: "put it in a table")
      }
    }
  }

  private func check(_ field: FieldDefinition, _ log: inout DiagnosticLog) {
    switch field.type {
    case .array: unsupported("a fixed-size array", at: field.location, &log)
    case .vector(.union): unsupported("a vector of unions", at: field.location, &log)
    default: break
    }
    if case .string = field.defaultValue {
      unsupported(
        "a default value of a string", at: field.location, &log,
        hint: "leave it out: the field is then optional")
    }
    for name in ["offset64", "vector64"] {
      if let attribute = field.attributes[name] { unsupported("'\(name)'", at: attribute.location, &log) }
    }
    if field.type.isVectorForcingAlignment, let attribute = field.attributes["force_align"] {
      unsupported("'force_align' on a vector", at: attribute.location, &log)
    }
  }

  private func unsupported(
    _ what: String, at location: SourceLocation, _ log: inout DiagnosticLog, hint: String? = nil
  ) {
    log.error("found \(what), which the Swift generator does not support yet", at: location, hint: hint)
  }

  // MARK: - Names

  /// Members that would have the same name in Swift are an error.
  func checkNames(_ log: inout DiagnosticLog) {
    for (index, object) in objects {
      var members = UniqueNames()
      if object.isStruct {
        for field in object.fields {
          members.add(ReservedNames.structure.member(field.name), for: field.name, at: field.location, &log)
        }
      } else {
        for field in tableFields(of: object, index) {
          members.add(field.name, for: field.field.name, at: field.field.location, &log)
          if case .union = field.kind {
            members.add(
              unionTagName(field.field), for: "the tag of " + field.field.name, at: field.field.location, &log
            )
          }
        }
      }
    }
    for (_, definition) in enums {
      let reserved = definition.isUnion ? ReservedNames.union : ReservedNames.enumeration
      var members = UniqueNames()
      for member in definition.members where !definition.isUnion || member.type != nil {
        members.add(reserved.member(member.name), for: member.name, at: member.location, &log)
      }
    }
  }
}

extension FieldType {
  fileprivate var isVectorForcingAlignment: Bool { if case .vector = self { true } else { false } }
}

/// Swift names in one scope, to find those that meet.
struct UniqueNames {
  private var owners: [String: String] = [:]

  mutating func add(
    _ swiftName: String, for name: String, at location: SourceLocation, _ log: inout DiagnosticLog
  ) {
    guard let other = owners.updateValue(name, forKey: swiftName) else { return }
    log.error(
      "found '\(name)' and '\(other)', expected names that differ in Swift: both become '\(swiftName)'",
      at: location)
  }
}
