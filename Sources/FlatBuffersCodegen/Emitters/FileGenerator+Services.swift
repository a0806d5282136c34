internal import FlatBuffersReflection

extension FileGenerator {
  /// The services of the main file that are WAMP interfaces, none if they are not asked for.
  func wampServices(_ log: inout DiagnosticLog) -> [WAMPService] {
    guard options.wamp else { return [] }
    let model = ServiceModel(schema)
    for fault in model.faults where isOwn(schema.services[fault.service].header) {
      log.error(fault.message, at: fault.location)
    }
    var used = UniqueNames()
    return model.interfaces.filter { isOwn(schema.services[$0.service].header) }.map { interface in
      WAMPService(
        methods: interface.methods.map { method in
          let swiftName = SwiftName.member(interface.name.name + "_" + method.name)
          used.add(swiftName, for: method.name, at: method.location, &log)
          return WAMPService.Method(declared: method, swiftName: SwiftName.escaped(swiftName))
        })
    }
  }

  // MARK: - Writing

  func writeServices(_ services: [WAMPService], to writer: inout SourceWriter) {
    for service in services {
      for method in service.methods {
        let declared = method.declared
        let request = names.objects[declared.request]
        let head =
          switch declared.kind {
          case .procedure:
            "extension Procedure where Request == \(request), Response == \(names.objects[declared.response])"
          case .topic: "extension Topic where Event == \(request)"
          }
        writer.line()
        writer.block(head) { writer in
          writer.documentation(declared.documentation)
          writer.line("\(access)static var \(method.swiftName): Self { Self(\(Self.literal(declared.uri))) }")
        }
      }
    }
  }
}
