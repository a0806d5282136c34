import Testing

@testable import InterfaceCatalogs

/// Catalogs as values: what is written is read again, and what is wrong is told.
@Suite struct CatalogTests {
  static let text = """
    # What this is.
    name: example
    version: 22.6.1
    title: "An \\"Example\\""   # for people
    keywords: [wamp, 'it''s']
    theme:
      background: "#333333"
      list:
        - of: others
    contributors:
      - name: x

    """
  static let members = [
    InterfaceCatalog.Member(path: "schema/b.bfbs", bytes: [1, 2, 3]),
    InterfaceCatalog.Member(path: "schema/a.bfbs", bytes: []),
  ]

  @Test func `a catalog is read as it was written, and lists its schemas`() throws {
    let catalog = try InterfaceCatalog(text: Self.text, schemas: Self.members)
    let read = try InterfaceCatalog(archive: catalog.archive())
    #expect(read.name == "example" && read.version == "22.6.1")
    #expect(read.text == Self.text + "schemas:\n  - schema/a.bfbs\n  - schema/b.bfbs\n")
    #expect(read.schemas == Self.members.reversed())
  }

  @Test func `the bytes are the same whatever the order of the schemas`() throws {
    let archive = try InterfaceCatalog(text: Self.text, schemas: Self.members).archive()
    #expect(try InterfaceCatalog(text: Self.text, schemas: Self.members.reversed()).archive() == archive)
    #expect(CRC32.checksum(Array("123456789".utf8)) == 0xcbf4_3926)
  }

  @Test func `a text that lists its schemas is taken as it is`() throws {
    let text = "name: a\nversion: '1'\nschemas:\n- schema/b.bfbs\n- schema/a.bfbs # the other\n"
    let catalog = try InterfaceCatalog(text: text, schemas: Self.members)
    #expect(catalog.text == text)
    let brackets = "name: a\nversion: 1\nschemas: [ schema/a.bfbs, \"schema/b.bfbs\" ]\n"
    #expect(try InterfaceCatalog(text: brackets, schemas: Self.members).text == brackets)
  }

  @Test(arguments: [
    ("", "found no text 'name'"), ("name: a\n", "found no text 'version'"),
    ("name: A b\nversion: 1\n", "found the name 'A b', expected lower case letters"),
    ("name: a\nname: b\n", "line 2: found 'name' a second time"),
    ("name: 'a\n", "line 1: found a text without its second quote"),
    ("name: \"a\\q\"\n", "line 1: found '\\q', expected"), ("name: |\n  a\n", "line 1: found '|'"),
    ("name: 'a' b\n", "line 1: found 'b' behind a text"), ("name:a\n", "line 1: found no space"),
    ("what is this\n", "line 1: found no name with a ':' behind it"), ("  a\n", "line 1: found a line that"),
    ("name: a\nversion: 1\nschemas: x\n", "found no list 'schemas'"),
    ("name: a\nversion: 1\nschemas: [x\n", "line 3: found a list without a ']'"),
    ("name: a\nversion: 1\nschemas:\n  a: b\n", "line 4: found no '-' before an element of 'schemas'"),
    ("name: a\nversion: 1\nschemas:\n  - a: b\n", "line 4: found a map within a line"),
    ("name: a\nversion: 1\nschemas: [schema/a.bfbs]\n", "the schema 'schema/b.bfbs' is there and not listed"),
    ("name: a\nversion: 1\nschemas: [c.bfbs]\n", "the schema 'c.bfbs' is listed and not there"),
  ])
  func `a text that is wrong is named with its line`(text: String, message: String) {
    let error = #expect(throws: CatalogError.self) {
      try InterfaceCatalog(text: text, schemas: Self.members)
    }
    #expect(error?.message.hasPrefix("catalog.yaml: \(message)") == true, "\(error?.message ?? "")")
  }

  @Test(arguments: ["", "/a", "a/../b", "a//b", "a\\b", "a/", "./a", "a\0b"])
  func `names that lead elsewhere are neither written nor read`(name: String) throws {
    let archive = ZIPArchive(entries: [.init(name: name, bytes: [1])])
    let error = #expect(throws: CatalogError.self) { try archive.bytes() }
    #expect(error?.message.hasSuffix("its name is no path within the archive") == true)
    // One of the same length, renamed where it stands.
    guard !name.isEmpty else { return }
    var bytes = try ZIPArchive(entries: [
      .init(name: String(repeating: "x", count: name.utf8.count), bytes: [1])
    ])
    .bytes()
    for start in bytes.indices.dropLast(name.utf8.count)
    where bytes[start..<(start + name.utf8.count)].allSatisfy({ $0 == UInt8(ascii: "x") }) {
      bytes.replaceSubrange(start..<(start + name.utf8.count), with: Array(name.utf8))
    }
    #expect(throws: CatalogError.self) { try ZIPArchive(bytes) }
  }

  @Test(
    arguments: [
      ([("catalog.yaml", "name: a\nversion: 1\n")], "catalog.yaml: found no 'schemas'"),
      ([("catalog.yaml", "name: a\nversion: 1\nschemas: [a.fbs]\n")], "catalog.yaml: found 'a.fbs' among"),
      (
        [("catalog.yaml", "name: a\nversion: 1\nschemas: [a.bfbs]\n")], "catalog.yaml: the schema 'a.bfbs' is"
      ),
      (
        [("a.bfbs", ""), ("catalog.yaml", "name: a\nversion: 1\nschemas: [a.bfbs, a.bfbs]\n")],
        "catalog.yaml: the schema 'a.bfbs' is listed twice"
      ),
      ([("schema/a.bfbs", "")], "found no 'catalog.yaml' in the archive"),
    ] as [([(String, String)], String)])
  func `an archive that is no catalog is told`(entries: [(String, String)], message: String) throws {
    let archive = ZIPArchive(entries: entries.map { .init(name: $0.0, bytes: Array($0.1.utf8)) })
    let error = #expect(throws: CatalogError.self) { try InterfaceCatalog(archive: archive.bytes()) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }
}
