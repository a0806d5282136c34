internal import FlatBuffersReflection

/// What is known of a realm's procedures and topics beyond their names: from the schemas of its inventory, and from what the
/// router's own process registered with types.
package struct RealmInterfaces: Sendable {
  private var inventory: [DescribedSchema] = []
  private var statedProcedures: [String: DescribedInterface] = [:]
  private var topics: [String: DescribedInterface] = [:]
  private var registered: [String: DescribedInterface] = [:]

  package init(inventory: [DescribedSchema] = []) { change(inventory) }

  /// Takes another inventory in place of the one there was.
  mutating func change(_ inventory: [DescribedSchema]) {
    self.inventory = inventory
    statedProcedures = [:]
    topics = [:]
    for (method, interface) in inventory.flatMap(\.interfaces) {
      switch method.kind {
      case .procedure: statedProcedures[method.uri] = interface
      case .topic: topics[method.uri] = interface
      }
    }
  }

  /// A procedure is registered, and answered by what takes records of these types; by `nil` if nothing is known of it.
  mutating func register(_ procedure: String, as interface: DescribedInterface?) {
    registered[procedure] = interface
  }

  mutating func unregister(_ procedure: String) { registered[procedure] = nil }

  /// What is known of a procedure. Of one that was registered with types, these.
  func procedure(_ uri: String) -> DescribedInterface? { registered[uri] ?? statedProcedures[uri] }

  func topic(_ uri: String) -> DescribedInterface? { topics[uri] }

  /// Whether what answers a procedure is known to take records.
  func takesRecords(_ procedure: String) -> Bool { registered[procedure] != nil }

  /// The procedures that the inventory knows, registered or not.
  var procedureURIs: some Collection<String> { statedProcedures.keys }
  var topicURIs: some Collection<String> { topics.keys }

  /// An error of a schema: the first one that has it, and the index of its table there.
  func error(_ uri: String) -> (schema: DescribedSchema, table: Int)? {
    for schema in schemas {
      if let table = schema.errors[uri] { return (schema, table) }
    }
    return nil
  }

  var errorURIs: Set<String> { Set(schemas.flatMap(\.errors.keys)) }

  /// All schemas, each once, by their names.
  var schemas: [DescribedSchema] {
    var byHash: [String: DescribedSchema] = [:]
    for schema in inventory + registered.values.map(\.schema) { byHash[schema.identity.hash] = schema }
    return byHash.values.sorted {
      ($0.identity.name, $0.identity.hash) < ($1.identity.name, $1.identity.hash)
    }
  }
}
