import FlatBuffersRuntime
import SharedBytes
import Testing
import WAMP

struct ArgumentLibraryTests {
  @Test func `all that is from one schema shares what is loaded of it`() {
    let library = ArgumentLibrary()
    let schemas = [1, 1, 2].map { EmbeddedSchema(name: "users", fingerprint: $0, bytes: SharedBytes()) }
    let arguments = schemas.map { library.arguments(of: $0) }
    #expect(arguments[0] === arguments[1])
    #expect(arguments[0] !== arguments[2])
  }
}
