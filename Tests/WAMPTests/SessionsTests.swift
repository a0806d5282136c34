import Testing

@testable import WAMP

/// What a realm keeps of its sessions.
@Suite struct SessionsTests {
  @Test func `each session keeps what it announced itself, however many others announce something else`() {
    let features: [Feature] = [.callCanceling, .callTimeout, .progressiveCallResults, .sharedRegistration]
    // Each set of four features under one of two roles.
    let announced = (0..<32).map { number in
      let set = Set(features.indices.filter { number >> $0 & 1 == 1 }.map { features[$0] })
      return Roles([number < 16 ? .caller : .callee: set])
    }
    var sessions = Sessions()
    for id in 1...96 {
      let member = Member(id: SessionID(UInt64(id)), roles: announced[id % 32])
      sessions.add(member, SessionDetails())
    }
    for id in 1...96 { #expect(sessions[SessionID(UInt64(id))]?.roles == announced[id % 32]) }
  }
}
