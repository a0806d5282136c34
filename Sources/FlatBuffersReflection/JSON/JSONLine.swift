package import SharedBytes

/// One line of JSON that has a record among its members, as a dump of a store has.
package struct JSONLine {
  private let members: [JSONValue.Member]
  private let location: SourceLocation

  /// - Throws: a ``Diagnostic`` with the place, if the text is no object.
  package init(_ file: SourceFile) throws(Diagnostic) {
    let value = try JSONParser.parse(file, JSONReader.Options())
    guard case .object(let members) = value.kind else {
      throw Diagnostic(at: value.location, "found \(value), expected an object")
    }
    self.members = members
    location = value.location
  }

  /// The names of all members, in the order of the line.
  package var names: [String] { members.map(\.name) }

  /// The text of a member; `nil` if there is none of that name.
  ///
  /// - Throws: a ``Diagnostic`` with the place, if it is no string.
  package func text(_ name: String) throws(Diagnostic) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value.kind else {
      throw Diagnostic(at: value.location, "found \(value) as '\(name)', expected a string")
    }
    return text
  }

  /// Builds the record that a member describes; `nil` if there is none of that name.
  ///
  /// - Throws: a ``Diagnostic`` with the place of what is wrong.
  package func record(_ name: String, as table: Int, of schema: Schema) throws(Diagnostic) -> SharedBytes? {
    guard let value = value(name) else { return nil }
    return try JSONReader.build(value, as: table, of: schema, JSONReader.Options())
  }

  /// A fault of the line as a whole.
  package func fault(_ message: String) -> Diagnostic { Diagnostic(at: location, message) }

  private func value(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }
}
