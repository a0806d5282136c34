import Flatwire

// `Flatwire` qualifies what the module exports, and has the numbers of its versions.
func open(_ path: String) throws -> Flatwire.Store {
  try Flatwire.Store(path: path, schema: StoredSchema.schema)
}

func subprotocols() -> [String] { Flatwire.versions.subprotocols }

// README's first sample.
func serve(_ path: String, port: Int) async throws {
  let store = try Store(path: path, schema: StoredSchema.schema)
  try await store.write { txn in
    try txn.put(.init(id: 7, name: "Ann", team: 1), in: .users)
  }
  let name = try store.read { txn in try txn.get(.users, 7)?.name.description }
  print(name ?? "")

  let router = try await Router.start(.webSocket(port: port), realm: "realm1")
  try await router.register(.usersGet, reading: store) { request, snapshot, reply in
    try reply.send(snapshot.get(.users, request.id))
  }

  let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")
  let user = try await session.call(.usersGet, .init(id: 7))
  print(user.record.name.description)
  await session.close()
  await router.stop()
}

func announce(port: Int, url: String) async throws {
  let router = try await Router.start(
    .webSocket(port: port), realm: "realm1", schemas: .announcing([User.embeddedSchema]))
  let session = try await WAMPSession.connect(
    to: url, realm: "realm1", schemas: .requiring([User.embeddedSchema]))
  print(router.port, session.id)
}
