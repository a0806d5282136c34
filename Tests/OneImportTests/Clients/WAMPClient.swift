import WAMPClient

func use(_ url: String) async throws -> String {
  let session = try await WAMPSession.connect(
    to: url, realm: "realm1", schemas: .requiring([User.embeddedSchema]), serializers: [.flatbuffers, .cbor])
  let user: RecordBuffer<User> = try await session.call(.usersGet, .init(id: 7))
  let name: String = try await session.call(.usersGet, .init(id: 7)) { $0.name.description }
  let registration = try await session.register(.usersRenameAll) { (request: RecordBuffer<User>) in
    print(request.record.name.description)
    return nil
  }
  try await registration.cancel()
  let id: PublicationID? = try await session.publish(User.Draft(id: 7, name: "Ann"), to: .usersChanged)
  for try await event in try await session.subscribe(to: .usersChanged) {
    print(event.record.name.description, event.publication == id)
    break
  }
  let sum = try await session.call("com.example.add", [2, 3], options: .init(timeout: .seconds(5)))
  let answer = try sum.arguments().list == [.int(5)]
  await session.close()
  return
    "\(name) \(user.record.name) \(user.bytes.count) \(user.record.name == "Ann") \(answer) \(session.serializer.subprotocol) \(session.counters)"
}

func merge(_ session: WAMPSession) async throws -> UInt64 {
  try await session.register(.usersMerge) { (request: RecordBuffer<UserKey>, parts: PartSender<UserKey>) in
    try await parts.send(.init(id: request.record.id))
    throw try RecordError<NameTaken>(.init(name: "Ann", owner: 7))
  }
  do {
    for try await answer in try await session.results(of: .usersMerge, .init(id: 7)) {
      switch answer {
      case .part(let key): print(key.record.id)
      case .result(let user): return user.record.id
      }
    }
    return try await session.call(.usersMerge, .init(id: 7)).record.id
  } catch let error as RecordError<NameTaken> {
    return error.record.owner
  }
}

func lend(_ urls: [String]) async throws -> SessionID {
  let again = Reconnection(firstDelay: .seconds(1), requests: .fail)
  return try await WAMPSession.withSession(to: RouterAddress(urls), realm: "realm1", reconnection: again) {
    $0.id
  }
}

func isUnknown(_ error: any Error) -> Bool {
  if let error = error as? TransportError { return error.description.isEmpty }
  return (error as? WAMPError)?.code == .noSuchProcedure
}

func names(_ procedure: Procedure<UserKey, User>, _ topic: Topic<User>, _ roles: Roles) -> String {
  "\(procedure.uri) \(topic.uri) \(roles)"
}

func prove(_ url: String, _ password: Secret) async throws -> String? {
  let argon2id: KeyDerivation.Argon2id = { _, _, _, _ in [] }
  let key = try CryptosignKey(bytes: Array(repeating: 1, count: 32))
  let session = try await WAMPSession.connect(
    to: url, realm: "realm1", authid: "joe",
    authentication: [
      .cryptosign(key), .scram(password: password, dialects: [.standard], argon2id: argon2id),
      .ticket(password),
    ])
  return session.authmethod
}
