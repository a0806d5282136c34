internal import FlatBuffersReflection

extension FileGenerator {
  func writeServices(_ services: [WAMPService], to writer: inout SourceWriter) {
    for service in services {
      for method in service.methods {
        writer.line()
        writer.block("extension \(type(of: method.declared))") { writer in
          writer.documentation(documentation(of: method.declared))
          writer.line("\(access)static var \(method.swiftName): Self { \(value(of: method.declared)) }")
        }
      }
    }
  }

  /// Writes which tables are errors of procedures.
  func writeErrors(_ errors: [ErrorTable], to writer: inout SourceWriter) {
    for error in errors {
      writer.line()
      writer.block("extension \(names.objects[error.table]): \(wamp)ErrorRecord") { writer in
        writer.line("\(access)static var errorURI: \(swift)String { \(Self.literal(error.uri)) }")
      }
    }
  }

  private func type(of method: InterfaceMethod) -> String {
    let request = names.objects[method.request]
    let response = names.objects[method.response]
    switch (method.kind, method.part) {
    case (.topic, _): return "\(wamp)Topic<\(request)>"
    case (.procedure, nil): return "\(wamp)Procedure<\(request), \(response)>"
    case (.procedure, let part?):
      return "\(wamp)ProgressiveProcedure<\(request), \(names.objects[part]), \(response)>"
    }
  }

  private func value(of method: InterfaceMethod) -> String {
    var arguments = [Self.literal(method.uri)]
    // Says what the records are in plain arguments.
    if embedsSchema { arguments.append("schema: \(embeddedSchemaName).schema") }
    if !method.errors.isEmpty {
      let errors = method.errors.map { ".init(\(names.objects[$0.table]).self)" }
      arguments.append("errors: [\(errors.joined(separator: ", "))]")
    }
    return "Self(\(arguments.joined(separator: ", ")))"
  }

  private func documentation(of method: InterfaceMethod) -> [String] {
    guard !method.errors.isEmpty else { return method.documentation }
    let errors = method.errors.map { "``\(schema.objects[$0.table].name.name)``" }.joined(separator: ", ")
    return method.documentation + (method.documentation.isEmpty ? [] : [""]) + [" Fails with \(errors)."]
  }
}
