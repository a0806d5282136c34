import Testing

@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

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
      table T { e:E = C; f:F = "X Z"; g:G = Max; n:int = "E.B"; o:E = null; p:int = "F.X F.Z"; }
      """
    let schema = try #require(compile(text).schema)
    #expect(schema.enumeration("E")?.members.map(\.value) == [-3, 0, 5, 6])
    #expect(schema.enumeration("F")?.members.map(\.value) == [1, 2, 128])
    #expect(schema.enumeration("H")?.members.map(\.name) == ["NONE"])
    let values = schema.object("T")?.fields.map(\.defaultValue)
    #expect(
      values == [
        .integer(6), .integer(3), .integer(18_446_744_073_709_551_615), .integer(5), .null, .integer(3),
      ])
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
    ("a:bool = true", .integer(1)), ("a:bool = 0", .integer(0)), ("a:bool = 42", .integer(42)),
    ("a:int = 0x1F", .integer(31)),
    ("a:int = \"12\"", .integer(12)), ("a:int", .integer(0)), ("a:double", .real(0)), ("a:string", .none),
    ("a:string = \"x\"", .string("x")), ("a:[int] = []", .emptyVector), ("a:int = null (id: 0)", .null),
    ("a:double = INF", .real(.infinity)), ("a:float = -Infinity", .real(-.infinity)),
    ("a:float = \" 2.5 \"", .real(2.5)), ("a:int = \" 12 \"", .integer(12)),
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

  @Test(
    "zero is no default of a struct's field, as it is meant anyway",
    arguments: [
      "a:int = 0x0", "a:bool = false", "a:E = Zero", "a:E = \"Zero\"", "a:float = 0", "a:int = -0",
    ])
  func zeroInStruct(field: String) {
    #expect(compile("enum E:int { Zero, One } struct S { \(field); }").errors == [])
  }

  @Test(
    "no other default is one of a struct's field",
    arguments: ["a:int = 1", "a:bool = true", "a:E = One", "a:float = 0.5", "a:[int:2] = 0", "a:int = null"])
  func defaultInStruct(field: String) {
    #expect(compile("enum E:int { Zero, One } struct S { \(field); }").errors.count == 1)
  }

  @Test("a repeated attribute counts with its first value")
  func repeatedAttribute() throws {
    let schema = try #require(compile("struct S (force_align: 8, force_align: 2) { a:byte; }").schema)
    #expect(schema.object("S")?.size == 8)
  }

  @Test("the names of union members may have dots")
  func dottedAlias() throws {
    let schema = try #require(compile("table A {} union U { x.One: A, x.Two: A }").schema)
    #expect(schema.enumeration("U")?.members.map(\.name) == ["NONE", "x_One", "x_Two"])
  }

  @Test(
    "what stands in the reference compiler's way stands in ours",
    arguments: [
      "table T () {}", "table T { a:bool = 256; }", "enum E:byte { A } table T { a:E = \"E.A\"; }",
      "table T { a:float = - inf; }",
      "table T { a:int (wide: 2147483648); }",
      "table A {} union U { A, string }",
      "table T { a:[string] (shared); }", "table T { a:[string] (offset64); }",
      "enum E:byte { A } table T { a:[E] (vector64); }", "table A {} table T { a:[A] (offset64); }",
      "root_type T; table T {}", "table T { a:int = \"1\\u00002\"; }", "table T { a:float = \"1\\u00002\"; }",
      "table T { a:int; } { a: 1 }", "table T { a:int; } root_type T; { b: 1 }",
      "table T { a:int; } root_type T; { a: 1 } table U {}",
      "enum F:ubyte (bit_flags) { A, B } table T { f:F = \"A  B\"; }",
    ])
  func alsoRefused(text: String) {
    #expect(compile("attribute \"wide\"; " + text).errors.count == 1)
  }

  @Test(
    "what does not stand in the reference compiler's way does not in ours",
    arguments: [
      "struct S { a:int (id: \"x\"); }", "enum E:int (native_custom_alloc: \"x\") { A }",
      "enum E:uint { A } table T { a:E (hash: \"fnv1_32\"); }",
      "table U { t:T; } root_type T; table T {}",
      "table T { a:int; } root_type T; { \"$schema\": \"x\", a: 1 }",
    ])
  func alsoAccepted(text: String) {
    #expect(compile(text).errors == [])
  }

  @Test("the root type of an included file must exist, too")
  func includedRoot() {
    #expect(
      compile("include \"o.fbs\"; table T {}", ["o.fbs": "table O {} root_type Nope;"]).errors.count == 1)
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

  @Test(
    "a default that is too large for its type is infinite",
    arguments: ["double = 1e999", "float = -1e999", "double = inf", "float = -infinity", "float = 1e39"])
  func infiniteDefaults(field: String) {
    #expect(compile("table T { a: \(field); }").errors == [])
  }
}
