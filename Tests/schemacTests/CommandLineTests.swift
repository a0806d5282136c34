import FlatBuffersCodegen
import Foundation
import Programs
import Testing

/// What the compiler makes of its command line.
@Suite(.serialized) struct CommandLineTests {
  @Test(
    "an option of flatc's gets a hint",
    arguments: [
      (["-b", "--schema", "t.fbs"], "--schema: binary schemas are written with --bfbs alone"),
      (
        ["--swift", "--gen-object-api", "t.fbs"],
        "--gen-object-api: drafts, which are built and kept, are always written"
      ),
      (
        ["--swift", "--warnings-as-errors", "t.fbs"],
        "--warnings-as-errors: what is wrong with a schema is an error"
      ),
      (["--cpp", "t.fbs"], "--cpp: Swift and JavaScript alone are written"),
      (["-T", "t.fbs"], "-T: --js writes"),
      (["--swift", "--grpc", "t.fbs"], "--grpc: procedures and topics of services are written with --wamp"),
      (["--swift", "--filename-suffix", "_x", "t.fbs"], "--filename-suffix: the code of NAME.fbs is"),
      (["--swift", "--keep-prefix", "t.fbs"], "--keep-prefix: Swift code includes nothing"),
    ])
  func flatcOptions(arguments: [String], hint: String) async throws {
    let run = try await Tool(["t.fbs": "table T {}"]).run(arguments)
    #expect(run.status == 64 && run.output == "")
    #expect(run.errors.contains("hint: \(hint)"), "\(run.errors)")
  }

  @Test func `the version is that of the library`() async throws {
    let run = try await Tool().run("--version")
    #expect(run.output == "schemac \(CompilerVersion.current)\n")
    #expect(run.status == 0)
  }

  @Test(arguments: [
    ["t.fbs"], ["--swift"], ["--json", "--swift", "t.fbs"], ["--nonsense", "t.fbs"],
    ["--swift", "--views-only", "--tables", "t.fbs"], ["--swift", "--views-only", "--wamp", "t.fbs"],
  ])
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

  @Test func `views are written without drafts, with the fields by name`() async throws {
    let tool = try Tool(["t.fbs": "table T { a:int; }"])
    let run = try await tool.run("--swift", "--views-only", "-o", "-", "t.fbs")
    #expect(run.status == 0)
    #expect(run.output.contains("TableSlot(\"a\", 4, Swift::Int32.self)"))
    #expect(!run.output.contains("Draft"))
    #expect(try await tool.run("--help").output.contains("--views-only"))
  }

  @Test func `coding and names are left out on request, also that of a file of options`() async throws {
    let tool = try Tool([
      "t.fbs": "enum E: byte { Aaa } table T { bbb: E; }", "all": "# less\n\n--no-codable\n  --no-names \n",
      "views": "--views-only\n", "wrong": "--no-names\n--tables\n--access none\n",
    ])
    let whole = try await tool.run("--swift", "-o", "-", "t.fbs").output
    #expect(whole.contains("Codable") && whole.contains("\"Aaa\"") && whole.contains("\"bbb\", 4"))
    let run = try await tool.run("--swift", "--no-codable", "--no-names", "-o", "-", "t.fbs")
    #expect(run.status == 0 && run.output.contains("struct Draft"))
    #expect(!run.output.contains("Codable") && !run.output.contains("\"Aaa\""))
    #expect(try await tool.run("--swift", "--options", "all", "-o", "-", "t.fbs").output == run.output)

    let views = try await tool.run("--swift", "--options", "views", "-o", "-", "t.fbs")
    #expect(views.status == 0 && !views.output.contains("Draft"))
    let conflict = try await tool.run("--swift", "--options", "views", "--tables", "-o", "-", "t.fbs")
    #expect(conflict.status == 64 && conflict.output == "")
    let wrong = try await tool.run("--swift", "--options", "wrong", "-o", "-", "t.fbs")
    #expect(wrong.status == 1 && wrong.output == "")
    #expect(wrong.errors.contains("wrong:2:1: error: Unknown option '--tables'"))
    #expect(wrong.errors.contains("wrong:3:1: error: The value 'none' is invalid for '--access"))
    #expect(try await tool.run("--swift", "--options", "none", "-o", "-", "t.fbs").status == 1)
  }

  @Test("of the access levels in a file the last one counts, and that of the command line before them")
  func accessLevels() async throws {
    let tool = try Tool(["t.fbs": "table T {}", "code": "--access public\n--access internal\n"])
    for (arguments, isPublic) in [
      ([], true), (["--options", "code"], false), (["--options", "code", "--access", "public"], true),
      (["--access", "internal"], false),
    ] as [([String], Bool)] {
      let run = try await tool.run(["--swift", "-o", "-"] + arguments + ["t.fbs"])
      #expect(run.status == 0 && run.output.contains("public struct T") == isPublic, "\(arguments)")
    }
  }

  @Test func `included files are looked for in the folders given`() async throws {
    let tool = try Tool(["part.fbs": "struct S { x:int; }"])
    #expect(try await tool.run("--bfbs", "-o", "lib/", "part.fbs").status == 0)
    try tool.write(try #require(tool.read("part.fbs")), to: "lib/part2.fbs")
    try tool.write(Data("include \"part2.fbs\"; table T { s:S; }".utf8), to: "t.fbs")
    #expect(try await tool.run("--bfbs", "t.fbs").status == 1)
    #expect(try await tool.run("--bfbs", "-I", "lib", "t.fbs").status == 0)
  }

  @Test func `what a binary schema may not know is said where it is compared`() async throws {
    let tool = try Tool(["t.fbs": "table T { a:[ubyte] (flexbuffer); }"])
    #expect(try await tool.run("--bfbs", "t.fbs").status == 0)
    let unknown = try await tool.run("--conform", "t.bfbs", "t.fbs")
    #expect(unknown.errors.hasSuffix(" if --bfbs-builtins was given\n"))
    #expect(try await tool.run("--bfbs", "--bfbs-builtins", "t.fbs").status == 0)
    let known = try await tool.run("--conform", "t.bfbs", "t.fbs")
    #expect(known.status == 0 && known.errors == "")
  }

  @Test func `errors that are too many to print are mentioned`() async throws {
    let tables = (0..<101).map { "table T\($0) { a:Nothing; }\n" }
    let tool = try Tool(["t.fbs": tables.joined()])
    let run = try await tool.run("--bfbs", "t.fbs")
    #expect(run.errors.hasSuffix("note: these are the first 100 errors; there may be more\n"))
  }

  @Test func `a misspelt option is named`() async throws {
    let run = try await Tool(["t.fbs": "table T {}"]).run("--swif", "t.fbs")
    #expect(run.status == 64)
    #expect(run.errors.contains("Unknown option '--swif'. Did you mean '--swift'?"))
  }

  @Test(arguments: [
    (["--swift", "missing.fbs"], "missing.fbs", "No such file or directory"),
    (["--bfbs", "folder"], "folder", "Is a directory"),
    (["--swift", "--beside", "folder", "t.fbs"], "folder", "Is a directory"),
    (["--conform", "missing.fbs", "t.fbs"], "missing.fbs", "No such file or directory"),
    (["--json", "--root-type", "T", "t.fbs", "folder"], "folder", "Is a directory"),
    (["--verify", "t.fbs", "T", "missing.bin"], "missing.bin", "No such file or directory"),
  ])
  func `what cannot be read is named with the reason`(
    arguments: [String], file: String, reason: String
  ) async throws {
    let tool = try Tool(["t.fbs": "table T {}"])
    let folder = tool.folder.appending(path: "folder")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    let run = try await tool.run(arguments)
    #expect(run.status == 1)
    #expect(run.errors == "error: the file '\(file)' cannot be read: \(reason)\n")
  }

  @Test func `the root type of what is written can be chosen`() async throws {
    let tool = try Tool(["t.fbs": "table T {} table U {} root_type T;"])
    #expect(try await tool.run("--bfbs", "--root-type", "U", "t.fbs").status == 0)
    let run = try await tool.run("--conform", "t.fbs", "t.bfbs")
    #expect(run.status == 1 && run.errors.contains("root"))
    let unknown = try await tool.run("--swift", "--root-type", "V", "t.fbs")
    #expect(unknown.status == 1 && unknown.errors.contains("the schema has no table 'V'"))
  }
}
