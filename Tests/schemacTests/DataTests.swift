import Foundation
import Programs
import Testing

/// Data through the compiler: JSON to records and back, and verified.
@Suite(.serialized) struct DataTests {
  static let schema = """
    namespace n;
    table Part { name:string (required); }
    table T { a:int; id:ulong; parts:[Part]; }
    root_type T;
    file_identifier "TTTT";
    file_extension "rec";

    """

  @Test(arguments: [[], ["--size-prefixed"]])
  func `JSON becomes a record and is printed again`(options: [String]) async throws {
    let tool = try Tool(["t.fbs": Self.schema, "d.json": #"{"a": 1, "id": 5, "parts": [{"name": "x"}]}"#])
    func run(_ mode: String, _ file: String) async throws -> Program.Outcome {
      try await tool.run([mode, "--strict-json"] + options + ["-o", "out/", "t.fbs", file])
    }
    let built = try await run("--binary", "d.json")
    #expect(built.status == 0, "\(built.errors)")
    let record = try #require(tool.read("out/d.rec"))
    let identifier = options.isEmpty ? 4 : 8
    #expect(record[identifier..<(identifier + 4)] == Data("TTTT".utf8))
    #expect(try await run("--json", "out/d.rec").status == 0)
    let printed = try JSONSerialization.jsonObject(with: try #require(tool.read("out/d.json")))
    #expect(printed as? NSDictionary == ["a": 1, "id": 5, "parts": [["name": "x"]]] as NSDictionary)
    #expect(try await run("--verify", "out/d.rec").status == 0)
  }

  @Test func `strict JSON is strict in what it takes, and has no words that JSON does not have if asked`()
    async throws
  {
    let tool = try Tool(["t.fbs": "table T { a:double; } root_type T;", "d.json": "{\"a\": nan,}"])
    let strict = try await tool.run("--binary", "--strict-json", "t.fbs", "d.json")
    #expect(strict.status == 1 && strict.errors.hasPrefix("d.json:1:11: error: "), "\(strict.errors)")
    #expect(try await tool.run("--binary", "t.fbs", "d.json").status == 0)
    let printed = try await tool.run(
      "--json", "--strict-json", "--quoted-nan", "--raw-binary", "-o", "-", "t.fbs", "d.bin")
    #expect(printed.output == "{\n  \"a\": \"nan\"\n}\n")
  }

  @Test func `data after the declarations of a schema is written`() async throws {
    let tool = try Tool(["t.fbs": Self.schema + "{a: 4}"])
    #expect(try await tool.run("--binary", "t.fbs").status == 0)
    #expect(try await tool.run("--json", "-o", "-", "t.fbs", "t.rec").output.contains("a: 4"))
  }

  @Test func `each verified file has one line, and one that is rejected makes the exit code 1`() async throws
  {
    let tool = try Tool(["t.fbs": Self.schema, "d.json": "{parts: [{name: \"x\"}]}"])
    #expect(try await tool.run("--bfbs", "t.fbs").status == 0)
    #expect(try await tool.run("--binary", "t.fbs", "d.json").status == 0)
    var record = try #require(tool.read("d.rec"))
    for schema in ["t.fbs", "t.bfbs"] {
      let good = try await tool.run("--verify", schema, "n.T", "d.rec", "d.rec")
      #expect(good.output == "d.rec: accepted\nd.rec: accepted\n")
      #expect(good.status == 0)
    }
    // The string's size.
    let size = try #require(record.lastIndex(of: 1))
    record[size] = 200
    try tool.write(record, to: "bad.rec")
    let bad = try await tool.run("--verify", "t.fbs", "n.T", "bad.rec", "d.rec", "missing.rec")
    #expect(bad.output.hasPrefix("bad.rec: rejected: T.parts[0].name: "))
    #expect(bad.output.hasSuffix("\nd.rec: accepted\n"))
    #expect(bad.errors == "error: the file 'missing.rec' cannot be read: No such file or directory\n")
    #expect(bad.status == 1)
  }

  @Test func `a mistake in JSON is named with its place`() async throws {
    let tool = try Tool(["t.fbs": Self.schema, "d.json": "{\n  parts: [{}]\n}"])
    let run = try await tool.run("--binary", "t.fbs", "d.json")
    #expect(run.status == 1)
    #expect(run.errors.contains("d.json:2:11: error: found no 'name', which is required in 'n.Part'"))
    #expect(tool.read("d.rec") == nil)
  }

  @Test func `an unknown root type is named`() async throws {
    let tool = try Tool(["t.fbs": Self.schema, "d.json": "{}"])
    let run = try await tool.run("--binary", "--root-type", "n.Nobody", "t.fbs", "d.json")
    #expect(run.status == 1)
    #expect(run.errors.contains("the schema has no table 'n.Nobody'"))
  }

  @Test func `data without a root type is verified as the schema's`() async throws {
    let tool = try Tool(["t.fbs": Self.schema, "p.fbs": "table P {}", "d.json": "{a: 1}", "T": ""])
    #expect(try await tool.run("--binary", "t.fbs", "d.json").status == 0)
    let run = try await tool.run("--verify", "t.fbs", "d.rec")
    #expect(run.output == "d.rec: accepted\n")
    #expect(run.status == 0)
    let typeOnly = try await tool.run("--verify", "t.fbs", "Part")
    #expect(typeOnly.status == 64)
    #expect(
      typeOnly.errors.contains("'Part' is no file, so it is the root type. Give the files with the data"))
    let both = try await tool.run("--verify", "t.fbs", "T")
    #expect(both.errors == "error: 'T' is a file and a table; name the root type with --root-type TYPE\n")
    let several = try await tool.run("--verify", "t.fbs", "d.rec", "d.rec")
    #expect(several.status == 1)
    #expect(
      several.errors.contains(
        "hint: 'd.rec' is a file; name the root type before it, or with --root-type TYPE"))
    let rootless = try await tool.run("--verify", "p.fbs", "d.rec")
    #expect(rootless.errors.contains("hint: name one: --root-type TYPE"))
  }

  @Test func `a schema's file extension cannot lead to another folder`() async throws {
    let tool = try Tool([
      "t.fbs": "table T { a:int; } root_type T; file_extension \"x/../../pwned\";", "d.json": "{a: 1}",
    ])
    let run = try await tool.run("--binary", "-o", "sub/out/", "t.fbs", "d.json")
    #expect(run.status == 1)
    #expect(run.errors.hasSuffix("cannot be written: its name has a '/' or a zero byte\n"))
    #expect(tool.read("sub/pwned") == nil)
    #expect(try await tool.run("--binary", "-o", "d.bin", "t.fbs", "d.json").status == 0)
  }

  @Test func `characters are printed as they are, and bytes that are none, if that is wanted`() async throws {
    let tool = try Tool(["t.fbs": "table T { s:string; } root_type T;", "d.json": "{s: \"Łx\"}"])
    #expect(try await tool.run("--binary", "t.fbs", "d.json").status == 0)
    let escaped = try await tool.run("--json", "-o", "-", "t.fbs", "d.bin")
    #expect(escaped.output == "{\n  s: \"\\u0141x\"\n}\n")
    let natural = try await tool.run("--json", "--natural-utf8", "-o", "-", "t.fbs", "d.bin")
    #expect(natural.output == "{\n  s: \"Łx\"\n}\n")
    var record = try #require(tool.read("d.bin"))
    record[try #require(record.lastIndex(of: UInt8(ascii: "x")))] = 0xFF
    try tool.write(record, to: "d.bin")
    #expect(try await tool.run("--json", "-o", "-", "t.fbs", "d.bin").status == 1)
    let allowed = try await tool.run("--json", "--allow-non-utf8", "-o", "-", "t.fbs", "d.bin")
    #expect(allowed.output == "{\n  s: \"\\u0141\\xFF\"\n}\n")
  }

  @Test func `schemas and data can come out of pipes, which are read once`() async throws {
    let tool = try Tool(["t.fbs": Self.schema, "d.json": "{a: 4}"])
    #expect(try await tool.run("-b", "t.fbs", "d.json").status == 0)
    let record = String(decoding: try #require(tool.read("d.rec")), as: UTF8.self)
    let verified = try await tool.run(["--verify", "t.fbs", "/dev/stdin"], input: record)
    #expect(verified.output == "/dev/stdin: accepted\n")
    let printed = try await tool.run(
      ["-t", "--root-type", "T", "-o", "-", "/dev/stdin", "d.rec"], input: Self.schema)
    #expect(printed.output == "{\n  a: 4\n}\n")
    let built = try await tool.run(
      ["--binary", "-o", "stdin.rec", "/dev/stdin"], input: Self.schema + "{a: 5}")
    #expect(built.status == 0)
    #expect(try await tool.run("--json", "-o", "-", "t.fbs", "stdin.rec").output.contains("a: 5"))
  }
}
