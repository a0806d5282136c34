import FlatBuffersCodegen
import Foundation
import Programs
import Testing

/// What the compiler makes of its command line.
@Suite(.serialized) struct CommandLineTests {
  @Test func `the version is that of the library`() async throws {
    let run = try await Tool().run("--version")
    #expect(run.output == "schemac \(CompilerVersion.current)\n")
    #expect(run.status == 0)
  }

  @Test(arguments: [["t.fbs"], ["--swift"], ["--json", "--swift", "t.fbs"], ["--nonsense", "t.fbs"]])
  func `a command line that says too little or too much is explained`(arguments: [String]) async throws {
    let tool = try Tool(["t.fbs": "table T {}"])
    let run = try await tool.run(arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains("Usage: schemac"))
    #expect(run.output == "")
  }

  @Test func `schemas are compared with an older version`() async throws {
    let tool = try Tool([
      "old.fbs": "table T { a:int; }", "safe.fbs": "table T { a:int; b:int; }",
      "unsafe.fbs": "table T { a:string; }",
    ])
    let safe = try await tool.run("--conform", "old.fbs", "safe.fbs")
    #expect(safe.status == 0 && safe.output == "" && safe.errors == "")
    let breaking = try await tool.run("--conform", "old.fbs", "unsafe.fbs")
    #expect(breaking.status == 1)
    #expect(breaking.errors.contains("T.a"))
  }

  @Test func `included files are looked for in the folders given`() async throws {
    let tool = try Tool(["part.fbs": "struct S { x:int; }"])
    #expect(try await tool.run("--bfbs", "-o", "lib/", "part.fbs").status == 0)
    try tool.write(try #require(tool.read("part.fbs")), to: "lib/part2.fbs")
    try tool.write(Data("include \"part2.fbs\"; table T { s:S; }".utf8), to: "t.fbs")
    #expect(try await tool.run("--bfbs", "t.fbs").status == 1)
    #expect(try await tool.run("--bfbs", "-I", "lib", "t.fbs").status == 0)
  }
}
