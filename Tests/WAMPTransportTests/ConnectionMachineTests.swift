import SeededRandom
import Testing

@testable import WAMPTransport

@Suite("Connection machine")
struct ConnectionMachineTests {
  static let status = CloseStatus(code: 1000)

  private func opened(_ change: (inout ConnectionConfiguration) -> Void = { _ in }) -> ConnectionMachine {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .seconds(7)
    change(&configuration)
    var machine = ConnectionMachine(configuration)
    _ = machine.handle(.opened)
    return machine
  }

  @Test("tells the owner before anything is read, and counts silence from then on")
  func opening() {
    var machine = ConnectionMachine(ConnectionConfiguration())
    #expect(machine.phase == .opening && !machine.isReceiving)
    #expect(machine.handle(.opened) == [.tellOpened, .start(.silence, .milliseconds(2500)), .proceed])
    #expect(machine.phase == .open)
    #expect(machine.handle(.opened) == [])
  }

  @Test("pings after 10 s of silence and cuts off after 10 s more")
  func silence() {
    var machine = opened()
    var time = Duration.zero
    var pinged: Duration?
    while machine.phase == .open && time < .seconds(100) {
      time += .milliseconds(2500)
      if machine.handle(.fired(.silence)).contains(.sendPing) { pinged = time }
    }
    #expect(pinged == .seconds(10) && time == .seconds(20))
    #expect(machine.phase == .ending)
  }

  @Test("any byte is a sign of life, before the ping and after it", arguments: 1...7)
  func signOfLife(quarter: Int) {
    var machine = opened()
    for _ in 0..<quarter { _ = machine.handle(.fired(.silence)) }
    for _ in 0..<100 {
      machine.isPeerHeard = true
      #expect(!machine.handle(.fired(.silence)).contains(.sendPing))
    }
    #expect(machine.phase == .open)
    let next = (0..<4).map { _ in machine.handle(.fired(.silence)).contains(.sendPing) }
    #expect(next == [false, false, false, true])
  }

  @Test("a peer that takes bytes lives, too")
  func takingIsLife() {
    var machine = opened()
    for _ in 0..<20 {
      _ = machine.handle(.blocked)
      _ = machine.handle(.unblocked)
      #expect(!machine.handle(.fired(.silence)).contains(.sendPing))
    }
  }

  @Test("keep-alive may be off")
  func keepAliveOff() {
    var configuration = ConnectionConfiguration()
    configuration.keepAlive = nil
    var machine = ConnectionMachine(configuration)
    #expect(machine.handle(.opened) == [.tellOpened, .proceed])
    #expect(machine.handle(.fired(.silence)) == [])
  }

  @Test("closes in good order: our frame, the peer's, the end of our direction")
  func goodOrder() {
    var machine = opened()
    #expect(
      machine.handle(.closeWanted(Self.status)) == [
        .stop(.silence), .start(.end, .seconds(7)), .sendClose(Self.status), .flush,
      ])
    #expect(machine.phase == .closing && machine.isReceiving)
    #expect(machine.handle(.closeReceived(Self.status)) == [.flush])
    #expect(machine.phase == .ending && machine.awaitsAllSent)
    #expect(machine.handle(.allSent).suffix(3) == [.release, .endOutput, .tellClosed(nil)])
    #expect(machine.handle(.channelClosed) == [.stop(.end)])
  }

  @Test("answers a close frame with its code, and keeps the reason for the owner")
  func closeReceived() {
    var machine = opened()
    let actions = machine.handle(.closeReceived(CloseStatus(code: 1012, reason: "later")))
    #expect(actions.first == .sendClose(CloseStatus(code: 1012)))
    guard case .tellClosed(let error)? = machine.handle(.allSent).last else {
      Issue.record("the owner was not told")
      return
    }
    #expect(error?.code == .closedByPeer && error?.closeCode == 1012 && error?.closeReason == "later")
  }

  @Test("ends when the peer does not, in every phase of closing")
  func endTimer() {
    var closing = opened()
    _ = closing.handle(.closeWanted(Self.status))
    #expect(closing.handle(.fired(.end)) == [.closeChannel])
    _ = closing.handle(.closeReceived(Self.status))
    #expect(closing.handle(.fired(.end)) == [.closeChannel])
    _ = closing.handle(.allSent)
    #expect(closing.handle(.fired(.end)) == [.closeChannel])
  }

  @Test("cutting off drops what waits, says why and tells the owner at once")
  func cutOff() {
    var machine = opened()
    _ = machine.handle(.blocked)
    let error = TransportError.peerTooSlow(queuedBytes: 5)
    let status = CloseStatus(code: 1008)
    let actions = machine.handle(.cutOff(status, error))
    #expect(actions.first == .dropWaiting && actions.contains(.sendClose(status)))
    #expect(actions.contains(.tellClosed(error)) && actions.contains(.start(.end, .seconds(7))))
    #expect(machine.handle(.cutOff(status, error)) == [])
    // Told once, however it goes on.
    #expect(!machine.handle(.channelClosed).contains(.tellClosed(error)))
  }

  @Test("a peer that ended its direction is asked whether it still reads, and gets its answers")
  func halfClosed() {
    var machine = opened()
    #expect(machine.handle(.inputEnded) == [.stop(.silence), .start(.end, .seconds(7)), .sendPing, .flush])
    #expect(machine.phase == .open && !machine.isHeld)
    // It cannot answer a close frame.
    var ended = machine
    #expect(ended.handle(.closeWanted(Self.status)) == [.sendClose(Self.status), .flush])
    #expect(ended.phase == .ending)
    #expect(machine.handle(.fired(.end)) == [.start(.end, .seconds(7)), .flush])
    #expect(machine.handle(.allSent).last == .tellClosed(.connectionLost))
  }

  @Test("tells each second how long a peer is behind, and when it is not any more")
  func behind() {
    var machine = opened()
    _ = machine.handle(.blocked)
    #expect(
      machine.handle(.stillBlocked(isBorrowing: true)) == [
        .start(.borrow, .milliseconds(100)), .start(.behind, .seconds(1)),
      ])
    #expect(machine.handle(.fired(.borrow)) == [.copyBorrowed])
    #expect(machine.handle(.fired(.behind)) == [.start(.behind, .seconds(1)), .tellBehind(.seconds(1))])
    // Taking some of it is not enough.
    #expect(machine.handle(.unblocked) == [.proceed])
    _ = machine.handle(.blocked)
    #expect(machine.handle(.fired(.behind)) == [.start(.behind, .seconds(1)), .tellBehind(.seconds(2))])
    _ = machine.handle(.unblocked)
    #expect(machine.handle(.allSent) == [.stop(.behind), .tellBehind(.zero)])
  }

  @Test("a peer that catches up at once is told of, too: something may have been dropped for it")
  func catchesUp() {
    var machine = opened()
    _ = machine.handle(.blocked)
    _ = machine.handle(.stillBlocked(isBorrowing: false))
    _ = machine.handle(.unblocked)
    #expect(machine.handle(.allSent) == [.stop(.behind), .tellBehind(.zero)])
  }

  @Test("after a slice it waits for its next turn")
  func slices() {
    var machine = opened()
    #expect(machine.handle(.sliceSent) == [.awaitTurn] && machine.isReadingPaused)
    #expect(machine.handle(.sliceSent) == [])
    #expect(machine.handle(.nextTurn) == [.proceed] && !machine.isReadingPaused)
  }

  @Test("in every phase, whatever happens, the owner is told once and nothing follows the end")
  func everyOrder() {
    let error = TransportError.connectionLost
    let events: [ConnectionMachine.Event] =
      [
        .opened, .blocked, .stillBlocked(isBorrowing: true), .unblocked, .sliceSent, .nextTurn,
        .borrowedReturned, .allSent,
        .closeWanted(Self.status), .cutOff(Self.status, error), .closeReceived(Self.status),
        .violated(.protocolError("x")), .inputEnded, .failed(error),
      ] + ConnectionMachine.Timer.allCases.map { .fired($0) }
    var random = SplitMix64(seed: 8)
    for _ in 0..<3000 {
      var machine = opened()
      var told = 0
      var seen: [ConnectionMachine.Event] = []
      for event in (0..<12).map({ _ in events.randomElement(using: &random)! }) + [
        .channelClosed, .channelClosed,
      ] {
        // A connection says that all was sent only when it could send.
        if event == .allSent && machine.isHeld { continue }
        seen.append(event)
        let wasClosed = machine.phase == .closed
        let actions = machine.handle(event)
        for case .tellClosed in actions { told += 1 }
        if wasClosed && actions.contains(where: { $0 == .flush || $0 == .sendPing || $0 == .copyBorrowed }) {
          Issue.record("something is sent after the end: \(seen)")
        }
      }
      if told != 1 { Issue.record("told \(told) times: \(seen)") }
    }
  }
}
