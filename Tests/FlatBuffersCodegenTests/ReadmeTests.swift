import FlatBuffersRuntime
import Foundation
import Testing

/// The article for those who use FlatBuffers alone: this file holds its code word for word.
struct ReadmeTests {
  @Test("the sample of FlatBuffers alone does what it says")
  func sample() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "zoo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, damaged) = (folder.appending(path: "zoo.bin"), folder.appending(path: "a.bin"))
    let good = try RecordBuffer<Zoo>(
      .init(town: "Bonn", animals: [.init(name: "Leo"), .init(name: "Nelly")]))
    var bytes = [UInt8](good.bytes)
    let nelly = try #require(bytes.firstRange(of: Array("Nelly\0".utf8)))
    bytes[nelly.upperBound - 1] = 1
    try Data(bytes).write(to: damaged)

    let animals: [Animal.Draft] = [.init(name: "Nelly", weight: 4000), .init(name: "Leo", diet: .meat)]
    let zoo = try RecordBuffer<Zoo>(.init(town: "Bonn", animals: animals.sortedByKey()))
    try Data([UInt8](zoo.bytes)).write(to: file)

    let copied = try RecordBuffer<Zoo>(verifying: Data(contentsOf: file))  // or an array: a copy of its bytes
    let mapped = try RecordBuffer<Zoo>(mappingFileAt: file.path)  // read in the file's own pages
    if let leo = mapped.record.animals?.first(withKey: "Leo") {  // sorted by key: found by halving
      print("\(leo.name) weighs \(leo.weight) kg")
    }
    print(String(decoding: try JSONEncoder().encode(copied.draft), as: UTF8.self))

    do {
      _ = try RecordBuffer<Zoo>(mappingFileAt: damaged.path, requireIdentifier: true)
    } catch {
      print(error)
      // the file 'a.bin' is not a valid record: Zoo.animals[1].name: string has no terminating zero
    }

    #expect(mapped.draft == copied.draft && mapped.draft.animals?.map(\.name) == ["Leo", "Nelly"])
    #expect(mapped.record.animals?.first(withKey: "Leo")?.diet == .meat)
    let error = #expect(throws: RecordFileError.self) { try RecordBuffer<Zoo>(mappingFileAt: damaged.path) }
    let printed = error?.description.replacing(damaged.path, with: damaged.lastPathComponent)
    #expect(try Self.article().contains("  print(error)\n  // \(try #require(printed))\n"))
  }

  @Test("the article has the code above and the schema that it is compiled with")
  func article() throws {
    let page = try #require(try Self.article().components(separatedBy: "\n## ").first)
    let blocks = page.components(separatedBy: "```")
    let schema = try String(contentsOfFile: "\(testFolder)/Schemas/zoo.fbs", encoding: .utf8)
    #expect(blocks.contains("\n" + schema))
    let sample = try #require(blocks.first { $0.hasPrefix("swift\nlet ") }).dropFirst("swift\n".count)
    let indented = sample.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
    #expect(try String(contentsOfFile: #filePath, encoding: .utf8).contains(indented))
  }

  private static func article() throws -> String {
    let articles = "\(packageFolder)/Sources/Flatwire/Flatwire.docc"
    return try String(contentsOfFile: "\(articles)/FlatBuffers.md", encoding: .utf8)
  }
}
