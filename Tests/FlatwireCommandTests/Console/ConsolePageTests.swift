import Foundation
import Programs
import Testing

@testable import FlatwireCommand

/// The console's files, without a router.
struct ConsolePageTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/FlatwireCommand")
  private static let folder = sources.appending(path: "Console/Page")

  /// `REGENERATE=1 swift test --filter ConsolePageTests` writes the Swift file.
  @Test func `the program has the page's files`() throws {
    var code = """
      // The files in Page, written here by ConsolePageTests. Do not edit.
      // swift-format-ignore-file

      /// The files of the console's page.
      enum ConsolePage {
        /// A file of the page.
        struct File: Sendable {
          let name: String
          let text: String
        }

        /// Its files, in the order of their names.
        static let files: [File] = [

      """
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted() {
      let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      code += "    File(name: \"\(name)\", text: #\"\"\"\n\(text)\"\"\"#),\n"
    }
    code += "  ]\n}\n"
    let file = Self.sources.appending(path: "Generated/ConsolePage.swift")
    if ProcessInfo.processInfo.environment["REGENERATE"] != nil {
      try code.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try code == String(contentsOf: file, encoding: .utf8), "\(file.path) is not current")
  }

  /// What a script that makes text of values, or values of text, returns.
  private func run(_ imports: String, _ script: String) async throws -> [String] {
    try await BrowserPage.with(schemas: []) { page in
      for name in ["keytext.js", "valuetext.js"] {
        try page.write(Data(contentsOf: Self.folder.appending(path: name)), to: name)
      }
      return try #require(try await page.run(imports: imports, script) as? [String])
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `keys are read by their types, and what is none is said with its place and what is expected`()
    async throws
  {
    let said = try await run(
      #"import { keyValues } from "./keytext.js";"#,
      #"""
      const part = (name, type, more = {}) => ({ name, type, ...more });
      const [name, team, size] = [part("name", "string"), part("team", "unsigned", { scalar: "ushort" }), part("size", "real")];
      const [id, hash, grid] = [part("id", "fixedBytes", { count: 16 }), part("hash", "bytes"), part("grid", "signed", { scalar: "byte", count: 2 })];
      const flag = part("flag", "bool");
      const said = (parts, ...texts) => {
        try {
          const values = keyValues(parts, texts);
          return values?.map((value) => (value instanceof Uint8Array ? `<${value}>` : `${value}:${typeof value}`)).join(" ") ?? "none";
        } catch (error) {
          return error.message;
        }
      };
      return [
        said([name, team], "a, \"b\"", "65535"), said([name, team], "a", ""), said([name, team], "", ""), said([name, team], "", "7"),
        said([team], "65536"), said([team], "seven"), said([team], "-1"), said([team, name], "", "a"), said([grid], "-128, 127"),
        said([grid], "1"), said([grid], "1, 128"), said([size], "-2.5e3"), said([size], "inf"), said([size], "big"), said([flag], "true"),
        said([flag], "yes"), said([hash], "0x0a0B"), said([hash], "0a"), said([hash], "0x0"),
        said([id], "00010203-0405-0607-0809-0a0b0c0d0e0f"), said([id], "0x00"), said([team], "7".repeat(60)), said([team], "0x10"),
      ];
      """#)
    #expect(
      said == [
        "a, \"b\":string 65535:bigint", "a:string", "none", ":string 7:bigint",
        "team: found \"65536\", expected an integer from 0 to 65535",
        "team: found \"seven\", expected an integer from 0 to 65535",
        "team: found \"-1\", expected an integer from 0 to 65535",
        "team: is needed before what follows: ushort", "-128,127:object",
        "grid: found 1 elements, expected 2", "grid: found \"128\", expected an integer from -128 to 127",
        "-2500:number", "Infinity:number", "size: found \"big\", expected a number", "true:boolean",
        "flag: found \"yes\", expected true or false", "<10,11>",
        "hash: found \"0a\", expected bytes, 0x…", "hash: found \"0x0\", expected bytes, 0x…",
        "<0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15>", "id: found 1 bytes, expected 16",
        "team: found \"\(String(repeating: "7", count: 40))…\", expected an integer from 0 to 65535",
        "team: found \"0x10\", expected an integer from 0 to 65535",
      ])
  }

  @Test(.timeLimit(.minutes(10)))
  func `values are shown in a line, and sizes with their units`() async throws {
    let said = try await run(
      #"import { countText, lineText, sizeText, wholeText } from "./valuetext.js";"#,
      #"""
      return [
        lineText("a".repeat(300)).length.toString(), lineText(2n ** 64n - 1n), lineText(new Uint8Array(20).fill(171)),
        lineText([{ name: "libc6", version: "2" }, 7, null, { inner: {} }]), lineText({ a: [1] }), lineText(Array(10).fill(1)),
        wholeText(new Uint8Array([0, 255])), wholeText(new Uint8Array(5000)).split("\n").at(-1), wholeText([1]), sizeText(0), sizeText(1023),
        sizeText(1536), sizeText(250 * 2 ** 20), countText(1234567),
      ];
      """#)
    #expect(
      said == [
        "201", "18446744073709551615", "[20] " + String(repeating: "ab", count: 16) + "…",
        "[4] libc6, 7, null, …", "{\"a\":[1]}", "[10] 1, 1, 1, 1, 1, 1, 1, 1, …", "00 ff",
        "… 904 bytes more", "[ 1 ]", "0\u{202f}B", "1023\u{202f}B", "1.50\u{202f}KiB",
        "250\u{202f}MiB", "1\u{202f}234\u{202f}567",
      ])
  }
}
