package import FlatBuffersReflection

/// Writes the Swift code of one schema file.
package enum SwiftGenerator {
  /// The code of the schema's main file; `nil` when something in it cannot be generated.
  ///
  /// - Parameters:
  ///   - schema: a resolved schema. Types of included files are referred to, not generated, by the names they
  ///     have in code generated with the same options.
  ///   - options: what the code should be like.
  package static func generate(
    _ schema: Schema, options: CodegenOptions
  ) -> (source: String?, log: DiagnosticLog) {
    var log = DiagnosticLog()
    let names = TypeNames(schema, options)
    let generator = FileGenerator(schema: schema, options: options, names: names)
    let store =
      options.tables
      ? StoredTablePlan.all(
        of: schema, generator.storage, generator.types, isOwn: generator.isOwn, fields: generator.tableFields,
        &log)
      : []
    let wamp = options.wamp ? WAMPPlan(schema, options.definitions, &log) : WAMPPlan()
    names.reportMeetings(of: generator.ownTypes + generator.foreignTypes(wamp), &log)
    guard !log.hasErrors else { return (nil, log) }
    return (generator.file(store: store, wamp: wamp), log)
  }
}
