/// Which services of a schema are WAMP interfaces, and what their methods are.
///
/// A service is one if it has a `wampuri` or says `type: "interface"`. The one place where these attributes are
/// judged.
package struct ServiceModel: Sendable, Equatable {
  /// The interfaces, in the order of the schema.
  package private(set) var interfaces: [ServiceInterface] = []
  /// What the schema says wrongly; such services and methods are left out.
  package private(set) var faults: [ServiceFault] = []

  /// - Complexity: linear in the size of the schema's services.
  package init(_ schema: Schema) {
    let misruled = schema.misruledFields()
    for (index, service) in schema.services.enumerated() { add(index, service, of: schema, misruled) }
  }

  /// The interface of a service.
  package func interface(named name: QualifiedName) -> ServiceInterface? {
    interfaces.first { $0.name == name }
  }

  private mutating func add(
    _ index: Int, _ service: ServiceDefinition, of schema: Schema, _ misruled: [Int: MisruledField]
  ) {
    let attributes = service.header.attributes
    guard attributes.contains("wampuri") || attributes.contains("type") else { return }
    let type = attributes["type"]
    let isInterface = type == nil || type?.value == .string("interface")
    if let type, !isInterface {
      report(
        "found \(type.value) as the type of a service, expected \"interface\"", in: index, at: type.location)
    }
    // What else is wrong is told, too.
    let methods = service.methods.compactMap { method -> InterfaceMethod? in
      guard let kind = kind(of: method, index), let uri = uri(of: method, in: service, index) else {
        return nil
      }
      let said = kind == .procedure ? [method.request, method.response] : [method.request]
      guard
        said.allSatisfy({
          hasPlaces(schema.objects[$0], in: method, index) && hasRules(schema, $0, in: index, misruled)
        })
      else { return nil }
      return InterfaceMethod(
        name: method.name, location: method.location, kind: kind, uri: uri, request: method.request,
        response: method.response, documentation: method.documentation)
    }
    guard isInterface else { return }
    interfaces.append(
      ServiceInterface(
        name: service.header.name, service: index, methods: methods,
        documentation: service.header.documentation))
  }

  private mutating func kind(of method: ServiceDefinition.Method, _ service: Int) -> InterfaceMethod.Kind? {
    guard let type = method.attributes["type"] else { return .procedure }
    if case .string(let name) = type.value, let kind = InterfaceMethod.Kind(rawValue: name) { return kind }
    report(
      "found \(type.value) as the type of a method, expected \"procedure\" or \"topic\"", in: service,
      at: type.location)
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
      in: index, at: attribute?.location ?? method.location)
    return nil
  }

  /// Whether each field of a table has a place or a name where plain arguments are said.
  private mutating func hasPlaces(
    _ object: ObjectDefinition, in method: ServiceDefinition.Method, _ service: Int
  ) -> Bool {
    guard let field = ArgumentMapping(object).misplaced else { return true }
    report(
      "found the field '\(field.name)' of '\(object.name)' behind one that is a keyword argument of '\(method.name)', "
        + "expected 'kwarg' on it, too", in: service, at: field.location)
    return false
  }

  /// Whether each rule for values stands at a field whose values it can be asked of.
  private mutating func hasRules(
    _ schema: Schema, _ object: Int, in service: Int, _ misruled: [Int: MisruledField]
  ) -> Bool {
    guard !misruled.isEmpty,
      let field = schema.objects(within: object).lazy.compactMap({ misruled[$0] }).first
    else { return true }
    report(field.fault, in: service, at: field.location)
    return false
  }

  private mutating func report(_ message: String, in service: Int, at location: SourceLocation) {
    faults.append(ServiceFault(message, in: service, at: location))
  }
}

/// A field with attributes for its values that can't be asked of them.
private struct MisruledField {
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
