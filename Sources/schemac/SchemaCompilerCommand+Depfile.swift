internal import FlatBuffersCodegen
internal import FlatBuffersLanguage
internal import FlatBuffersReflection

extension SchemaCompilerCommand {
  /// Prints a rule that make and its kin understand: the outputs, and the files they are made of.
  func printDependencies(_ schema: Schema, of file: String, _ names: SchemaFileNames) -> Bool {
    let name = names.name(of: file)
    var targets: [String] = []
    if swift { targets.append(outputPlace.path(of: name + ".swift")) }
    if js { targets.append(outputPlace.path(of: FileName.stem(name) + ".js")) }
    if ts { targets.append(outputPlace.path(of: FileName.stem(name) + ".d.ts")) }
    if bfbs || !(swift || js || ts) { targets.append(outputPlace.path(of: FileName.stem(name) + ".bfbs")) }
    let sources = schema.files.map(\.path).filter { BuiltInSchemas.text(of: $0) == nil }.reversed()
    let rule =
      targets.map(Self.escaped).joined(separator: " ") + ": "
      + sources.map(Self.escaped).joined(separator: " ") + "\n"
    return Disk.writeToStandardOutput(Array(rule.utf8)) == nil
  }

  /// A path as makefiles spell it.
  private static func escaped(_ path: String) -> String {
    path.reduce(into: "") { text, character in
      switch character {
      case " ", "#", "\\": text += "\\\(character)"
      case "$": text += "$$"
      default: text.append(character)
      }
    }
  }
}
