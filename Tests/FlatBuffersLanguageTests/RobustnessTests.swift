import SeededRandom
import Testing

@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

/// No input may trap, hang or overflow the stack.
struct RobustnessTests {
  private static let sample = """
    include "flatwire.fbs";
    namespace a.b;
    /// doc
    enum E: ubyte (bit_flags) { A, B = 5 }
    struct S (force_align: 8) { a: int; b: [float:3]; }
    union U : int { T, X: T = 7 }
    table T (table: "ts") { id: ulong (key); s: string = "\\u00e9"; e: E = "A B"; f: double = sin(1.5e3); u: U; v: [S]; }
    rpc_service R { m(T): T (type: "topic"); }
    root_type T; file_identifier "ABCD";
    """

  @Test func everyPrefixOfASchema() {
    let bytes = Array(Self.sample.utf8)
    for count in bytes.indices {
      _ = Resolver.resolve([Parser.parse(SourceFile(path: "t", bytes: Array(bytes[..<count]))).syntax])
    }
  }

  @Test func randomChanges() {
    var generator = SplitMix64(seed: 1)
    let bytes = Array(Self.sample.utf8)
    let pieces = [
      "{", "}", "(", ")", "[", "]", ":", ";", ",", "=", "\"", "table ", "0x", "-", "T",
      "999999999999999999999", "\u{0}", "/*", "//", "\\",
    ]
    for _ in 0..<4000 {
      var changed = bytes
      for _ in 0...(generator.next() % 4) {
        let place = Int(generator.next() % UInt64(changed.count))
        switch generator.next() % 3 {
        case 0: changed.remove(at: place)
        case 1: changed[place] = UInt8(truncatingIfNeeded: generator.next())
        default:
          changed.insert(contentsOf: pieces[Int(generator.next() % UInt64(pieces.count))].utf8, at: place)
        }
      }
      let result = SchemaCompiler.compile(
        "t", files: SchemaFiles { $0 == "t" ? .init(identity: "t", bytes: changed) : nil })
      // A schema that was refused says why.
      #expect((result.schema == nil) == result.log.hasErrors)
      _ = result.report
    }
  }

  @Test(arguments: [
    "[", "(", "{", "\"", "table ", "table T{a:", "a.", "/*", "include \"x\";", "struct S{a:[", "-",
  ])
  func thingsRepeated(_ piece: String) {
    let result = compile(String(repeating: piece, count: 20_000))
    #expect(result.log.hasErrors)
    #expect(result.log.diagnostics.count <= DiagnosticLog.errorLimit)
  }

  @Test func callsNestedTooDeeply() {
    let text = "table T { a:float = " + String(repeating: "sin(", count: 50_000) + "1"
    #expect(compile(text).errors.first?.contains("expected a value nested less deeply than 64 calls") == true)
  }

  @Test func largeSchemasTakeLinearTime() {
    var text = ""
    for index in 0..<2000 {
      text += "table T\(index) { a:int; b:string; next:T\((index + 1) % 2000); } "
    }
    #expect(compile(text).schema?.objects.count == 2000)
    let fields = (0..<20_000).map { "f\($0):int;" }.joined()
    #expect(compile("table T { \(fields) }").schema?.objects.first?.fields.count == 20_000)
    let members = (0..<20_000).map { "M\($0)" }.joined(separator: ",")
    #expect(compile("enum E:int { \(members) } table T { e:E; }").errors == [])
  }

  @Test func manyNamesOfOneEnumTakeLinearTime() throws {
    let count = 8000
    let members = (0..<count).map { "M\($0)" }.joined(separator: ",")
    let fields = (0..<count).map { "f\($0): E = M\(count - 1);" }.joined()
    let names = [String](repeating: "\"M\(count - 1)\"", count: count).joined(separator: ",")
    let time = try cpuTime {
      let schema = try #require(
        compile("enum E: int { \(members) } table T { \(fields) v: [E]; } root_type T;").schema)
      _ = try JSONReader.build(
        SourceFile(path: "d.json", text: "{\"v\": [\(names)]}"), as: schema.rootTable ?? 0, of: schema)
    }
    #expect(time < .seconds(5), "\(time)")
  }

  @Test func tooManyFieldsAreAnError() {
    let fields = (0..<33_000).map { "f\($0):int;" }.joined()
    #expect(compile("table T { \(fields) }").errors.first?.contains("more than 32765 fields") == true)
  }

  @Test func hugeStructsAreAnError() {
    var text = "struct S0 { a:[double:65535]; }"
    for index in 1..<8 { text += " struct S\(index) { a:[S\(index - 1):65535]; }" }
    #expect(compile(text).errors.contains { $0.contains("found a struct of") })
  }
}
