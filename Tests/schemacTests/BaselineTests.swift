import Foundation
import Programs
import Testing

/// Code is written only if its schema goes together with the baseline.
@Suite(.serialized) struct BaselineTests {
  /// A tool with the schema `t.fbs` and its baseline, to be given another version.
  private static func tool(_ old: String, _ new: String) async throws -> Tool {
    let tool = try Tool(["t.fbs": old])
    let written = try await tool.run("--bfbs", "--bfbs-builtins", "-o", "t.baseline.bfbs", "t.fbs")
    #expect(written.status == 0)
    try tool.write(Data(new.utf8), to: "t.fbs")
    return tool
  }

  private static let compile = ["--swift", "--baseline", "t.baseline.bfbs", "t.fbs"]

  @Test func `what goes together is compiled without a word`() async throws {
    let tool = try await Self.tool("table T { a:int; }", "table T { a:int; b:int; }")
    let run = try await tool.run(Self.compile)
    #expect(run.status == 0 && run.text == "")
    #expect(tool.read("t.fbs.swift") != nil)
  }

  @Test func `what is misread is an error with its place, and nothing is written`() async throws {
    let tool = try await Self.tool("table T { a:int; }", "table T {\n  a:string;\n}")
    let run = try await tool.run(Self.compile)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("t.fbs:2:3: error: T.a: "), "\(run.errors)")
    #expect(tool.read("t.fbs.swift") == nil)
  }

  @Test func `what needs care is a warning, and the code is written`() async throws {
    let tool = try await Self.tool("table T { a:int; b:int; }", "table T { a:int; }")
    let run = try await tool.run(Self.compile)
    #expect(run.status == 0)
    #expect(run.errors.hasPrefix("t.fbs:1:7: warning: T.b: "), "\(run.errors)")
    #expect(tool.read("t.fbs.swift") != nil)
  }

  @Test func `what concerns the whole schema names its file`() async throws {
    let old = "table T {} root_type T; file_identifier \"AAAA\";"
    let tool = try await Self.tool(old, old.replacing("AAAA", with: "BBBB"))
    let run = try await tool.run(Self.compile)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("t.fbs: error: file_identifier: was 'AAAA'"), "\(run.errors)")
  }

  @Test(arguments: ["table T { a:int; }", ""])
  func `a baseline that is no binary schema is named`(text: String) async throws {
    let tool = try Tool(["t.fbs": "table T { a:int; }", "t.baseline.bfbs": text])
    let run = try await tool.run(Self.compile)
    #expect(run.status == 1)
    #expect(
      run.errors
        == "t.baseline.bfbs: error: found no binary schema, expected what schemac writes with --bfbs\n")
    #expect(tool.read("t.fbs.swift") == nil)
  }

  @Test func `a baseline that is damaged is named, with the fault`() async throws {
    let tool = try await Self.tool("table T { a:int; }", "table T { a:int; }")
    let whole = try #require(tool.read("t.baseline.bfbs"))
    try tool.write(whole.prefix(whole.count / 2), to: "t.baseline.bfbs")
    let run = try await tool.run(Self.compile)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("t.baseline.bfbs: error: "), "\(run.errors)")
  }

  @Test(arguments: [
    ["--conform", "t.fbs", "--baseline", "t.fbs", "t.fbs"], ["--baseline", "t.fbs", "t.fbs", "t.fbs"],
    ["--json", "--baseline", "t.fbs", "t.fbs", "d.bin"],
  ])
  func `a baseline is that of one schema, and the only version compared with`(
    arguments: [String]
  ) async throws {
    let run = try await Tool(["t.fbs": "table T {}"]).run(arguments)
    #expect(run.status == 64)
  }
}
