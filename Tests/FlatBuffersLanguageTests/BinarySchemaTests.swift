import FlatBuffersRuntime
import Foundation
import SharedBytes
import Testing

@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

@Suite("Binary schemas")
struct BinarySchemaTests {
  static let all = BinarySchemaOptions(documentation: true, builtInAttributes: true)

  static func sample() throws -> Schema {
    let files = SchemaFiles(["sample.fbs": BinarySchemaSample.text])
    return try #require(SchemaCompiler.compile("sample.fbs", files: files).schema)
  }

  static func referenceBytes() throws -> SharedBytes {
    SharedBytes(Array(try #require(Data(base64Encoded: BinarySchemaSample.reference))))
  }

  @Test("what flatc wrote is what we write")
  func reference() throws {
    let ours = try Self.sample().binary(Self.all)
    let theirs = try Schema(binary: Self.referenceBytes())
    #expect(try theirs.binary(Self.all) == ours)
  }

  @Test(
    "what flatc writes of a field is what we write",
    arguments: [
      // As flatc 25.12.19 has it: required, offset, element size, the schema's features, attributes.
      ("table A {} union U { A } table T { a: [U] (required); }", "a_type", "true 4 1 2 []"),
      ("table A {} union U { A } table T { a: U (required); }", "a_type", "false 4 1 0 []"),
      ("struct S { a: long; b: long; } table T { c: [S] (vector64); }", "c", "false 4 4 0 [vector64: 0]"),
      (
        "table T { a: uint (cpp_type: \"x\", hash: \"fnv1_32\"); }", "a",
        "false 4 1 0 [cpp_ptr_type: naked, cpp_type: x, hash: fnv1_32]"
      ),
      ("attribute \"mark\"; table T { a: int (mark: 1, mark: 2); }", "a", "false 4 1 0 [mark: 1]"),
      ("struct L { a: [ulong: 9000]; b: ubyte; } table T {}", "b", "false 6464 1 1 []"),
      ("struct S { b: int; } union U { S, Text: string } table T { a: U; }", "a", "false 6 1 0 []"),
    ])
  func fieldFacts(text: String, name: String, expected: String) throws {
    let bytes = try #require(compile(text).schema).binary(Self.all)
    let buffer = try RecordBuffer<BinarySchema>(verifying: bytes)
    var facts: [String] = []
    let objects = buffer.record.objects
    for index in objects.indices {
      let fields = objects[index].fields
      for place in fields.indices where fields[place].name.description == name {
        let field = fields[place]
        var attributes: [String] = []
        if let list = field.attributes {
          for index in list.indices {
            attributes.append("\(list[index].key.description): \(list[index].value?.description ?? "")")
          }
        }
        facts.append(
          "\(field.required) \(field.offset) \(field.type.elementSize) \(buffer.record.advancedFeatures) "
            + "[\(attributes.joined(separator: ", "))]")
      }
    }
    #expect(facts == [expected])
  }

  @Test("attributes of the language are written once the schema declares them")
  func declaredBuiltIn() throws {
    let schema = try #require(compile("attribute \"key\"; table T { a: int (key, deprecated); }").schema)
    let read = try Schema(binary: schema.binary())
    #expect(read.object("T")?.field("a")?.attributes.elements.map(\.name) == ["key"])
  }

  @Test("an empty enum of flags has the first flag")
  func emptyFlags() throws {
    let schema = try #require(compile("enum E: ubyte (bit_flags) {}").schema)
    #expect(schema.enumeration("E")?.members.map(\.value) == [1])
  }

  @Test("nothing is lost on the way through a binary schema", arguments: [true, false])
  func roundTrip(isFull: Bool) throws {
    let options = isFull ? Self.all : BinarySchemaOptions()
    let bytes = try Self.sample().binary(options)
    let schema = try Schema(binary: bytes)
    #expect(try schema.binary(options) == bytes)
    let plant = try #require(schema.object("garden.Plant"))
    #expect(plant.field("maybe")?.defaultValue == .null)
    #expect(plant.field("height")?.defaultValue == .real(1.5))
    #expect(plant.field("care")?.defaultValue == .integer(3))
    #expect((plant.field("photo")?.nestedTable != nil) == isFull)
    #expect(schema.object("garden.Bed")?.size == 32)
    #expect(schema.fileIdentifier == "GRDN")
  }

  @Test("defaults that the format has no place for survive")
  func ownDefaults() throws {
    let text = """
      table A {} union U { A }
      table T { s: string = "x"; u: ulong = 18446744073709551615; v: [int] = []; w: [U] = []; b: bool = 42; }
      """
    let schema = try #require(compile(text).schema)
    let written = try schema.binary()
    #expect(try Schema(binary: written).binary() == written)
    let read = try #require(try Schema(binary: written).object("T"))
    #expect(read.field("b")?.defaultValue == .integer(42))
    #expect(read.field("s")?.defaultValue == .string("x"))
    #expect(read.field("u")?.defaultValue == .integer(Int128(UInt64.max)))
    #expect(read.field("v")?.defaultValue == .emptyVector)
  }

  @Test("no damaged byte makes a trap, and what is accepted can be used", arguments: [0, 1, 2, 3])
  func damage(part: Int) throws {
    let good = Array(try Self.sample().binary(Self.all))
    for index in stride(from: part, to: good.count, by: 4) {
      for value in [0, 1, 0x7f, 0xff, good[index] &+ 4] as [UInt8] {
        var bytes = good
        bytes[index] = value
        guard let schema = try? Schema(binary: SharedBytes(bytes)) else { continue }
        _ = try? schema.binary(Self.all)
        _ = schema.reduced(to: schema.rootTable.map { [$0] } ?? [])
      }
    }
    for count in stride(from: part, to: good.count - 8, by: 4) {
      #expect(throws: BinarySchemaError.self) { _ = try Schema(binary: SharedBytes(Array(good[..<count]))) }
    }
  }

  @Test("an error names the way to the fault")
  func paths() throws {
    var schema = try Self.sample()
    let plant = try #require(schema.objects.firstIndex { $0.name.name == "Plant" })
    schema.objects[plant].fields[1].offset = 40
    let bytes = try schema.binary()
    #expect { _ = try Schema(binary: bytes) } throws: { error in
      "\(error)" == "objects[3] 'garden.Plant' field 'height': the offset 40 does not go with the id 1"
    }
    var large = try Self.sample()
    let spot = try #require(large.objects.firstIndex { $0.name.name == "Spot" })
    large.objects[spot].size = 12
    let wrong = try large.binary()
    #expect { _ = try Schema(binary: wrong) } throws: { error in
      "\(error)" == "objects[4] 'garden.Spot': 12 bytes aligned to 8, expected 8 aligned to 8"
    }
  }

  @Test(
    "the fingerprint is that of the meaning",
    arguments: [
      ("/// Words.\ntable T { a: int; } table U {}", true), ("table U {} table T { a: int; }", true),
      ("table T { b: int; } table U {}", false), ("table T { a: int = 1; } table U {}", false),
      ("table T { a: int (deprecated); } table U {}", false),
      ("table T { a: int; } table U { b: T; }", false),
    ])
  func fingerprint(text: String, isSame: Bool) throws {
    let first = try #require(compile("table T { a: int; } table U {}").schema).fingerprint
    let second = try #require(compile(text).schema).fingerprint
    #expect((first == second) == isSame)
  }

  @Test("a reduced schema has what its tables refer to, and nothing else")
  func reduction() throws {
    let schema = try Self.sample()
    let photo = try #require(schema.objects.firstIndex { $0.name.name == "Photo" })
    #expect(schema.reduced(to: [photo]).objects.map(\.name.name) == ["Photo"])
    let plant = try #require(schema.objects.firstIndex { $0.name.name == "Plant" })
    let reduced = schema.reduced(to: [plant])
    #expect(Set(reduced.objects.map(\.name.name)) == ["Plant", "Photo", "Spot"])
    #expect(reduced.enums.map(\.name.name) == ["Colour", "Care"])
    _ = try Schema(binary: reduced.binary(Self.all))
  }
}
