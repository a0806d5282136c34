import Testing

@testable import FlatBuffersSchema

struct ResolverTests {
  @Test func namesAreLookedUpFromTheInside() throws {
    let text = """
      table X { g:int; }
      namespace A; table X { a:int; }
      namespace A.B; table X { b:int; } table T { x:X; y:A.X; }
      namespace D; table T { x:X; y:Y; } table Y {}
      """
    let schema = try #require(compile(text).schema)
    #expect(schema.object("A.B.T")?.field("x")?.type == .single(.table(2)))
    #expect(schema.object("A.B.T")?.field("y")?.type == .single(.table(1)))
    #expect(schema.object("D.T")?.field("x")?.type == .single(.table(0)))
    #expect(schema.object("D.T")?.field("y")?.type == .single(.table(5)))
  }

  @Test func aLaterTypeOfAnotherNamespaceIsNotTaken() throws {
    let text = "namespace A; table T { x:X; } namespace B; table X {} namespace A; table X {}"
    let schema = try #require(compile(text).schema)
    #expect(schema.object("A.T")?.field("x")?.type == .single(.table(2)))
  }

  @Test func enumValues() throws {
    let text = """
      enum E:byte { A, B = 5, C, D = -3 }
      enum F:ubyte (bit_flags) { X, Y = 7, Z = 1 }
      enum G:ulong { Max = 18446744073709551615, Zero = 0 }
      enum H:int {}
      table T { e:E = C; f:F = "X Z"; g:G = Max; n:int = "E.B"; o:E = null; }
      """
    let schema = try #require(compile(text).schema)
    #expect(schema.enumeration("E")?.members.map(\.value) == [-3, 0, 5, 6])
    #expect(schema.enumeration("F")?.members.map(\.value) == [1, 2, 128])
    #expect(schema.enumeration("H")?.members.map(\.name) == ["NONE"])
    let values = schema.object("T")?.fields.map(\.defaultValue)
    #expect(values == [.integer(6), .integer(3), .integer(18_446_744_073_709_551_615), .integer(5), .null])
  }

  @Test func unionsHaveAnImplicitNone() throws {
    let text = "namespace X; table A {} namespace Y; table B {} union U { X.A, B = 48, Last: string }"
    let schema = try #require(compile(text).schema)
    let union = try #require(schema.enumeration("Y.U"))
    #expect(union.members.map(\.name) == ["NONE", "X_A", "B", "Last"])
    #expect(union.members.map(\.value) == [0, 1, 48, 49])
    #expect(union.members.map(\.type) == [nil, .table(0), .table(1), .string])
  }

  @Test(arguments: [
    ("a:float = 1", DefaultValue.real(1)), ("a:float = .5", .real(0.5)),
    ("a:double = -inf", .real(-.infinity)),
    ("a:double = 0x1.8p1", .real(3)), ("a:float = \"2.5\"", .real(2.5)),
    ("a:double = cos(rad(180))", .real(-1)),
    ("a:bool = true", .integer(1)), ("a:bool = 0", .integer(0)), ("a:int = 0x1F", .integer(31)),
    ("a:int = \"12\"", .integer(12)), ("a:int", .integer(0)), ("a:double", .real(0)), ("a:string", .none),
    ("a:string = \"x\"", .string("x")), ("a:[int] = []", .emptyVector), ("a:int = null (id: 0)", .null),
    ("a:long = -9223372036854775808", .integer(-9_223_372_036_854_775_808)),
  ])
  func defaults(_ field: String, _ expected: DefaultValue) throws {
    let schema = try #require(compile("table T { \(field); }").schema)
    #expect(schema.object("T")?.fields.first?.defaultValue == expected)
  }

  @Test func aStringKeyIsRequired() throws {
    let schema = try #require(compile("table T { k:string (key); }").schema)
    #expect(schema.object("T")?.field("k")?.isRequired == true)
  }

  @Test func rootAndIdentifierAreTheMainFiles() throws {
    let other = "table O {} root_type O; file_identifier \"OTHR\"; file_extension \"o\";"
    let schema = try #require(
      compile("include \"o.fbs\"; table T { o:O; } root_type T;", ["o.fbs": other]).schema)
    #expect(schema.rootTable == 1)
    #expect(schema.fileIdentifier == nil)
    #expect(schema.fileExtension == nil)
    #expect(schema.files.map(\.path) == ["o.fbs", "test.fbs"])
  }

  @Test func nestedFlatbuffersMayBeDeclaredLater() throws {
    let schema = try #require(
      compile("table T { n:[ubyte] (nested_flatbuffer: \"N\"); } table N {}").schema)
    #expect(schema.object("T")?.field("n")?.nestedTable == 1)
  }

  @Test func servicesNameTheirTables() throws {
    let text = """
      attribute "priority";
      table A {}
      /// Doc.
      rpc_service S (priority: 1) { M(A):B (streaming: "none"); }
      table B {}
      """
    let schema = try #require(compile(text).schema)
    let service = try #require(schema.services.first)
    #expect(service.header.documentation == [" Doc."])
    #expect(service.methods.first?.request == 0)
    #expect(service.methods.first?.response == 1)
    #expect(service.methods.first?.attributes.string("streaming") == "none")
  }
}
