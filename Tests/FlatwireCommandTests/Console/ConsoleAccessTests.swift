import Flatwire
import Testing

@testable import FlatwireCommand

/// Who may open a console.
struct ConsoleAccessTests {
  private func access(
    _ host: String, from origins: [String] = [], isOpen: Bool
  ) throws(ConsoleError) -> ConsoleAccess {
    try ConsoleAccess(to: .webSocket(host: host, port: 0), from: origins, isOpen: isOpen)
  }

  @Test(arguments: ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
  func `this machine opens it under its own names`(host: String) throws {
    let access = try access(host, isOpen: true)
    #expect(access.hosts.isSuperset(of: ["localhost", "localhost:*", "127.0.0.1:*", "[::1]:*"]))
    #expect(access.origins.isSuperset(of: ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"]))
    #expect(access.hosts.contains("127.0.0.2:*") == (host == "127.0.0.2"))
    #expect(!access.origins.contains("*") && !access.hosts.contains("*"))
  }

  @Test func `others open it where it is said to be, once they have to prove who they are`() throws {
    let access = try access("0.0.0.0", from: ["https://Example.com:8443"], isOpen: false)
    #expect(access.hosts == ["example.com:8443"] && access.origins == ["https://Example.com:8443"])
    let proxied = try self.access("127.0.0.1", from: ["https://example.com"], isOpen: false)
    #expect(proxied.hosts.isSuperset(of: ["example.com", "localhost:*"]))
  }

  @Test(
    arguments: [
      ("0.0.0.0", [], true, "a console at 0.0.0.0:0 shows its tables to other machines: name who"),
      ("::", ["https://a.example"], true, "shows its tables to other machines"),
      ("packages.example.com", [], true, "shows its tables to other machines"),
      ("127.0.0.1", ["https://a.example"], true, "a console at https://a.example shows its tables"),
      ("0.0.0.0", [], false, "a console at 0.0.0.0:0 needs --origin"),
      ("0.0.0.0", ["http://a.example"], false, "--origin http://a.example is none"),
      ("0.0.0.0", ["https://*"], false, "--origin https://* is none"),
      ("0.0.0.0", ["https://a.example/"], false, "--origin https://a.example/ is none"),
      ("0.0.0.0", ["https://"], false, "--origin https:// is none"),
      ("0.0.0.0", ["*"], false, "--origin * is none"),
    ])
  func `what would let anybody in is refused`(
    host: String, origins: [String], isOpen: Bool, fault: String
  ) throws {
    let error = #expect(throws: ConsoleError.self) { try access(host, from: origins, isOpen: isOpen) }
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
  }
}
