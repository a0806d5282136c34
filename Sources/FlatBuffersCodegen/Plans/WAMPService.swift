internal import FlatBuffersReflection

/// A WAMP interface of the file with the names its methods have in Swift.
struct WAMPService {
  struct Method {
    var declared: InterfaceMethod
    var swiftName: String
  }

  var methods: [Method]
}

extension WAMPService {
  /// The WAMP interfaces of the main file; reports what it says wrongly, and names that meet in Swift.
  static func services(
    of schema: Schema, _ definitions: ModuleDefinitions, _ log: inout DiagnosticLog
  ) -> [WAMPService] {
    func isOwn(_ service: Int) -> Bool {
      let header = schema.services[service].header
      return schema.declaresInMainFile(header) && !definitions.isElsewhere(service: header)
    }
    let model = ServiceModel(schema)
    for fault in model.faults where isOwn(fault.service) { log.error(fault.message, at: fault.location) }
    var used = UniqueNames()
    return model.interfaces.filter { isOwn($0.service) }.map { interface in
      WAMPService(
        methods: interface.methods.map { method in
          let swiftName = SwiftName.member(interface.name.name + "_" + method.name)
          used.add(swiftName, for: method.name, at: method.location, &log)
          return Method(declared: method, swiftName: SwiftName.escaped(swiftName))
        })
    }
  }
}
