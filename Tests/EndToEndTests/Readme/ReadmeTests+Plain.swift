import Flatwire
import Testing

/// README's samples of peers that know nothing of records.
extension ReadmeTests {
  @Test func `the samples of plain arguments do what they say`() async throws {
    try await withRouter { router in
      try await router.register(.usersGet) { try RecordBuffer<User>(TestData.user($0.record.id)) }
      let session = try await join(router, .cbor)
      let events = try await session.subscribe(to: Topic.usersChanged.uri)
      let publisher = try await join(router, .cbor)
      try await callPlainly(publisher)
      for try await event in events {
        #expect(try event.payload.arguments().list.first == 7)
        break
      }
      async let watched: Void = watch(session)
      let watching = MetaTopicLookup.Draft(topic: Topic.wampSessionOnJoin.uri)
      while try await publisher.call(.wampSubscriptionLookup, watching, { $0.subscription }) == nil {
        try await Task.sleep(for: .milliseconds(10))
      }
      let other = try await join(router, .cbor)
      try await watched
      for session in [session, publisher, other] { await session.close() }
    }
  }

  private func callPlainly(_ session: WAMPSession) async throws {
    let user = try await session.call(.usersGet, .init(id: 7), options: .init(asPlainArguments: true))
    try await session.publish(user.record.draft, to: .usersChanged, options: .init(asPlainArguments: true))
    #expect(user.record.id == 7)
  }

  private func watch(_ session: WAMPSession) async throws {
    let count = try await session.call(.wampSessionCount, .init()) { $0.count }
    for try await event in try await session.subscribe(to: .wampSessionOnJoin) {
      print(count, event.record.draft.details?.authid ?? "nobody")
      break
    }
  }
}
