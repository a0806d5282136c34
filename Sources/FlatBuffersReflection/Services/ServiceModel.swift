/// Which services of a schema are WAMP interfaces, what their methods are, and which tables are errors.
///
/// A service is an interface if it has a `wampuri` or says `type: "interface"`, a table an error if it has a `wampuri`. The
/// one place where these attributes are judged.
package struct ServiceModel: Sendable, Equatable {
  /// The interfaces, in the order of the schema.
  package private(set) var interfaces: [ServiceInterface] = []
  /// The tables that are errors, in the order of the schema.
  package internal(set) var errors: [ErrorTable] = []
  /// What the schema says wrongly; such services, methods and errors are left out.
  package private(set) var faults: [ServiceFault] = []

  /// - Complexity: linear in the size of the schema.
  package init(_ schema: Schema) {
    let misruled = schema.misruledFields()
    addErrors(of: schema, misruled)
    var types = ServiceTypes(schema, errors)
    for (index, service) in schema.services.enumerated() { add(index, service, of: schema, misruled, &types) }
  }

  /// The interface of a service.
  package func interface(named name: QualifiedName) -> ServiceInterface? {
    interfaces.first { $0.name == name }
  }

  private mutating func add(
    _ index: Int, _ service: ServiceDefinition, of schema: Schema, _ misruled: [Int: MisruledField],
    _ types: inout ServiceTypes
  ) {
    let attributes = service.header.attributes
    guard attributes.contains("wampuri") || attributes.contains("type") else { return }
    let type = attributes["type"]
    let isInterface = type == nil || type?.value == .string("interface")
    if let type, !isInterface {
      report(
        "found \(type.value) as the type of a service, expected \"interface\"", in: .service(index),
        at: type.location)
    }
    types.enter(service.header.name.namespace)
    let shared = errors(attributes, in: index, &types)
    // What else is wrong is told, too.
    let methods = service.methods.compactMap { method -> InterfaceMethod? in
      guard let kind = kind(of: method, index), let uri = uri(of: method, in: service, index) else {
        return nil
      }
      var said = kind == .procedure ? [method.request, method.response] : [method.request]
      guard let answer = answer(of: method, kind, in: index, &types) else { return nil }
      if let part = answer.part, !said.contains(part) { said.append(part) }
      guard
        said.allSatisfy({
          hasPlaces(schema.objects[$0], of: method.name, in: .service(index))
            && hasRules(schema, $0, in: .service(index), misruled)
        })
      else { return nil }
      return InterfaceMethod(
        name: method.name, location: method.location, kind: kind, uri: uri, request: method.request,
        response: method.response, part: answer.part,
        errors: kind == .procedure ? answer.errors.adding(shared ?? []) : [],
        documentation: method.documentation)
    }
    guard isInterface, shared != nil else { return }
    interfaces.append(
      ServiceInterface(
        name: service.header.name, service: index, methods: methods,
        documentation: service.header.documentation))
  }

  private mutating func kind(of method: ServiceDefinition.Method, _ service: Int) -> InterfaceMethod.Kind? {
    guard let type = method.attributes["type"] else { return .procedure }
    if case .string(let name) = type.value, let kind = InterfaceMethod.Kind(rawValue: name) { return kind }
    report(
      "found \(type.value) as the type of a method, expected \"procedure\" or \"topic\"",
      in: .service(service), at: type.location)
    return nil
  }

  private mutating func uri(
    of method: ServiceDefinition.Method, in service: ServiceDefinition, _ index: Int
  ) -> String? {
    let own = method.attributes["wampuri"]
    let attribute = own ?? service.header.attributes["wampuri"]
    if case .string(let text)? = attribute?.value {
      let uri = own == nil ? "\(text).\(method.name)" : text
      if ValueRule.uri.accepts(uri) { return uri }
    }
    report(
      "found no WAMP URI for '\(method.name)', expected (wampuri: \"com.example.name\") on the service or the method",
      in: .service(index), at: attribute?.location ?? method.location)
    return nil
  }

  /// Whether each field of a table has a place or a name where plain arguments are said.
  ///
  /// - Parameter owner: whose arguments they are: a method's, or those of an error.
  mutating func hasPlaces(_ object: ObjectDefinition, of owner: String, in place: ServiceFault.Place) -> Bool
  {
    guard let field = ArgumentMapping(object).misplaced else { return true }
    report(
      "found the field '\(field.name)' of '\(object.name)' behind one that is a keyword argument of '\(owner)', "
        + "expected 'kwarg' on it, too", in: place, at: field.location)
    return false
  }

  /// Whether each rule for values stands at a field whose values it can be asked of.
  mutating func hasRules(
    _ schema: Schema, _ object: Int, in place: ServiceFault.Place, _ misruled: [Int: MisruledField]
  ) -> Bool {
    guard !misruled.isEmpty,
      let field = schema.objects(within: object).lazy.compactMap({ misruled[$0] }).first
    else { return true }
    report(field.fault, in: place, at: field.location)
    return false
  }

  mutating func report(_ message: String, in place: ServiceFault.Place, at location: SourceLocation) {
    faults.append(ServiceFault(message, in: place, at: location))
  }
}

/// A field with attributes for its values that can't be asked of them.
struct MisruledField {
  let fault: String
  let location: SourceLocation
}

extension Schema {
  /// The first such field of each table and struct that has one.
  fileprivate func misruledFields() -> [Int: MisruledField] {
    var misruled: [Int: MisruledField] = [:]
    for (index, object) in objects.enumerated() {
      for field in object.fields where !field.isDeprecated && misruled[index] == nil {
        let fault =
          object.isStruct && field.isReadOnly
          ? "found 'readonly' on the field '\(field.name)' of a struct, expected it on the struct's own field"
          : ValueRule.fault(in: field)
        if let fault { misruled[index] = MisruledField(fault: fault, location: field.location) }
      }
    }
    return misruled
  }
}

extension [ErrorTable] {
  /// These, and those others that are none of them.
  fileprivate func adding(_ others: [ErrorTable]) -> [ErrorTable] {
    isEmpty ? others : self + others.filter { !contains($0) }
  }
}
