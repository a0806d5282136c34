internal import FlatBuffersReflection

extension Schema {
  /// Whether a definition stands in the file that code is generated for, not in one it includes.
  func declaresInMainFile(_ header: DefinitionHeader) -> Bool { header.location.file == mainFile }
}
