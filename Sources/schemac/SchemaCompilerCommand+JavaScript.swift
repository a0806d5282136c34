internal import FlatBuffersCodegen
internal import FlatBuffersReflection

extension SchemaCompilerCommand {
  /// Writes a schema's module, its declarations or both; reports what is wrong and returns whether they were written.
  func writeJavaScript(_ schema: Schema, of file: String, _ names: SchemaFileNames) -> Bool {
    let options = JavaScriptOptions(module: { "./\(FileName.stem(names.name(of: $0))).js" })
    let stem = FileName.stem(names.name(of: file))
    if js {
      let (source, log) = JavaScriptGenerator.module(schema, options: options)
      report(log)
      guard let source, outputPlace.write(Array(source.utf8), as: stem + ".js") else { return false }
    }
    if ts {
      let (source, log) = JavaScriptGenerator.declarations(schema, options: options)
      if !js { report(log) }
      guard let source, outputPlace.write(Array(source.utf8), as: stem + ".d.ts") else { return false }
    }
    return true
  }

  /// Writes the client that modules import; reports what went wrong and returns whether it was written.
  func writeClient() -> Bool {
    guard let folder = outputPlace.folder(named: "flatwire") else { return true }
    return JavaScriptClient.files.allSatisfy { file in
      guard file.name.hasSuffix(".ts") ? ts : js else { return true }
      return folder.write(Array(file.text.utf8), as: file.name)
    }
  }
}
