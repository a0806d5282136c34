internal import FlatBuffersReflection

extension FileGenerator {
  func writeServices(_ services: [WAMPService], to writer: inout SourceWriter) {
    for service in services {
      for method in service.methods {
        let declared = method.declared
        let request = names.objects[declared.request]
        let head =
          switch declared.kind {
          case .procedure:
            "extension \(wamp)Procedure<\(request), \(names.objects[declared.response])>"
          case .topic: "extension \(wamp)Topic<\(request)>"
          }
        writer.line()
        writer.block(head) { writer in
          writer.documentation(declared.documentation)
          // Says what the records are in plain arguments.
          let schema = embedsSchema ? ", schema: \(embeddedSchemaName).schema" : ""
          writer.line(
            "\(access)static var \(method.swiftName): Self { Self(\(Self.literal(declared.uri))\(schema)) }")
        }
      }
    }
  }
}
