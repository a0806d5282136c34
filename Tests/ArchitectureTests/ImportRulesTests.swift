import Foundation
import Testing

/// Which target may import which: the architecture as a rule that the sources are checked against.
///
/// A target may import what its line names and whatever those may import; arrows only point down.
private let floors: KeyValuePairs<String, [String]> = [
  "SharedBytes": [],
  "FlatBuffersRuntime": ["SharedBytes"],
  "FlatBuffersReflection": ["FlatBuffersRuntime"],
  "FlatBuffersLanguage": ["FlatBuffersReflection"],
  "FlatBuffersCodegen": ["FlatBuffersLanguage"],
  "schemac": ["FlatBuffersCodegen", "ArgumentParser"],
  "SchemaPlugin": ["PackagePlugin", "Foundation"],
  "BaselinePlugin": ["PackagePlugin", "Foundation"],
  "CLMDB": [],
  "LMDB": ["CLMDB", "SharedBytes"],
  "RecordStore": ["LMDB", "FlatBuffersRuntime", "FlatBuffersReflection", "Dispatch"],
  "WAMP": ["SharedBytes", "FlatBuffersRuntime"],
  "WAMPTransport": ["WAMP", "SharedBytes", "DequeModule", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"],
  "WAMPClient": ["WAMP", "WAMPTransport", "Logging"],
  "WAMPRouter": ["WAMP", "WAMPTransport", "Logging"],
  "RecordServices": ["RecordStore", "WAMPRouter"],
  "Flatwire": ["RecordServices", "WAMPClient"],
  "FlatwireCommand": ["Flatwire", "FlatBuffersLanguage", "ArgumentParser", "Foundation", "Dispatch"],
]

/// What every target may import: the standard library's modules and the C library.
private let everywhere: Set<String> = ["Synchronization", "Glibc", "Musl", "Darwin"]

@Suite struct ImportRulesTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  @Test func `every target has a rule, and every rule a target`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == Set(floors.map(\.key)))
  }

  @Test(arguments: floors.map(\.key))
  func `a target imports only what lies below it`(target: String) throws {
    let allowed = Self.reachable(from: target).union(everywhere)
    for (file, line, module) in try Self.imports(of: target) where !allowed.contains(module) {
      Issue.record("\(file):\(line): \(target) may not import \(module)")
    }
  }

  @Test func `only transport, router and client know of NIO, and only LMDB of CLMDB`() {
    for (target, _) in floors {
      let reachable = Self.reachable(from: target)
      if ["LMDB", "RecordStore", "FlatBuffersRuntime", "FlatBuffersReflection", "WAMP"].contains(target) {
        #expect(!reachable.contains("NIOCore"), "\(target)")
      }
    }
  }

  private static func reachable(from target: String) -> Set<String> {
    var found: Set<String> = []
    var open = [target]
    while let next = open.popLast() {
      for module in floors.first(where: { $0.key == next })?.value ?? [] where found.insert(module).inserted {
        open.append(module)
      }
    }
    return found
  }

  private static func imports(of target: String) throws -> [(file: String, line: Int, module: String)] {
    let folder = sources.appending(path: target)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var found: [(String, Int, String)] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let lines = try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
          words[..<place].allSatisfy({
            $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
          })
        else { continue }
        // `import struct Module.Type` names one declaration of a module.
        let name = words[words.count > place + 2 ? place + 2 : place + 1]
        found.append((file.lastPathComponent, index + 1, String(name.prefix { $0 != "." })))
      }
    }
    return found
  }
}
