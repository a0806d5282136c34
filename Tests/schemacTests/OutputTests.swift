import Foundation
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

  @Test func `files of one name are told apart by their folders, in all that is written`() async throws {
    let tool = try Tool([
      "types.fbs": Self.schema, "a/types.fbs": "namespace a; table X { v:int; }",
      "b/types.fbs": "namespace b; table X { v:int; }", "b/my-types.fbs": "table Y {}",
      "my_types.fbs": "table Z {}",
    ])
    let files = ["types.fbs", "./a/types.fbs", "b/types.fbs", "b/my-types.fbs", "my_types.fbs"]
    let run = try await tool.run(["--swift", "--bfbs", "--embed-schema", "-o", "o"] + files)
    #expect(run.status == 0 && run.errors == "")
    for (name, prefix) in [
      ("types", "Types"), ("a_types", "ATypes"), ("b_types", "BTypes"), ("b_my-types", "BMyTypes"),
      ("my_types", "MyTypes"),
    ] {
      #expect(tool.read("o/\(name).bfbs") != nil)
      let code = String(decoding: try #require(tool.read("o/\(name).fbs.swift")), as: UTF8.self)
      #expect(code.contains("typealias _\(prefix)Compiler") && code.contains("enum \(prefix)BinarySchema"))
    }
    let others = files.flatMap { ["--beside", $0] }
    #expect(
      try await tool.run(["--swift", "--embed-schema", "-o", "each"] + others + ["a/types.fbs"]).status == 0)
    #expect(tool.read("each/a_types.fbs.swift") == tool.read("o/a_types.fbs.swift"))
    // One file is one file, however it is spelt.
    let whole = tool.folder.appending(path: "a/types.fbs").path
    #expect(try await tool.run("--swift", "-o", "twice", "--beside", whole, "a/types.fbs").status == 0)
    #expect(tool.read("twice/types.fbs.swift") != nil)
  }

  @Test func `outputs of one name are an error that names both inputs`() async throws {
    let tool = try Tool([
      "a_t.fbs": "table A {}", "a/t.fbs": "table B {}", "b/t.fbs": "table C {}", "t.fbs": Self.schema,
      "x/d.json": "{}", "y/d.json": "{}",
    ])
    let schemas = try await tool.run("--bfbs", "a_t.fbs", "a/t.fbs", "b/t.fbs")
    #expect(schemas.status == 64)
    #expect(schemas.errors.contains("'a/t.fbs' and 'a_t.fbs' would have outputs of one name"))
    let data = try await tool.run("--binary", "t.fbs", "x/d.json", "y/d.json")
    #expect(data.status == 64)
    #expect(data.errors.contains("'x/d.json' and 'y/d.json' would both be written to 'd'"))
    #expect(tool.read("t.bfbs") == nil && tool.read("d.bin") == nil)
    #expect(try await tool.run("--verify", "t.fbs", "T", "x/d.json", "y/d.json").status == 1)
  }

  @Test func `what two files define is an error with both places, unless they define it alike`() async throws
  {
    let tool = try Tool([
      "a.fbs": "namespace n; table X { a:int; } rpc_service S { m(X):X; }",
      "b.fbs": "namespace n; table X { b:int; } rpc_service S { m(X):X; }",
      "c.fbs":
        "namespace n;\n/// Like a's.\ntable X {\n  a:int;\n} table Y { x:X; } rpc_service S { m(X):X; }",
    ])
    let differing = try await tool.run("--swift", "-o", "o", "a.fbs", "b.fbs")
    #expect(differing.status == 1)
    #expect(
      differing.errors.hasPrefix(
        "b.fbs:1:20: error: found another definition of 'n.X', expected the one at a.fbs:1:20 again"))
    #expect(tool.read("o/a.fbs.swift") == nil && tool.read("o/b.fbs.swift") == nil)
    #expect(try await tool.run("--bfbs", "a.fbs", "b.fbs").status == 0)

    // The identifier of records goes with the code of their type.
    try tool.write(
      Data("namespace n; table X { a:int; } root_type X; file_identifier \"XXXX\";".utf8), to: "d.fbs")
    let identified = try await tool.run("--swift", "-o", "o", "a.fbs", "d.fbs")
    #expect(identified.status == 1 && identified.errors.contains("another definition of 'n.X'"))

    #expect(try await tool.run("--swift", "-o", "o", "a.fbs", "c.fbs").status == 0)
    #expect(try await tool.run("--swift", "-o", "each", "--beside", "c.fbs", "a.fbs").status == 0)
    #expect(try await tool.run("--swift", "-o", "each", "--beside", "a.fbs", "c.fbs").status == 0)
    for folder in ["o", "each"] {
      func code(_ name: String) throws -> String {
        String(decoding: try #require(tool.read("\(folder)/\(name).fbs.swift")), as: UTF8.self)
      }
      #expect(try code("a").contains("public struct X") && !code("c").contains("public struct X"))
      #expect(try code("c").contains("public struct Y"))
    }
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
