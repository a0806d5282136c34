import Foundation
import InterfaceCatalogs
import Testing
import WAMP
import WAMPRouter

@testable import RouterConfiguration

/// Which schemas the realms of a configuration have.
@Suite struct InventoryConfigurationTests {
  private static let schema = """
    namespace t;
    attribute "wampuri";
    attribute "type";
    table A { name: string (required); }
    rpc_service S (type: "interface", wampuri: "com.t") { get (A): A; }
    """

  private func realm(_ more: String) throws -> NodeConfiguration.Realm {
    let text = Samples.least.replacing("name: realm1", with: "name: realm1\n        \(more)")
    return try #require(try Samples.read(text, file: "a.yaml").realms.first)
  }

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test("files are named beside the configuration, and what is wrong is refused if nothing else is said")
  func reading() throws {
    let realm = try realm("inventory: [a.bfbs, /etc/b.fbs]")
    #expect(realm.inventory == ["/etc/router/a.bfbs", "/etc/b.fbs"])
    #expect(realm.validation == .refuse)
    #expect(try self.realm("inventory: [a.bfbs]\n        validate: log").validation == .log)
    #expect(try self.realm("options: {}").inventory == [])
  }

  @Test("text and binary schemas say the same, and reach the router's realm")
  func loading() throws {
    try inFolder { folder in
      let (text, binary) = (folder.appending(path: "a.fbs").path, folder.appending(path: "a.bfbs").path)
      try Data(Self.schema.utf8).write(to: URL(filePath: text))
      let compiled = try #require(try realm("inventory: [\(text)]").schemas().first)
      try Data([UInt8](compiled.bytes)).write(to: URL(filePath: binary))
      let configuration = try Samples.read(
        Samples.least.replacing(
          "name: realm1", with: "name: realm1\n        inventory: [\(binary)]\n        validate: log"),
        file: "a.yaml")
      let realm = try configuration.configuration(of: configuration.realms[0])
      #expect(realm.inventory.map { $0?.fingerprint } == [compiled.fingerprint])
      #expect(realm.validation == .log)
      let inventory = try #require(try PayloadInventory(realm.inventory, realm.validation))
      #expect(inventory.procedure("com.t.get".utf8.span) != nil)
    }
  }

  @Test("a catalog is all of its schemas")
  func catalogs() throws {
    try inFolder { folder in
      let (text, zip) = (folder.appending(path: "a.fbs").path, folder.appending(path: "a.zip").path)
      try Data(Self.schema.utf8).write(to: URL(filePath: text))
      let compiled = try #require(try realm("inventory: [\(text)]").schemas().first)
      let catalog = try InterfaceCatalog(
        text: "name: a\nversion: 1\n",
        schemas: [.init(path: "schema/a.bfbs", bytes: [UInt8](compiled.bytes))])
      let archive = try catalog.archive()
      try Data(archive).write(to: URL(filePath: zip))
      let schemas = try realm("inventory: [\(zip)]").schemas()
      #expect(schemas.map(\.name) == [zip + "/schema/a.bfbs"])
      #expect(schemas.map(\.fingerprint) == [compiled.fingerprint])
      var damaged = archive
      damaged[damaged.count / 3] ^= 1
      try Data(damaged).write(to: URL(filePath: zip))
      let error = #expect(throws: WAMPError.self) { try realm("inventory: [\(zip)]").schemas() }
      let message =
        "the catalog \(zip) can't be read: the entry 'schema/a.bfbs': found bytes with the checksum "
      #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
  }

  @Test(
    "a file that is wrong is named",
    arguments: [
      ("a.fbs", nil, "the schema a.fbs cannot be read"),
      ("a.bfbs", "text", "the schema a.bfbs can't be loaded: "),
      ("a.zip", nil, "the catalog a.zip cannot be read"),
      ("a.zip", "text", "the catalog a.zip can't be read: found no end of a ZIP archive"),
      ("a.fbs", "table A { b: C; }", "the schema a.fbs has errors:\na.fbs:1:"),
      ("a.fbs", "table A { b: int; }", "the schema a.fbs has no procedure and no topic"),
    ] as [(String, String?, String)])
  func wrong(_ name: String, _ content: String?, _ message: String) throws {
    try inFolder { folder in
      let file = folder.appending(path: name)
      if let content { try Data(content.utf8).write(to: file) }
      let realm = try realm("inventory: [\(file.path)]")
      let error = #expect(throws: WAMPError.self) { try realm.schemas() }
      let text = error?.message.replacing(folder.path + "/", with: "")
      #expect(text?.hasPrefix(message) == true, "\(text ?? "")")
    }
  }

  @Test("a realm with schemas is always read again: their files may be others")
  func changes() throws {
    let text = Samples.least.replacing("name: realm1", with: "name: realm1\n        inventory: [a.fbs]")
    let configuration = try Samples.read(text, file: "a.yaml")
    let changes = ConfigurationChanges(from: configuration, to: configuration)
    #expect(changes.realms.map(\.name) == ["realm1"] && changes.kept == [])
  }
}
