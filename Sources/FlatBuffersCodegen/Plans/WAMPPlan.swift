internal import FlatBuffersReflection

/// A WAMP interface of the file with the names its methods have in Swift.
struct WAMPService {
  struct Method {
    var declared: InterfaceMethod
    var swiftName: String
  }

  var methods: [Method]
}

/// What a file says of WAMP.
struct WAMPPlan {
  /// The interfaces of the main file.
  private(set) var services: [WAMPService] = []
  /// The main file's tables that are errors.
  private(set) var errors: [ErrorTable] = []

  var isEmpty: Bool { services.isEmpty && errors.isEmpty }
}

extension WAMPPlan {
  /// What the main file says; reports what it says wrongly, and names that meet in Swift.
  init(_ schema: Schema, _ definitions: ModuleDefinitions, _ log: inout DiagnosticLog) {
    func isOwn(_ place: ServiceFault.Place) -> Bool {
      switch place {
      case .service(let index):
        let header = schema.services[index].header
        return schema.declaresInMainFile(header) && !definitions.isElsewhere(service: header)
      case .table(let index):
        let header = schema.objects[index].header
        return schema.declaresInMainFile(header) && !definitions.isElsewhere(type: header)
      }
    }
    let model = ServiceModel(schema)
    for fault in model.faults where isOwn(fault.place) { log.error(fault.message, at: fault.location) }
    errors = model.errors.filter { isOwn(.table($0.table)) }
    var used = UniqueNames()
    services = model.interfaces.filter { isOwn(.service($0.service)) }.map { interface in
      WAMPService(
        methods: interface.methods.map { method in
          let swiftName = SwiftName.member(interface.name.name + "_" + method.name)
          used.add(swiftName, for: method.name, at: method.location, &log)
          return WAMPService.Method(declared: method, swiftName: SwiftName.escaped(swiftName))
        })
    }
  }

  /// All tables that the methods speak of.
  var tables: [Int] {
    services.flatMap(\.methods).flatMap { method in
      [method.declared.request, method.declared.response] + (method.declared.part.map { [$0] } ?? [])
        + method.declared.errors.map(\.table)
    }
  }
}
