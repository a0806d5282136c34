internal import FlatBuffersReflection

extension StoredTablePlan {
  /// The tables of a schema's main file that are stored; reports what is wrong with them.
  ///
  /// - Parameters:
  ///   - storage: what the schema stores.
  ///   - isOwn: whether a type's code goes with the file.
  ///   - fields: the fields of a table that code is generated for.
  static func all(
    of schema: Schema, _ storage: StorageModel, _ types: SwiftTypes,
    isOwn: @escaping (DefinitionHeader) -> Bool, fields: (ObjectDefinition, Int) -> [TableField],
    _ log: inout DiagnosticLog
  ) -> [StoredTablePlan] {
    for fault in storage.faults where fault.location.file == schema.mainFile {
      log.error(fault.message, at: fault.location, hint: fault.hint)
    }
    var used = UniqueNames()
    var plans: [StoredTablePlan] = []
    for table in storage.tables where isOwn(schema.objects[table.object].header) {
      let object = schema.objects[table.object]
      let record = types.names.objects[table.object]
      let planner = StoredKeyPlanner(
        schema: schema, types: types, fields: fields(object, table.object), record: record, isOwn: isOwn)
      guard let key = planner.plan(table.components, structure: "Key") else { continue }
      var plan = StoredTablePlan(
        stored: table,
        swiftName: swiftName(table.name, at: object.header.attributes["table"]?.location, &used, &log),
        record: record, key: key, indexes: [], documentation: object.header.documentation
      )
      for index in table.indexes {
        let structure = SwiftName.type(index.name) + "Key"
        guard let key = planner.plan(index.components, structure: structure) else { continue }
        plan.indexes.append(
          Index(stored: index, swiftName: swiftName(index.name, at: index.location, &used, &log), key: key))
      }
      plans.append(plan)
    }
    return plans
  }

  private static func swiftName(
    _ name: String, at location: SourceLocation?, _ used: inout UniqueNames, _ log: inout DiagnosticLog
  ) -> String {
    let swiftName = ReservedNames.store.member(name)
    if let location { used.add(swiftName, for: name, at: location, &log) }
    return swiftName
  }
}
