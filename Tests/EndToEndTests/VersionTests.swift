import Flatwire
import Testing

@Suite("Versions")
struct VersionTests {
  @Test("what a build understands can be asked for")
  func versions() {
    #expect(Flatwire.versions.generatedCode.contains("0.1"))
    #expect(Flatwire.versions.subprotocols.contains("wamp.2.cbor"))
  }

  @Test("generated code knows its schema, by which two peers can tell that they mean the same")
  func fingerprint() {
    #expect(User.embeddedSchema?.fingerprint == UserKey.embeddedSchema?.fingerprint)
    #expect(User.embeddedSchema?.bytes.isEmpty == false)
  }
}
