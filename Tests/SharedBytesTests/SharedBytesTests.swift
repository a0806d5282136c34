import SharedBytes
import Testing

@Suite struct SharedBytesTests {
  @Test func `a slice shares the bytes and keeps them alive`() {
    var whole: SharedBytes? = SharedBytes([1, 2, 3, 4, 5])
    let part = whole!.slice(1..<4)
    whole = nil
    #expect(Array(part) == [2, 3, 4])
    #expect(part == SharedBytes([2, 3, 4]))
  }

  @Test func `the owner is released with the last slice`() {
    final class Owner {}
    weak var alive: Owner?
    var bytes: SharedBytes?
    do {
      let owner = Owner()
      alive = owner
      let storage: StaticString = "flatwire"
      bytes = unsafe SharedBytes(unsafeStart: storage.utf8Start, count: 8, keptAliveBy: owner)
    }
    var part = bytes?.slice(0..<4)
    bytes = nil
    #expect(alive != nil)
    #expect(part.map { Array($0) } == Array("flat".utf8))
    part = nil
    #expect(alive == nil)
  }

  @Test func `a description shows the size and the first bytes`() {
    #expect(SharedBytes([0, 255]).description == "2 bytes: 00ff")
    #expect(SharedBytes().description == "0 bytes")
  }
}
