import FlatBuffersLanguage

func compile(_ text: String) -> Schema? {
  let result = SchemaCompiler.compile("main.fbs", files: SchemaFiles(["main.fbs": text]))
  let log: DiagnosticLog = result.log
  if log.hasErrors { print(result.report, log.diagnostics.map(\.description)) }
  return result.schema?.rootTable == nil ? nil : result.schema
}
