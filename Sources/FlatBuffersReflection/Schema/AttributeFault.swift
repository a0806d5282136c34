/// An attribute on a field of a type it does not go with, or with a value it cannot have.
package struct AttributeFault {
  package let attribute: String
  /// What was found and what is expected.
  package let message: String

  package init(_ attribute: String, _ message: String) {
    self.attribute = attribute
    self.message = message
  }

  /// - Parameter expected: where the attribute belongs.
  package init(misplaced attribute: String, on field: FieldDefinition, _ expected: String) {
    self.init(attribute, "found '\(attribute)' on the field '\(field.name)', expected it on \(expected)")
  }
}

/// The attributes that only fields of certain types can have. Readers and writers of data rely on these rules, so
/// they hold for every schema, whatever form it was read from.
extension FieldDefinition {
  package func attributeFaults(in schema: Schema) -> [AttributeFault] {
    var faults: [AttributeFault] = []
    func misplaced(_ attribute: String, _ expected: String) {
      faults.append(AttributeFault(misplaced: attribute, on: self, expected))
    }
    if attributes.contains("shared"), type != .single(.string) { misplaced("shared", "a string") }
    for attribute in ["flexbuffer", "nested_flatbuffer"]
    where attributes.contains(attribute) && type != .vector(.scalar(.ubyte)) {
      misplaced(attribute, "a vector of ubyte")
    }
    if attributes.contains("offset64"), type != .single(.string), !isVectorOfFixedSizes {
      misplaced("offset64", "a vector of numbers or structs, or a string")
    }
    if attributes.contains("vector64"), !isVectorOfFixedSizes {
      misplaced("vector64", "a vector of numbers or structs")
    }
    if let fault = hashFault(in: schema) { faults.append(fault) }
    if let fault = alignmentFault { faults.append(fault) }
    return faults
  }

  /// Whether the type is one that other compilers, too, let be far away.
  private var isVectorOfFixedSizes: Bool {
    switch type {
    case .vector(.scalar), .vector(.structure): true
    default: false
    }
  }

  private var alignmentFault: AttributeFault? {
    guard let attribute = attributes["force_align"], case .vector = type else { return nil }
    if let value = attribute.value.number, StructLayout.isAlignment(value) { return nil }
    return AttributeFault(
      "force_align",
      "found \(attribute.value), expected 'force_align' to be a power of two from 1 to \(StructLayout.maximumAlignment)"
    )
  }

  private func hashFault(in schema: Schema) -> AttributeFault? {
    guard attributes.contains("hash") else { return nil }
    let size: Int
    switch type {
    case .single(let element), .vector(let element):
      size = schema.storage(of: element).map { $0.isInteger ? $0.size : 0 } ?? 0
    case .array: size = 0
    }
    guard [2, 4, 8].contains(size) else {
      return AttributeFault(misplaced: "hash", on: self, "an integer of 16, 32 or 64 bits")
    }
    let names = ["fnv1_\(size * 8)", "fnv1a_\(size * 8)"]
    let name = attributes.string("hash")
    if let name, names.contains(name) { return nil }
    return AttributeFault("hash", "found the hash '\(name ?? "")', expected '\(names[0])' or '\(names[1])'")
  }
}
