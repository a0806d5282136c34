import Programs
import Testing

/// Where the compiler writes what it makes.
@Suite(.serialized) struct OutputTests {
  static let schema = "namespace n; table T { a:int; } root_type T;\n"

  @Test func `without a place, outputs go to the working folder under the input's name`() async throws {
    let tool = try Tool(["t.fbs": Self.schema])
    #expect(try await tool.run("--swift", "--bfbs", "t.fbs").status == 0)
    #expect(tool.read("t.fbs.swift") != nil)
    #expect(tool.read("t.bfbs") != nil)
  }

  @Test func `a folder is made with those it lies in`() async throws {
    let tool = try Tool(["t.fbs": Self.schema, "u.fbs": Self.schema])
    #expect(try await tool.run("--bfbs", "-o", "new/deep", "t.fbs", "u.fbs").status == 0)
    #expect(tool.read("new/deep/t.bfbs") != nil)
    #expect(tool.read("new/deep/u.bfbs") != nil)
  }

  @Test func `a path with the extension of what is written is a file`() async throws {
    let tool = try Tool(["t.fbs": Self.schema])
    #expect(try await tool.run("--bfbs", "-o", "x.bfbs", "t.fbs").status == 0)
    #expect(tool.read("x.bfbs") != nil)
    let swift = try await tool.run("--swift", "-o", "-", "t.fbs")
    #expect(swift.output.contains("public struct T"))
    #expect(swift.errors == "")
  }

  @Test func `schemas compiled together, or one beside the others, give their types names that differ`()
    async throws
  {
    let tool = try Tool([
      "a.fbs": "namespace a; table Item {}", "b.fbs": "namespace b; table Item {}",
      "c.fbs": "include \"a.fbs\"; include \"b.fbs\"; table C { a: a.Item; b: b.Item; }",
    ])
    #expect(try await tool.run("--swift", "-o", "all", "a.fbs", "b.fbs", "c.fbs").status == 0)
    for name in ["a", "b", "c"] {
      let others = ["a", "b", "c"].filter { $0 != name }.flatMap { ["--beside", "\($0).fbs"] }
      #expect(try await tool.run(["--swift", "-o", "each"] + others + ["\(name).fbs"]).status == 0)
      #expect(tool.read("each/\(name).fbs.swift") == tool.read("all/\(name).fbs.swift"))
    }
    let alone = try await tool.run("--swift", "c.fbs")
    #expect(alone.status == 1)
    #expect(
      alone.errors.contains(
        "hint: compile the schemas of a module together, or name the others with --beside"))
    #expect(
      try await tool.run("--swift", "--beside", "none.fbs", "a.fbs").errors
        == "error: the file 'none.fbs' cannot be read: No such file or directory\n")
  }

  @Test func `code of a binary schema is that of its main file, and says what is wrong with it`() async throws
  {
    let text = "include \"flatwire.fbs\"; table T (table: \"ts\") { a:int (key); }"
    let tool = try Tool(["a.fbs": text, "b.fbs": text.replacing("ts", with: "t-s")])
    #expect(try await tool.run("--bfbs", "a.fbs", "b.fbs").status == 0)
    let good = try await tool.run("--swift", "--tables", "-o", "-", "a.bfbs")
    #expect(good.status == 0 && good.output.contains("extension RecordStore::Table<T, Swift::Int32>"))
    let bad = try await tool.run("--swift", "--tables", "-o", "-", "b.bfbs")
    #expect(bad.status == 1 && bad.output == "")
    #expect(bad.errors.hasPrefix("//b.fbs: error: found the name \"t-s\""), "\(bad.errors)")
  }

  @Test func `several outputs do not overwrite each other in one file`() async throws {
    let tool = try Tool(["t.fbs": Self.schema, "u.fbs": Self.schema])
    let run = try await tool.run("--bfbs", "-o", "x.bfbs", "t.fbs", "u.fbs")
    #expect(run.status == 64)
    #expect(run.errors.contains("One file cannot hold several outputs"))
    #expect(tool.read("x.bfbs") == nil)
  }

  @Test func `a place that cannot be written to is named with the reason`() async throws {
    let tool = try Tool(["t.fbs": Self.schema, "file": ""])
    let run = try await tool.run("--bfbs", "-o", "file/deep", "t.fbs")
    #expect(run.status == 1)
    #expect(run.errors == "error: the file 'file/deep/t.bfbs' cannot be written: Not a directory\n")
  }

  @Test func `a rule of a makefile escapes what make would take for its own`() async throws {
    let tool = try Tool(["a b#.fbs": "include \"$c.fbs\";\n" + Self.schema, "$c.fbs": "struct S { x:int; }"])
    let run = try await tool.run("--print-depfile", "--swift", "-o", "out", "a b#.fbs")
    #expect(run.output == "out/a\\ b\\#.fbs.swift: a\\ b\\#.fbs $$c.fbs\n")
    #expect(run.status == 0)
    #expect(tool.read("out/a b#.fbs.swift") == nil)
  }

  @Test func `what is wrong with a schema goes to the error stream, and nothing is written`() async throws {
    let tool = try Tool(["t.fbs": "table T { a:Nobody; }\ntable T {}\n"])
    let run = try await tool.run("--swift", "--bfbs", "t.fbs")
    #expect(run.status == 1)
    #expect(run.output == "")
    #expect(run.errors.contains("t.fbs:1:13: error: "))
    #expect(run.errors.contains("t.fbs:2:7: error: "))
    #expect(tool.read("t.fbs.swift") == nil)
    #expect(tool.read("t.bfbs") == nil)
  }

  @Test func `a schema that is missing is named`() async throws {
    let run = try await Tool().run("--bfbs", "nowhere.fbs")
    #expect(run.status == 1)
    #expect(run.errors.contains("nowhere.fbs"))
  }
}
