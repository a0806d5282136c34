// The tables that are errors, and what procedures say of them and of answers in parts.
extension ServiceModel {
  /// Takes the tables with a `wampuri`, each of which has another one.
  mutating func addErrors(of schema: Schema, _ misruled: [Int: MisruledField]) {
    var names: [String: QualifiedName] = [:]
    for (index, object) in schema.objects.enumerated() where !object.isStruct {
      guard let attribute = object.header.attributes["wampuri"] else { continue }
      let place = ServiceFault.Place.table(index)
      guard case .string(let uri) = attribute.value, ValueRule.uri.accepts(uri) else {
        report(
          "found \(attribute.value) as the URI of the error '\(object.name)', expected one such as "
            + "\"com.example.error.name\"", in: place, at: attribute.location)
        continue
      }
      guard !uri.utf8.starts(with: "wamp.".utf8) else {
        report(
          "found the URI \(attribute.value) on the error '\(object.name)', expected none of the protocol's own",
          in: place, at: attribute.location)
        continue
      }
      if let other = names[uri] {
        report(
          "found the URI \(attribute.value) on a second error, expected another one than that of '\(other)'",
          in: place, at: attribute.location)
        continue
      }
      names[uri] = object.name
      guard hasPlaces(object, of: "\(object.name)", in: place), hasRules(schema, index, in: place, misruled)
      else { continue }
      errors.append(ErrorTable(table: index, uri: uri))
    }
  }

  /// What else than the response answers a method.
  struct Answer {
    /// The table of the parts that may come before it.
    var part: Int?
    var errors: [ErrorTable] = []
  }

  /// What a method says of its errors and of parts of its response; `nil` if it says that wrongly.
  mutating func answer(
    of method: ServiceDefinition.Method, _ kind: InterfaceMethod.Kind, in service: Int,
    _ types: inout ServiceTypes
  ) -> Answer? {
    if kind == .topic {
      let names = ["errors", "progressive"]
      guard let attribute = method.attributes.elements.first(where: { names.contains($0.name) }) else {
        return Answer()
      }
      report(
        "found '\(attribute.name)' on the topic '\(method.name)', expected it on a procedure",
        in: .service(service), at: attribute.location)
      return nil
    }
    guard let errors = errors(method.attributes, in: service, &types) else { return nil }
    guard let attribute = method.attributes["progressive"] else { return Answer(errors: errors) }
    switch attribute.said {
    case .none: return Answer(part: method.response, errors: errors)
    case .string(let name):
      let part = table(name, in: service, &types, at: attribute.location)
      return part.map { Answer(part: $0, errors: errors) }
    case .integer:
      report(
        "found \(attribute.value) for 'progressive', expected the name of a table, or nothing: parts like the response",
        in: .service(service), at: attribute.location)
      return nil
    }
  }

  /// The errors that the attribute `errors` names; `nil` if it says them wrongly.
  mutating func errors(
    _ attributes: AttributeList, in service: Int, _ types: inout ServiceTypes
  ) -> [ErrorTable]? {
    guard let attribute = attributes["errors"] else { return [] }
    let (place, location) = (ServiceFault.Place.service(service), attribute.location)
    guard case .string(let list) = attribute.said else {
      report(
        "found \(attribute.said) for 'errors', expected names of tables: \"NotFound, Locked\"", in: place,
        at: location)
      return nil
    }
    let names = list.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    guard names.count <= Self.errorLimit else {
      report("found \(names.count) errors, expected at most \(Self.errorLimit)", in: place, at: location)
      return nil
    }
    var found: [ErrorTable] = []
    for name in names {
      guard let table = table(name, in: service, &types, at: location) else { return nil }
      guard let error = types.error(table) else {
        report(
          "found the table '\(name)', expected one with an error's URI: (wampuri: \"com.example.error.name\")",
          in: place, at: location)
        return nil
      }
      guard !found.contains(error) else {
        report("found '\(name)' twice, expected each error once", in: place, at: location)
        return nil
      }
      found.append(error)
    }
    return found
  }

  /// The most errors that an attribute names: each is compared with the others.
  private static let errorLimit = 256

  private mutating func table(
    _ name: String, in service: Int, _ types: inout ServiceTypes, at location: SourceLocation
  ) -> Int? {
    switch types.find(name) {
    case .table(let table): return table
    case .other(let noun):
      report("found the \(noun) '\(name)', expected a table", in: .service(service), at: location)
    case .nothing:
      report("found '\(name)', expected the name of a table", in: .service(service), at: location)
    }
    return nil
  }
}

extension AttributeList.Element {
  /// The value as the text of the schema has it: a binary schema says "0" where there is none.
  fileprivate var said: AttributeList.Value {
    value == .string("0") || value == .integer(0) ? .none : value
  }
}
