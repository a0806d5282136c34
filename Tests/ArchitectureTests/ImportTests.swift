import Foundation
import Testing

/// The import table is true: of the sources, and of the manifest.
struct ImportTests {
  @Test("every folder of Sources has an entry, and every entry a folder")
  func folders() throws {
    let sources = SourceText.packageFolder.appending(path: "Sources")
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path())
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == Set(ImportTable.targets.map(\.key)))
  }

  @Test(
    "a target imports what its entry says, all of it and nothing else",
    arguments: ImportTable.targets.map(\.key))
  func sources(_ target: String) throws {
    let declared = try #require(ImportTable.targets.first { $0.key == target }?.value)
    let used = Edges.used(in: try SourceText.all(under: "Sources/\(target)"))
      .filter { !ImportTable.everywhere.contains($0.key) }
    for fault in Edges.faults(of: target, declared: declared, used: used) { Issue.record("\(fault)") }
  }

  @Test("the manifest has the table's edges, and tests name only what they import")
  func manifest() async throws {
    let manifest = try await Manifest.read()
    let table = Dictionary(uniqueKeysWithValues: ImportTable.targets.map { ($0.key, $0.value) })
    #expect(manifest.targets.count > table.count)
    for target in manifest.targets {
      let built = ImportTable.builtOnly[target.name] ?? []
      let declared = target.dependencies.subtracting(built)
      if let entry = table[target.name] {
        #expect(declared == entry.subtracting(ImportTable.toolchain), "\(target.name)")
        continue
      }
      let used = Edges.used(in: try target.files()).filter {
        !ImportTable.everywhere.contains($0.key) && !ImportTable.toolchain.contains($0.key)
          && !built.contains($0.key)
      }
      guard target.type != "system", target.name != "CFlatBuffersReference" else { continue }
      for fault in Edges.faults(of: target.name, declared: declared, used: used) { Issue.record("\(fault)") }
    }
  }

  @Test("arrows only point down")
  func order() {
    #expect(Edges.upwardEdges(in: ImportTable.targets) == [])
  }

  @Test("only the transport and what stands on it know of NIO, and only one target each of a C library")
  func fences() throws {
    for (library, owner) in ["CLMDB": "LMDB", "CZlib": "WAMPTransport"] {
      for (target, modules) in ImportTable.targets where target != owner {
        #expect(!modules.contains(library), "\(target)")
      }
    }
    for target in ["RecordStore", "FlatBuffersCodegen", "WAMP"] {
      #expect(!Edges.reachable(from: target, in: ImportTable.targets).contains("NIOCore"), "\(target)")
    }
    for file in try SourceText.all(under: "Tests") {
      #expect(!file.imports.contains { ["CLMDB", "CZlib"].contains($0.module) }, "\(file.path)")
    }
  }

  @Test("each check sees a breach of it")
  func breaches() {
    let file = SourceText(
      path: "Sources/A/A.swift",
      "@_exported public import struct B.X\nimport func C::==\n// import D\ninternal import E\nlet a = \"import F\""
    )
    #expect(file.imports.map(\.module) == ["B", "C", "E"])
    let used = Edges.used(in: [file])
    #expect(Edges.faults(of: "A", declared: ["B", "C", "E"], used: used) == [])
    #expect(
      Edges.faults(of: "A", declared: ["B", "C", "G"], used: used) == [
        "Sources/A/A.swift:4: A may not import E", "A does not import G, which it declares",
      ])
    #expect(Edges.upwardEdges(in: ["A": ["B"], "B": ["A", "X"]]) == ["A imports B"])
    #expect(Edges.reachable(from: "C", in: ["A": ["X"], "B": ["A"], "C": ["B"]]) == ["A", "B", "X"])
  }
}
