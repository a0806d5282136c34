/// The attributes of the schema language and where they may stand.
enum Attributes {
  /// What an attribute is attached to.
  enum Place {
    case table, structure, enumeration, union, field, member, service, method
  }
}
