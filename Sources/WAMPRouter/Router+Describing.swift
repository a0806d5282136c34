internal import FlatBuffersRuntime
internal import WAMP
internal import WAMPAuthentication

extension Router {
  /// What a realm can tell of a typed procedure; `nil` if its code has no schema in it.
  func interface<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    of procedure: Procedure<Request, Response>
  ) throws(WAMPError) -> DescribedInterface? {
    guard let schema = procedure.schema else { return nil }
    let loaded = try library.arguments(of: schema).loadedSchema()
    return DescribedInterface(procedure, DescribedSchema(loaded, hash: \.sha256))
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
