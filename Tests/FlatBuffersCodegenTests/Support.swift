import FlatBuffersCodegen
import FlatBuffersLanguage
import FlatBuffersReflection
import Foundation

/// The folder of the package.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path

/// The folder of these tests.
let testFolder = packageFolder + "/Tests/FlatBuffersCodegenTests"

extension SchemaFiles {
  /// The files of the machine, for tests.
  static var disk: SchemaFiles {
    SchemaFiles { path in
      FileManager.default.contents(atPath: path).map { Found(identity: path, bytes: Array($0)) }
    }
  }
}

/// The Swift code of a schema on disk, or the report of what is wrong.
func generate(_ path: String, _ options: CodegenOptions = CodegenOptions()) -> (
  source: String?, report: String
) {
  generate(path, options, files: .disk)
}

/// The Swift code of a schema given as text, or the report of what is wrong.
func generate(text: String, _ options: CodegenOptions = CodegenOptions()) -> (source: String?, report: String)
{
  generate("test.fbs", options, files: SchemaFiles(["test.fbs": text]))
}

private func generate(
  _ path: String, _ options: CodegenOptions, files: SchemaFiles
) -> (source: String?, report: String) {
  var result = SchemaCompiler.compile(path, files: files)
  guard let schema = result.schema else { return (nil, result.report) }
  let generated = SwiftGenerator.generate(schema, options: options)
  for diagnostic in generated.log.diagnostics { result.log.add(diagnostic) }
  return (generated.source, result.report)
}
