import Foundation
import Programs
import SeededRandom
import Testing

@testable import InterfaceCatalogs

/// Archives that Python reads and writes, and such that are damaged.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ArchiveTests {
  private static let python = URL(filePath: "/usr/bin/python3")

  private static func entries(seed: UInt64) -> [ZIPArchive.Entry] {
    var random = SplitMix64(seed: seed)
    return (0..<6).map { index in
      let count = [0, 1, 50, 5_000, 70_000, 40_000][index]
      // Some that can be compressed, and some that can't.
      let letters = UInt8.random(in: 1...(index % 2 == 0 ? 255 : 6), using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0..<letters, using: &random) }
      return .init(name: "folder/\(index)-é.bin", bytes: bytes)
    }
  }

  private func inFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  @Test func `Python reads what is written`() async throws {
    try await inFolder { folder in
      let entries = Self.entries(seed: 1)
      let file = folder.appending(path: "a.zip")
      try Data(ZIPArchive(entries: entries).bytes()).write(to: file)
      let script = """
        import sys, zipfile
        with zipfile.ZipFile(sys.argv[1]) as archive:
            assert archive.testzip() is None
            for info in archive.infolist():
                assert info.date_time == (1980, 1, 1, 0, 0, 0) and info.compress_type == 0
                print(info.filename, sum(archive.read(info)), info.file_size)
        """
      let text = try await Program(Self.python, ["-c", script, file.path]).output()
      let expected = entries.map { "\($0.name) \($0.bytes.reduce(0) { $0 + Int($1) }) \($0.bytes.count)\n" }
      #expect(text == expected.joined())
    }
  }

  @Test(arguments: [0, 1, 6, 9], [1, 2, 3] as [UInt64])
  func `what Python writes is read, stored or deflated`(level: Int, seed: UInt64) async throws {
    try await inFolder { folder in
      let entries = Self.entries(seed: seed)
      for entry in entries {
        let name = entry.name.split(separator: "/")[1]
        try Data(entry.bytes).write(to: folder.appending(path: String(name)))
      }
      // To a pipe, too: then sizes stand behind the entries, and before them zeros.
      let script = """
        import os, sys, zipfile
        class Pipe:
            def __init__(self, file): self.file = file
            def write(self, data): return self.file.write(data)
            def flush(self): self.file.flush()
        folder, level = sys.argv[1], int(sys.argv[2])
        for name, wrap in (("file.zip", lambda file: file), ("pipe.zip", Pipe)):
            with open(os.path.join(folder, name), "wb") as file:
                method = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
                with zipfile.ZipFile(wrap(file), "w", method, compresslevel=level or None) as archive:
                    for entry in sorted(os.listdir(folder)):
                        if entry.endswith(".bin"):
                            archive.write(os.path.join(folder, entry), "folder/" + entry)
                    archive.comment = b"with a comment"
        """
      _ = try await Program(Self.python, ["-c", script, folder.path, String(level)]).output()
      for name in ["file.zip", "pipe.zip"] {
        let bytes = try Data(contentsOf: folder.appending(path: name))
        #expect(try ZIPArchive(Array(bytes)).entries == entries, "\(name)")
      }
    }
  }

  @Test func `every archive that is cut off is an error`() throws {
    let entries = [ZIPArchive.Entry(name: "a", bytes: [1, 2, 3]), .init(name: "b/c", bytes: [4])]
    let bytes = try ZIPArchive(entries: entries).bytes()
    for count in bytes.indices {
      #expect(throws: CatalogError.self, "\(count)") { try ZIPArchive(Array(bytes[..<count])) }
    }
  }

  @Test func `a flipped bit changes no content without being seen`() throws {
    let entries = [ZIPArchive.Entry(name: "a", bytes: Array("some text".utf8)), .init(name: "b", bytes: [4])]
    let bytes = try ZIPArchive(entries: entries).bytes()
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        // What is said of times and permissions is nobody's concern.
        if let read = try? ZIPArchive(damaged) { #expect(read.entries == entries, "\(index)") }
      }
    }
  }

  @Test func `random damage of deflated bytes neither traps nor hangs`() async throws {
    try await inFolder { folder in
      let script = """
        import sys, zlib
        data = bytes(i * i % 251 % 7 for i in range(20000)) + bytes(range(256)) * 4
        compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
        open(sys.argv[1], "wb").write(compressor.compress(data) + compressor.flush())
        """
      let file = folder.appending(path: "deflated")
      _ = try await Program(Self.python, ["-c", script, file.path]).output()
      let deflated = Array(try Data(contentsOf: file))
      let size = 20_000 + 1_024
      let content = try #require(Inflater.inflate(deflated, to: size))
      #expect(content.suffix(256).elementsEqual((0...255).map { UInt8($0) }))
      #expect(Inflater.inflate(deflated, to: size - 1) == nil)
      #expect(Inflater.inflate(deflated, to: size + 1) == nil)
      var random = SplitMix64(seed: 7)
      for count in deflated.indices { #expect(Inflater.inflate(Array(deflated[..<count]), to: size) == nil) }
      for _ in 0..<3_000 {
        var damaged = deflated
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        #expect((Inflater.inflate(damaged, to: size)?.count ?? size) == size)
        let noise = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        _ = Inflater.inflate(noise, to: 1_000)
      }
    }
  }

  @Test func `a size that is a lie is refused before it takes memory`() throws {
    var bytes = try ZIPArchive(entries: [.init(name: "a", bytes: [1, 2, 3])]).bytes()
    let directory = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4b, 1, 2]) })
    for (place, message) in [(24, "with it the archive holds more than"), (20, "it does not end within")] {
      var damaged = bytes
      damaged.replaceSubrange((directory + place)..<(directory + place + 4), with: [255, 255, 255, 127])
      let error = #expect(throws: CatalogError.self) { try ZIPArchive(damaged) }
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
    bytes[directory + 8] = 1
    #expect(throws: CatalogError("the entry 'a': found it encrypted")) { try ZIPArchive(bytes) }
    bytes[directory + 8] = 0
    bytes[directory + 10] = 12
    let error = #expect(throws: CatalogError.self) { try ZIPArchive(bytes) }
    #expect(error?.message.contains("by the method 12") == true)
  }
}
