internal import FlatBuffersReflection

extension FileGenerator {
  /// The services of the main file that are WAMP interfaces, none if they are not asked for.
  ///
  /// A service is one if it has a `wampuri` or says `type: "interface"`.
  func wampServices(_ log: inout DiagnosticLog) -> [WAMPService] {
    guard options.wamp else { return [] }
    var used = UniqueNames()
    var services: [WAMPService] = []
    for service in schema.services where isOwn(service.header) {
      let attributes = service.header.attributes
      guard attributes.contains("wampuri") || attributes.contains("type") else { continue }
      if let type = attributes["type"], type.value != .string("interface") {
        log.error("found \(type.value) as the type of a service, expected \"interface\"", at: type.location)
      }
      var methods: [WAMPService.Method] = []
      for method in service.methods {
        guard
          let kind = kind(of: method, &log), let uri = uri(of: method, in: service, &log)
        else { continue }
        let swiftName = SwiftName.member(service.header.name.name + "_" + method.name)
        used.add(swiftName, for: method.name, at: method.location, &log)
        methods.append(
          WAMPService.Method(
            kind: kind, swiftName: SwiftName.escaped(swiftName), uri: uri, request: method.request,
            response: method.response, documentation: method.documentation))
      }
      services.append(WAMPService(methods: methods))
    }
    return services
  }

  private func kind(
    of method: ServiceDefinition.Method, _ log: inout DiagnosticLog
  ) -> WAMPService.Method.Kind? {
    guard let type = method.attributes["type"] else { return .procedure }
    switch type.value {
    case .string("procedure"): return .procedure
    case .string("topic"): return .topic
    default:
      log.error(
        "found \(type.value) as the type of a method, expected \"procedure\" or \"topic\"", at: type.location)
      return nil
    }
  }

  private func uri(
    of method: ServiceDefinition.Method, in service: ServiceDefinition, _ log: inout DiagnosticLog
  ) -> String? {
    let own = method.attributes["wampuri"]
    let place = own ?? service.header.attributes["wampuri"]
    let uri: String? =
      switch place?.value {
      case .string(let text)?: own == nil ? "\(text).\(method.name)" : text
      default: nil
      }
    // A URI in WAMP has components separated by dots, none of them empty or with white space or '#'.
    let isValid = uri.map { uri in
      uri.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { component in
        !component.isEmpty && !component.contains { $0.isWhitespace || $0 == "#" }
      }
    }
    guard let uri, isValid == true else {
      log.error(
        "found no WAMP URI for '\(method.name)', expected (wampuri: \"com.example.name\") on the service or the method",
        at: place?.location ?? method.location)
      return nil
    }
    return uri
  }

  // MARK: - Writing

  func writeServices(_ services: [WAMPService], to writer: inout SourceWriter) {
    for service in services {
      for method in service.methods {
        let request = names.objects[method.request]
        let head =
          switch method.kind {
          case .procedure:
            "extension Procedure where Request == \(request), Response == \(names.objects[method.response])"
          case .topic: "extension Topic where Event == \(request)"
          }
        writer.line()
        writer.block(head) { writer in
          writer.documentation(method.documentation)
          writer.line("\(access)static var \(method.swiftName): Self { Self(\(Self.literal(method.uri))) }")
        }
      }
    }
  }
}
