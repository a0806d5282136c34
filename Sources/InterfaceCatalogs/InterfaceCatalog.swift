/// A catalog of interfaces as WAMP's specification has it: binary schemas with a `catalog.yaml` that says what they are,
/// in a ZIP archive that only depends on these.
package struct InterfaceCatalog {
  /// A binary schema of a catalog.
  package struct Member: Equatable {
    /// The path within the archive: `schema/users.bfbs`.
    package var path: String
    /// The binary schema. Whether it is one is for who loads it to say.
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// What it is called, of lower case letters, digits, hyphens and underscores.
  package let name: String
  package let version: String
  /// The text of its `catalog.yaml`.
  package let text: String
  package let schemas: [Member]

  /// The largest archive that is read, in bytes.
  package static let maximumSize = ZIPArchive.maximumSize

  private static let textName = "catalog.yaml"

  /// Makes a catalog.
  ///
  /// - Parameters:
  ///   - text: a `catalog.yaml`. If it lists no `schemas`, they are added to it.
  /// - Throws: ``CatalogError`` if the text has no good name or version, or lists other schemas.
  package init(text: String, schemas: [Member]) throws(CatalogError) {
    var text = text
    let told = try Self.read(text)
    let paths = schemas.map(\.path)
    if let listed = told.schemas {
      if let missing = listed.first(where: { !paths.contains($0) }) {
        throw CatalogError("\(Self.textName): the schema '\(missing)' is listed and not there")
      }
      if let other = paths.first(where: { !listed.contains($0) }) {
        throw CatalogError("\(Self.textName): the schema '\(other)' is there and not listed")
      }
    } else {
      if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
      text += "schemas:\n" + paths.sorted().map { "  - \(Self.quoted($0))\n" }.joined()
    }
    self.init(told, text, schemas)
  }

  /// Reads a catalog's archive.
  ///
  /// - Throws: ``CatalogError`` with what is wrong, and where in the archive.
  package init(archive bytes: [UInt8]) throws(CatalogError) {
    guard bytes.count <= Self.maximumSize else {
      throw CatalogError("found \(bytes.count) bytes, expected at most \(Self.maximumSize)")
    }
    let entries = try ZIPArchive(bytes).entries
    guard let entry = entries.first(where: { $0.name == Self.textName }) else {
      throw CatalogError("found no '\(Self.textName)' in the archive")
    }
    guard let text = String(validating: entry.bytes, as: UTF8.self) else {
      throw CatalogError("\(Self.textName): it is not UTF-8")
    }
    let told = try Self.read(text)
    guard let listed = told.schemas, !listed.isEmpty else {
      throw CatalogError("\(Self.textName): found no 'schemas', expected a list of binary schemas")
    }
    var schemas: [Member] = []
    for path in listed {
      guard path.hasSuffix(".bfbs") else {
        throw CatalogError("\(Self.textName): found '\(path)' among the schemas, expected names with .bfbs")
      }
      guard let entry = entries.first(where: { $0.name == path }) else {
        throw CatalogError("\(Self.textName): the schema '\(path)' is listed and not there")
      }
      if schemas.contains(where: { $0.path == path }) {
        throw CatalogError("\(Self.textName): the schema '\(path)' is listed twice")
      }
      schemas.append(Member(path: path, bytes: entry.bytes))
    }
    self.init(told, text, schemas)
  }

  private init(_ told: Told, _ text: String, _ schemas: [Member]) {
    name = told.name
    version = told.version
    self.text = text
    self.schemas = schemas
  }

  /// Whether a file's name is that of a catalog.
  package static func isName(_ path: String) -> Bool { path.hasSuffix(".zip") }

  /// The archive: the same bytes for the same text and schemas.
  ///
  /// - Throws: ``CatalogError`` for a path that is none, or one that is there twice.
  package func archive() throws(CatalogError) -> [UInt8] {
    let text = ZIPArchive.Entry(name: Self.textName, bytes: Array(self.text.utf8))
    return try ZIPArchive(entries: [text] + schemas.map { .init(name: $0.path, bytes: $0.bytes) }).bytes()
  }

  private typealias Told = (name: String, version: String, schemas: [String]?)

  private static func read(_ text: String) throws(CatalogError) -> Told {
    do throws(CatalogError) {
      let read = try CatalogText(text, reading: ["name", "version", "schemas"])
      let (name, version) = (try read.text("name"), try read.text("version"))
      guard !name.isEmpty, name.utf8.allSatisfy({ isOfName($0) }) else {
        throw CatalogError(
          "found the name '\(name)', expected lower case letters, digits, hyphens and underscores")
      }
      guard !version.isEmpty else { throw CatalogError("found an empty version") }
      return (name, version, try read.list("schemas"))
    } catch {
      throw CatalogError("\(textName): \(error)")
    }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      isOfName(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
    return isPlain
      ? text
      : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}

extension CatalogText {
  fileprivate func text(_ name: String) throws(CatalogError) -> String {
    guard case .text(let text) = items[name] else { throw CatalogError("found no text '\(name)'") }
    return text
  }

  /// - Returns: `nil` if there is nothing of the name.
  fileprivate func list(_ name: String) throws(CatalogError) -> [String]? {
    switch items[name] {
    case nil: return nil
    case .list(let texts): return texts
    case .text: throw CatalogError("found no list '\(name)'")
    }
  }
}
