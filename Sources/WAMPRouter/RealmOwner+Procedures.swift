internal import Logging
internal import NIOCore
internal import WAMP

/// A procedure of the router's own process that may wait.
typealias LocalProcedure = @Sendable (LocalInvocation) async throws -> Payload

// Procedures of the router's own process.
extension RealmOwner {
  func register(_ uri: String, as interface: RegisteredInterface?, _ procedure: @escaping LocalProcedure)
    throws
  {
    local[try realm.registerLocal(uri, as: interface)] = (uri, procedure)
    tellOfProcedures()
  }

  /// Ends the registration of a procedure. Calls of it that are running are still answered.
  func unregister(_ uri: String) {
    guard let registration = local.first(where: { $0.value.uri == uri })?.key else { return }
    local[registration] = nil
    realm.unregisterLocal(registration)
    tellOfProcedures()
  }

  /// Registers a procedure that every loop answers itself.
  ///
  /// - Returns: when all loops know of it.
  func registerOnCallersLoop(
    _ uri: String, as interface: RegisteredInterface?,
    makeResponder: @escaping @Sendable (LoopLocalValues) -> InlineResponder
  ) throws -> EventLoopFuture<Void> {
    _ = try realm.registerOnCallersLoop(uri, as: interface)
    let gate = realm.gate
    let known = tellReplicas { $0.publish(gate, makeResponder($1.values), for: uri) }
    tellOfProcedures()
    return known
  }

  /// Ends the registration of a procedure that every loop answers itself.
  ///
  /// - Returns: when no loop answers it any more.
  func unregisterOnCallersLoop(_ uri: String) -> EventLoopFuture<Void> {
    realm.unregisterOnCallersLoop(uri)
    tellOfProcedures()
    let gate = realm.gate
    return tellReplicas { replica, _ in replica.remove(gate, for: uri) }
  }

  func invoke(_ invocation: LocalInvocation) {
    guard let procedure = local[invocation.registration] else {
      preconditionFailure("\(invocation.procedure) is registered without a handler")
    }
    let id = invocation.id
    guard realm.mayHold else { return perform(realm.fail(id, with: .tooMuchHeld)) }
    var invocation = invocation
    invocation.payload = invocation.payload.detached
    let size = invocation.payload.byteCount
    runningBytes += size
    let handle = Handle(self, eventLoop: eventLoop)
    running[id] = Task { [invocation] in
      let result: Result<Payload, any Error>
      do {
        result = .success(try await procedure.body(invocation))
      } catch {
        result = .failure(error)
      }
      handle.eventLoop.execute { handle.value.answer(id, of: procedure.uri, size, result) }
    }
  }

  /// Sends a part of a local invocation's result.
  ///
  /// - Throws: `CancellationError` if the invocation is over.
  func sendPart(_ payload: Payload, of id: RequestID) throws {
    guard running[id] != nil else { throw CancellationError() }
    perform(realm.answer(id, with: payload, progress: true))
  }

  /// - Parameter size: what the call's payload took.
  private func answer(
    _ id: RequestID, of uri: String, _ size: Int, _ result: Result<Payload, any Error>
  ) {
    running[id] = nil
    runningBytes -= size
    account()
    switch result {
    case .success(let payload): perform(realm.answer(id, with: payload))
    case .failure(let error): perform(realm.fail(id, with: logger.answer(to: error, of: uri)))
    }
  }
}
