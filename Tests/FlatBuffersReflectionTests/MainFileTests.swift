import FlatBuffersReflection
import Testing

/// A binary schema has its files in alphabetical order, whichever is the main one.
struct MainFileTests {
  @Test func `the main file of a binary schema is the one that no other includes`() throws {
    // The included file, flatwire.fbs, comes before test.fbs, and after a.fbs.
    let last = try schema("table T {}", .binary)
    #expect(last.mainFile == "//test.fbs")
    let first = try schema("table T {}", .binary, file: "a.fbs")
    #expect(first.mainFile == "//a.fbs")
    #expect(first.files.map(\.name) == ["//flatwire.fbs", "//a.fbs"])
  }
}
