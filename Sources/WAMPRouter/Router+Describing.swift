package import FlatBuffersRuntime
package import WAMP
internal import WAMPAuthentication

extension Router {
  /// What a realm can tell of a typed procedure; `nil` if its code has no schema in it.
  func interface<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    of procedure: Procedure<Request, Response>
  ) throws(WAMPError) -> RegisteredInterface? {
    guard let schema = procedure.schema else { return nil }
    return DescribedInterface(procedure, try describedSchema(schema)).map { .records($0) }
  }

  /// A schema that a realm can tell of.
  ///
  /// - Throws: ``WAMPError`` if it can't be loaded.
  package func describedSchema(_ schema: EmbeddedSchema) throws(WAMPError) -> DescribedSchema {
    DescribedSchema(try library.arguments(of: schema).loadedSchema(), hash: \.sha256)
  }
}

extension RealmConfiguration {
  /// What payloads are held against, and what the realm tells of it.
  ///
  /// - Throws: ``WAMPError`` with what is wrong with a schema.
  func loadedInventory() throws(WAMPError) -> (checks: PayloadInventory?, schemas: [DescribedSchema]) {
    let loaded = try LoadedSchema.inventory(inventory)
    let checks = try PayloadInventory(loaded, validation)
    return (checks, loaded.map { DescribedSchema($0, hash: \.sha256) })
  }
}
