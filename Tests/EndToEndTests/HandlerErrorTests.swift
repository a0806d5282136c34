import Flatwire
import Programs
import Testing

/// Errors of handlers that are no `WAMPError`.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct HandlerErrorTests {
  @Test(arguments: SerializerKind.allCases)
  func `what a handler throws of its own is not told to callers`(serializer: SerializerKind) async throws {
    try await withRouter { router in
      try await router.register(.usersGet) { _ in throw Secret() }
      try await router.registerInline("com.example.inline") { _ in
        InlineResponder { _, _ in throw Secret() }
      }
      let session = try await join(router, serializer)
      let payload = Payload.binaryArgument(try RecordBuffer<UserKey>(.init(id: 1)).bytes)
      for uri in ["com.example.user.get", "com.example.inline"] {
        let error = await #expect(throws: WAMPError.self) { _ = try await session.call(uri, payload) }
        #expect(error?.code == .runtimeError)
        #expect(error?.message.contains("swordfish") == false)
      }
      await session.close()
    }
  }
}

/// An error of an application, not of WAMP.
private struct Secret: Error {
  let text = "the password is swordfish"
}
