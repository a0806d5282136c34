internal import FlatBuffersReflection

/// What is known of a realm's procedures and topics beyond their names: from the schemas of its inventory, and from what the
/// router's own process registered with types, exposes and publishes.
package struct RealmInterfaces: Sendable {
  private var inventory: [DescribedSchema] = []
  private var statedProcedures: [String: DescribedInterface] = [:]
  private var statedTopics: [String: DescribedInterface] = [:]
  private var registered: [String: RegisteredInterface] = [:]
  private var published: [String: DescribedInterface] = [:]

  package init(inventory: [DescribedSchema] = []) { change(inventory) }

  /// Takes another inventory in place of the one there was.
  mutating func change(_ inventory: [DescribedSchema]) {
    self.inventory = inventory
    statedProcedures = [:]
    statedTopics = [:]
    for (method, interface) in inventory.flatMap(\.interfaces) {
      switch method.kind {
      case .procedure: statedProcedures[method.uri] = interface
      case .topic: statedTopics[method.uri] = interface
      }
    }
  }

  /// A procedure is registered, of which `nil` knows nothing.
  mutating func register(_ procedure: String, as interface: RegisteredInterface?) {
    registered[procedure] = interface
  }

  mutating func unregister(_ procedure: String) { registered[procedure] = nil }

  /// The router's own process publishes to a topic; no more, if what is known of its events is `nil`.
  mutating func publish(_ topic: String, as interface: DescribedInterface?) {
    published[topic] = interface
  }

  /// What is known of a procedure. Of one that was registered with types, these.
  func procedure(_ uri: String) -> RegisteredInterface? {
    registered[uri] ?? statedProcedures[uri].map { .records($0) }
  }

  /// What is known of a topic. Of one that this process publishes to, what it does.
  func topic(_ uri: String) -> DescribedInterface? { published[uri] ?? statedTopics[uri] }

  /// Whether what answers a procedure is known to take the records that its interface names.
  func takesRecords(_ procedure: String) -> Bool {
    if case .records = registered[procedure] { true } else { false }
  }

  /// The procedures that the inventory knows, registered or not.
  var procedureURIs: some Collection<String> { statedProcedures.keys }
  var topicURIs: Set<String> { Set(statedTopics.keys).union(published.keys) }

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
    for schema in inventory + registered.values.map(\.schema) + published.values.map(\.schema) {
      byHash[schema.identity.hash] = schema
    }
    return byHash.values.sorted {
      ($0.identity.name, $0.identity.hash) < ($1.identity.name, $1.identity.hash)
    }
  }
}
