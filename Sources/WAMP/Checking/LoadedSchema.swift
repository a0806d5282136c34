internal import FlatBuffersReflection
package import FlatBuffersRuntime

/// A schema of a program or of a realm's inventory, and what its services are.
package struct LoadedSchema: Sendable {
  /// As it was given.
  let embedded: EmbeddedSchema
  let schema: Schema
  let model: ServiceModel

  init(_ embedded: EmbeddedSchema, _ schema: Schema) {
    self.embedded = embedded
    self.schema = schema
    model = ServiceModel(schema)
  }

  /// Loads the schemas of an inventory.
  ///
  /// - Throws: `wamp.error.invalid_argument` if a schema is missing or can't be loaded, says wrongly what its services are,
  ///   or has none.
  package static func inventory(_ schemas: [EmbeddedSchema?]) throws(WAMPError) -> [LoadedSchema] {
    var loaded: [LoadedSchema] = []
    for (index, schema) in schemas.enumerated() {
      guard let schema else {
        throw WAMPError(
          .invalidArgument,
          "the inventory's schema \(index) is not there: code without an embedded schema has none")
      }
      loaded.append(try LoadedSchema(ofInventory: schema))
    }
    return loaded
  }

  private init(ofInventory embedded: EmbeddedSchema) throws(WAMPError) {
    do {
      self.init(embedded, try Schema(binary: embedded.bytes))
    } catch {
      throw WAMPError(.invalidArgument, "the schema \(embedded.name) can't be loaded: \(error)")
    }
    if let fault = model.faults.first {
      throw WAMPError(.invalidArgument, "the schema \(embedded.name): \(fault.message)")
    }
    guard model.interfaces.contains(where: { !$0.methods.isEmpty }) else {
      throw WAMPError(
        .invalidArgument,
        "the schema \(embedded.name) has no procedure and no topic, expected a service with a 'wampuri'")
    }
  }
}
