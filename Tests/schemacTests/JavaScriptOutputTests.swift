import Foundation
import Programs
import Testing

/// What the compiler writes for JavaScript, and where.
@Suite(.serialized) struct JavaScriptOutputTests {
  private static let files = ["t.fbs": OutputTests.schema]

  @Test func `modules, declarations and the client go to one folder`() async throws {
    let tool = try Tool(Self.files)
    #expect(try await tool.run("--js", "--ts", "-o", "web", "t.fbs").status == 0)
    let module = String(decoding: try #require(tool.read("web/t.js")), as: UTF8.self)
    #expect(module.contains("from \"./flatwire/flatwire.js\";") && module.contains("export class T extends"))
    for name in ["t.d.ts", "flatwire/flatwire.js", "flatwire/session.js", "flatwire/flatwire.d.ts"] {
      #expect(tool.read("web/\(name)") != nil, "\(name)")
    }
  }

  @Test func `only what is asked for is written`() async throws {
    let tool = try Tool(Self.files)
    #expect(try await tool.run("--js", "-o", "x.js", "t.fbs").status == 0)
    #expect(tool.read("x.js") != nil && tool.read("flatwire/flatwire.js") != nil)
    #expect(tool.read("flatwire/flatwire.d.ts") == nil)
    let declarations = try await tool.run("--ts", "-o", "-", "t.fbs")
    #expect(declarations.output.contains("export declare class T extends"))
    #expect(tool.read("flatwire/flatwire.d.ts") == nil)
    let both = try await tool.run("--js", "--ts", "-o", "-", "t.fbs")
    #expect(both.status == 64 && both.errors.contains("One file cannot hold several outputs"))
  }

  @Test func `an included file is imported from the module that is written for it`() async throws {
    let tool = try Tool([
      "a/types.fbs": "namespace a; table Item {}", "b/types.fbs": "namespace b; table Item {}",
      "c.fbs": "include \"a/types.fbs\"; include \"b/types.fbs\"; table C { a: a.Item; b: b.Item; }",
    ])
    let run = try await tool.run("--js", "-o", "web", "a/types.fbs", "b/types.fbs", "c.fbs")
    #expect(run.status == 0, "\(run.errors)")
    let module = String(decoding: try #require(tool.read("web/c.js")), as: UTF8.self)
    for name in ["a_types", "b_types"] {
      #expect(module.contains(" from \"./\(name).js\";"), "\(module)")
      #expect(tool.read("web/\(name).js") != nil)
    }
  }

  @Test func `a binary schema gives the module that its text gives`() async throws {
    let text = """
      include "flatwire.fbs"; table K { id: int (key); }
      rpc_service S (type: "interface", wampuri: "com.s") { go (K): Void; told (K): Void (type: "topic"); }
      """
    let tool = try Tool(["t.fbs": text])
    #expect(try await tool.run("--bfbs", "--bfbs-builtins", "t.fbs").status == 0)
    #expect(try await tool.run("--js", "-o", "text", "t.fbs").status == 0)
    #expect(try await tool.run("--js", "-o", "binary", "t.bfbs").status == 0)
    let module = try #require(tool.read("text/t.js"))
    #expect(tool.read("binary/t.js") == module)
    #expect(String(decoding: module, as: UTF8.self).contains("() => $f.Void"))
  }

  @Test func `a rule of a makefile names the modules`() async throws {
    let tool = try Tool(Self.files)
    let run = try await tool.run("--print-depfile", "--js", "--ts", "-o", "web", "t.fbs")
    #expect(run.output == "web/t.js web/t.d.ts: t.fbs\n")
    #expect(tool.read("web/t.js") == nil && tool.read("web/flatwire/flatwire.js") == nil)
  }
}
