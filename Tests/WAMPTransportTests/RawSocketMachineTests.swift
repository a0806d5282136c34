import Testing

@testable import WAMPTransport

@Suite("Connection machine of RawSocket")
struct RawSocketMachineTests {
  private static func machine(isServer: Bool = true) -> ConnectionMachine {
    let reader = RawSocketReader(isServer: isServer, maxMessageSize: 1024, peerMaxMessageSize: 512)
    return ConnectionMachine(ConnectionConfiguration(), Framing.rawSocket(reader).manners)
  }

  @Test("never pings, as some peers take a PING for a message of 16 MiB")
  func noPings() {
    var machine = Self.machine()
    #expect(machine.handle(.opened) == [.tellOpened, .proceed])
    #expect(machine.handle(.fired(.silence)) == [])
  }

  @Test("closes without a frame: all is sent, then the stream ends")
  func closing() {
    var machine = Self.machine()
    _ = machine.handle(.opened)
    let actions = machine.handle(.closeWanted(CloseStatus(code: 1000)))
    #expect(actions == [.stop(.silence), .start(.end, .seconds(10)), .flush])
    #expect(machine.phase == .ending)
    #expect(machine.handle(.allSent).suffix(2) == [.endOutput, .tellClosed(nil)])
  }

  @Test("the peer's end ends it, once all that came before is delivered and answered")
  func inputEnded() {
    var machine = Self.machine()
    _ = machine.handle(.opened)
    #expect(machine.handle(.inputEnded) == [.stop(.silence), .start(.end, .seconds(10)), .proceed])
    #expect(machine.phase == .open && machine.awaitsLastInput)
    #expect(machine.handle(.inputDrained) == [.flush])
    #expect(machine.handle(.allSent).suffix(2) == [.endOutput, .tellClosed(.connectionLost)])
    #expect(machine.handle(.inputDrained) == [])
  }

  @Test("a server stops reading from a peer that takes nothing, a client goes on", arguments: [true, false])
  func reading(isServer: Bool) {
    var machine = Self.machine(isServer: isServer)
    _ = machine.handle(.opened)
    _ = machine.handle(.blocked)
    #expect(machine.isHeld && machine.isReadingPaused == isServer)
    _ = machine.handle(.sliceSent)
    #expect(machine.isReadingPaused)
    #expect(machine.handle(.nextTurn) == (isServer ? [] : [.proceed]))
    #expect(machine.handle(.unblocked) == [.proceed])
    #expect(!machine.isReadingPaused && !machine.isHeld)
  }
}
