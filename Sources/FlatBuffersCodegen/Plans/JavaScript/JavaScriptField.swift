internal import FlatBuffersReflection

/// A field of a table or struct, as JavaScript's code and its declarations have it.
struct JavaScriptField {
  let field: FieldDefinition
  /// The property.
  let name: String
  /// Whether it is a struct's.
  let isInStruct: Bool
  /// The property with the root of the record that the field's bytes hold, and that record's class.
  let nested: (name: String, type: String)?

  /// The fields that code is written for: all but deprecated ones, which structs don't have, and the tags of unions.
  static func fields(of object: ObjectDefinition, _ types: JavaScriptTypes) -> [JavaScriptField] {
    let fields = object.fields.filter { !$0.isDeprecated && !$0.isUnionTag }
    var names = JavaScriptNames(members: fields.map(\.name))
    return zip(fields, names.names).map { field, name in
      JavaScriptField(
        field: field, name: name, isInStruct: object.isStruct,
        nested: field.nestedTable.map { (names.add(name, suffix: "Root"), types.objects[$0]) })
    }
  }

  /// Whether the property has a value even where the record has none.
  var isAlwaysThere: Bool {
    if field.isRequired || isInStruct { return true }
    return switch field.defaultValue {
    case .none, .null: false
    case .integer, .real, .string, .emptyVector: true
    }
  }
}

/// A WAMP procedure or topic, with the name it is exported by.
struct JavaScriptMethod {
  let declared: InterfaceMethod
  let name: String

  /// The methods of the main file; reports what it says wrongly.
  static func methods(_ types: JavaScriptTypes, _ log: inout DiagnosticLog) -> [JavaScriptMethod] {
    let schema = types.schema
    func isOwn(_ service: Int) -> Bool { types.isOwn(schema.services[service].header) }
    let model = ServiceModel(schema)
    for fault in model.faults {
      let isTold =
        switch fault.place {
        case .service(let index): isOwn(index)
        case .table(let index): types.isOwn(schema.objects[index].header)
        }
      if isTold { log.error(fault.message, at: fault.location) }
    }
    var names = types.ownNames
    return model.interfaces.filter { isOwn($0.service) }.flatMap { interface in
      interface.methods.map { method in
        JavaScriptMethod(
          declared: method, name: names.add(SwiftName.member(interface.name.name + "_" + method.name)))
      }
    }
  }
}
