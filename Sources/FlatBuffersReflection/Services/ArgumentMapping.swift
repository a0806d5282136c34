/// How a table is said in WAMP's plain arguments: its fields in their order are the positional ones, those with the
/// attribute `kwarg` the keyword ones.
///
/// A union is two arguments, as it is two fields: its type's name, and its value. Deprecated fields are none.
package struct ArgumentMapping: Sendable, Equatable {
  /// The fields that are given by their places.
  package private(set) var positional: [FieldDefinition] = []
  /// The fields that are given by their names.
  package private(set) var keywords: [FieldDefinition] = []
  /// The first field that has a place behind one that has none.
  private(set) var misplaced: FieldDefinition?

  package init(_ object: ObjectDefinition) {
    let fields = object.fieldsByID
    for (position, field) in fields.enumerated() where !field.isDeprecated {
      // The type of a union goes with its value.
      let said = field.isUnionTag && position + 1 < fields.count ? fields[position + 1] : field
      if said.attributes.contains("kwarg") {
        keywords.append(field)
      } else {
        if !keywords.isEmpty, misplaced == nil { misplaced = field }
        positional.append(field)
      }
    }
  }
}
