public import Testing

/// Lets a test run only while no other test with this trait does.
///
/// For tests that mind the time, open sockets or start programs: all tests share a pool of as many threads as there are
/// processors, and a few of these at once keep each other waiting beyond their own limits. A suite's `timeLimit` counts the
/// time that its tests wait for their turn, too: it has to suffice for all of them.
public struct OneAtATime: TestTrait, SuiteTrait, TestScoping {
  public var isRecursive: Bool { true }

  public func scopeProvider(for test: Test, testCase: Test.Case?) -> OneAtATime? {
    testCase == nil ? nil : self
  }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Turns.shared.take()
    do {
      try await function()
      await Turns.shared.giveBack()
    } catch {
      await Turns.shared.giveBack()
      throw error
    }
  }
}

extension Trait where Self == OneAtATime {
  /// Runs while no other test with this trait does.
  public static var oneAtATime: Self { Self() }
}

/// Who has the turn, and who waits for it.
private actor Turns {
  static let shared = Turns()

  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func take() async {
    guard isTaken else {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// Hands the turn to whoever waits longest.
  func giveBack() {
    if waiting.isEmpty {
      isTaken = false
    } else {
      waiting.removeFirst().resume()
    }
  }
}
