package import FlatBuffersReflection

/// Writes the JavaScript module of one schema file, and TypeScript's declarations of it.
package enum JavaScriptGenerator {
  /// The module of the schema's main file; `nil` when something in it cannot be generated.
  ///
  /// Types of included files are imported from their modules, which have the names that `options` say.
  package static func module(
    _ schema: Schema, options: JavaScriptOptions
  ) -> (source: String?, log: DiagnosticLog) {
    plan(schema, options) { JavaScriptEmitter($0, options).file($1) }
  }

  /// The declarations of that module.
  package static func declarations(
    _ schema: Schema, options: JavaScriptOptions
  ) -> (source: String?, log: DiagnosticLog) {
    plan(schema, options) { TypeScriptEmitter($0, options).file($1) }
  }

  private static func plan(
    _ schema: Schema, _ options: JavaScriptOptions,
    _ write: (JavaScriptTypes, [JavaScriptMethod]) -> String
  ) -> (source: String?, log: DiagnosticLog) {
    var log = DiagnosticLog()
    let types = JavaScriptTypes(schema, options)
    for fault in StorageModel(schema).faults where fault.location.file == schema.mainFile {
      log.error(fault.message, at: fault.location, hint: fault.hint)
    }
    let methods = JavaScriptMethod.methods(types, &log)
    return (log.hasErrors ? nil : write(types, methods), log)
  }
}
