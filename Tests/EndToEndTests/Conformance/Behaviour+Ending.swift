import Flatwire
import Testing

extension Behaviour {
  static let endingCalls: [Behaviour] =
    [CancelMode.kill, .killNoWait].map { mode in
      Behaviour("a call that is given up with \(mode.rawValue) interrupts its handler") { scene in
        let slow = try await SlowProcedure.register(in: scene)
        try await slow.giveUpCall(mode)
        scene.expect(await slow.isEndedByInterrupt(), "the handler was not interrupted")
      }
    } + [
      Behaviour("a call that is given up with skip leaves its handler alone") { scene in
        let slow = try await SlowProcedure.register(in: scene)
        try await scene.callee.register(scene.uri("echo")) { $0.payload }
        try await slow.giveUpCall(.skip)
        // Whatever the router had said to the callee because of the CANCEL came before this.
        _ = try await scene.caller.call(scene.uri("echo"))
        slow.release()
        scene.expect(await slow.isEndedByInterrupt(), is: false)
      },
      Behaviour("a call that takes longer than its timeout fails, and its handler is interrupted") { scene in
        let slow = try await SlowProcedure.register(in: scene)
        await scene.expect(.timeout) {
          try await scene.caller.call(slow.uri, options: .init(timeout: .milliseconds(50)))
        }
        scene.expect(await slow.isEndedByInterrupt(), "the handler was not interrupted")
      },
      Behaviour("a call is over when its callee leaves") { scene in
        let leaving = try await scene.joinAnother()
        let slow = try await SlowProcedure.register(in: scene, by: leaving)
        let call = Task { try await scene.caller.call(slow.uri) }
        await slow.begins()
        await leaving.close()
        await scene.expect(.canceled) { try await call.value }
      },
    ]
}

/// A procedure whose handler waits until it is interrupted, or let go on.
private struct SlowProcedure {
  let uri: String
  private let scene: Scene
  private let began: AsyncStream<Void>
  private let ends: AsyncStream<Bool>
  private let permission: AsyncStream<Void>.Continuation

  static func register(in scene: Scene, by session: WAMPSession? = nil) async throws -> SlowProcedure {
    let uri = scene.uri("slow")
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    let (ends, end) = AsyncStream.makeStream(of: Bool.self)
    let (permissions, permission) = AsyncStream.makeStream(of: Void.self)
    try await (session ?? scene.callee).register(uri) { _ in
      begin.yield()
      for await _ in permissions { break }
      end.yield(Task.isCancelled)
      return .none
    }
    return SlowProcedure(uri: uri, scene: scene, began: began, ends: ends, permission: permission)
  }

  func begins() async { for await _ in began { break } }

  func release() { permission.yield() }

  /// Calls it, and cancels the call once it has begun.
  func giveUpCall(_ mode: CancelMode) async throws {
    let call = Task { try await scene.caller.call(uri, options: .init(cancelMode: mode)) }
    await begins()
    call.cancel()
    let result = await call.result
    if case .failure(is CancellationError) = result { return }
    scene.expect(false, "\(result), not a cancelled call")
  }

  func isEndedByInterrupt() async -> Bool {
    for await isInterrupted in ends { return isInterrupted }
    return false
  }
}
