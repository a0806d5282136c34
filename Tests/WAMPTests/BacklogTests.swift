import Testing

@testable import WAMP

/// Clients that do not read, and what becomes of their calls and events.
@Suite struct BacklogTests {
  private var backlog: Backlog { Backlog(limit: 1000, patience: .seconds(10)) }

  @Test func `calls and events pass up to the limit`() {
    var backlog = backlog
    #expect(backlog.admitsCall(pendingBytes: 1000))
    #expect(!backlog.admitsCall(pendingBytes: 1001))
    let admitted = [1000, 1001].map { backlog.admitsEvent(pendingBytes: $0) }
    #expect(admitted == [true, false])
    #expect(backlog.droppedEvents == 1)
  }

  @Test func `who lost events and stays behind is disconnected, and nobody else`() {
    var backlog = backlog
    // A slow link with a large answer on it.
    let slow = backlog.isOver(behindFor: .seconds(60))
    _ = backlog.admitsEvent(pendingBytes: 2000)
    // Who caught up begins anew.
    let lossy = [9, 10, 0, 10].map { backlog.isOver(behindFor: .seconds($0)) }
    #expect(!slow)
    #expect(lossy == [false, true, false, false])
  }

  @Test func `a call that cannot be passed on is an error for its caller, and the callee stays`() {
    let (caller, callee) = (SessionID(1), SessionID(2))
    var realm = Realm(name: "realm1")
    for id in [caller, callee] { realm.join(Member(id: id, roles: .client)) }
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "a.b")), from: callee)
    _ = realm.receive(.call(.init(request: RequestID(7), procedure: "a.b")), from: caller)
    let actions = realm.undeliverable(RequestID(1), to: callee)
    guard actions.count == 1, case .send(.error(let error), caller)? = actions.first else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == "wamp.error.unavailable")
    #expect(error.request == RequestID(7))
    #expect(realm.undeliverable(RequestID(1), to: callee).isEmpty)
    #expect(realm.hasProcedure("a.b"))
  }
}
