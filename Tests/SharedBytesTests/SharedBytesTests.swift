import Foundation
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

  @Test func `any bytes can be copied`() {
    #expect(SharedBytes(Data([1, 2, 3])) == SharedBytes([1, 2, 3]))
    #expect(SharedBytes([1, 2, 3, 4][1...2]) == SharedBytes([2, 3]))
    #expect(SharedBytes("text".utf8) == SharedBytes(Array("text".utf8)))
    #expect(SharedBytes(EmptyCollection<UInt8>()).isEmpty)
  }

  @Test func `a file is mapped, and stays readable when another is put in its place`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mapped-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a")
    for content in [Data(), Data([7]), Data(repeating: 9, count: 100_000)] {
      try content.write(to: file)
      let bytes = try SharedBytes(mappingFileAt: file.path)
      try Data("other".utf8).write(to: file, options: .atomic)
      #expect(bytes == SharedBytes(content))
    }
    let missing = folder.appending(path: "none").path
    let error = #expect(throws: FileMappingError.self) { try SharedBytes(mappingFileAt: missing) }
    #expect(error?.description == "the file '\(missing)' cannot be mapped: No such file or directory")
    #expect(throws: FileMappingError.self) { try SharedBytes(mappingFileAt: folder.path) }
    #expect(throws: FileMappingError.self) { try SharedBytes(mappingFileAt: "/dev/null") }
    // A pipe is not waited for.
    let pipe = folder.appending(path: "pipe").path
    let status = unsafe mkfifo(pipe, 0o600)
    #expect(status == 0)
    #expect(throws: FileMappingError.self) { try SharedBytes(mappingFileAt: pipe) }
  }

  @Test func `bytes that are kept alone hold nothing besides, and are not copied twice`() {
    final class Owner {}
    weak var alive: Owner?
    var kept: [SharedBytes] = []
    do {
      let owner = Owner()
      alive = owner
      let source = SharedBytes([UInt8](repeating: 7, count: 32 * 1024))
      kept = unsafe source.withUnsafeBytes { source in
        let lent = unsafe SharedBytes(
          unsafeStart: source.baseAddress!, count: source.count, keptAliveBy: owner)
        // Many share what they lie in.
        #expect(lent.detached.keepAlive === owner)
        return [lent.slice(0..<10).detached, lent.alone]
      }
      #expect(kept[0] == source.slice(0..<10) && kept[1] == source)
    }
    #expect(alive == nil)
    for bytes in kept {
      #expect(bytes.detached.keepAlive === bytes.keepAlive && bytes.alone.keepAlive === bytes.keepAlive)
    }
    #expect(kept[1].slice(0..<10).detached.keepAlive !== kept[1].keepAlive)
  }

  @Test func `a description shows the size and the first bytes`() {
    #expect(SharedBytes([0, 255]).description == "2 bytes: 00ff")
    #expect(SharedBytes().description == "0 bytes")
  }
}
