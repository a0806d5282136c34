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
