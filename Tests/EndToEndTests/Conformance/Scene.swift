import Flatwire
import Synchronization
import Testing

/// Sessions that came over one way, with URIs of their own.
final class Scene: Sendable {
  let way: Way
  /// Calls and publishes.
  let caller: WAMPSession
  /// Is called, and subscribes.
  let callee: WAMPSession
  /// Users 1 to 20, as ``TestData`` makes them.
  let store: Store
  private let places: Places
  private let prefix: String
  private let others = Mutex<[WAMPSession]>([])

  private init(
    _ way: Way, _ places: Places, _ store: Store, prefix: String, caller: WAMPSession, callee: WAMPSession
  ) {
    (self.way, self.places, self.store, self.prefix) = (way, places, store, prefix)
    (self.caller, self.callee) = (caller, callee)
  }

  /// Plays a scene to its end, or until it takes too long, which is an error.
  ///
  /// - Parameter prefix: that of all its URIs; other scenes have others.
  static func play(
    _ way: Way, at places: Places, store: Store, prefix: String,
    _ body: @escaping @Sendable (Scene) async throws -> Void
  ) async throws {
    let callee = try await places.join(by: way)
    let caller = try await places.join(by: way)
    let scene = Scene(way, places, store, prefix: prefix, caller: caller, callee: callee)
    let result = await Result.of {
      try await withThrowingTaskGroup { group in
        group.addTask { try await body(scene) }
        group.addTask {
          try await Task.sleep(for: .seconds(60))
          throw WAMPError(.timeout, "nothing happens any more")
        }
        try await group.next()
        group.cancelAll()
      }
    }
    for session in [caller, callee] + scene.others.withLock({ $0 }) { await session.close() }
    try result.get()
  }

  func uri(_ name: String) -> String { "\(prefix).\(name)" }

  /// Joins with one more session.
  func joinAnother() async throws -> WAMPSession {
    let session = try await places.join(by: way)
    others.withLock { $0.append(session) }
    return session
  }

  // MARK: What is expected

  /// - Parameter what: says what is wrong.
  func expect(
    _ isSo: Bool, _ what: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    if !isSo { Issue.record("\(way): \(what())", sourceLocation: sourceLocation) }
  }

  func expect<T: Equatable>(
    _ value: T, is expected: T, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(value == expected, "\(value), not \(expected)", sourceLocation: sourceLocation)
  }

  /// Expects an error of the router or the other side.
  @discardableResult
  func expect<T>(
    _ code: WAMPError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> T
  ) async -> WAMPError? {
    do {
      let value = try await body()
      expect(false, "\(value), not \(code.rawValue)", sourceLocation: sourceLocation)
    } catch let error as WAMPError {
      expect(error.code, is: code, sourceLocation: sourceLocation)
      return error
    } catch {
      expect(false, "\(error), not \(code.rawValue)", sourceLocation: sourceLocation)
    }
    return nil
  }

  /// The positional arguments of the next events.
  func next(_ count: Int, of events: Events<UntypedEvent>) async throws -> [[Value]] {
    var lists: [[Value]] = []
    for try await event in events {
      lists.append(try event.payload.arguments().list)
      if lists.count == count { break }
    }
    return lists
  }
}

extension Result where Failure == any Error {
  static func of(_ body: () async throws -> Success) async -> Self {
    do { return .success(try await body()) } catch { return .failure(error) }
  }
}

extension CallResult {
  /// The positional arguments.
  func list() throws -> [Value] { try arguments().list }
}
