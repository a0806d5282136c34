import WAMPRouter

func serve(port: Int, logger: Logger) async throws {
  let router = try await Router.start(
    .webSocket(port: port), realm: "realm1", schemas: .announcing([User.embeddedSchema]), logger: logger)
  try await router.register(.usersGet) { (request: RecordBuffer<UserKey>) in
    print(request.bytes.count)
    guard request.record.id == 7 else { throw WAMPError(.invalidArgument, "there is only one") }
    return try RecordBuffer<User>(User.Draft(id: 7, name: "Ann"))
  }
  let id: PublicationID = try await router.publish(User.Draft(id: 7, name: "Ann"), to: .usersChanged)
  let counters: SendCounters = router.counters
  print(router.port, id, counters)
  await router.stop()
}

func realm(_ name: String, _ secret: Secret) throws -> RealmConfiguration {
  var permissions = Permissions(everyone: [.call, .subscribe])
  try permissions.grant(.publish, to: "user", on: "com.example.", .prefix, disclosing: .publish)
  permissions.authorize("guest") { (request: AuthorizationRequest) -> Authorization in
    request.uri.isEmpty ? .denied() : .allowed(cached: request.session.rawValue > 0)
  }
  let keys = try ScramKeys(password: secret)
  let authentication = Authentication(methods: [.scram, .ticket]) { (request: AuthenticationRequest) in
    guard request.authextra["x"] == nil else { return nil }
    return Principal(request.authid, role: "user", .scram(keys), .ticket(secret))
  }
  return RealmConfiguration(name, authentication: authentication, permissions: permissions)
}
