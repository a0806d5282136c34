internal import FlatBuffersReflection
internal import SharedBytes

extension FileGenerator {
  /// The name of the constant with the file's schema.
  var embeddedSchemaName: String { typePrefix + "BinarySchema" }

  /// Writes the schema itself into the code.
  ///
  /// As text: of all literals a string is what the Swift compiler takes least time for.
  func writeEmbeddedSchema(to writer: inout SourceWriter) {
    let options = BinarySchemaOptions(documentation: false, builtInAttributes: true)
    guard embedsSchema, let bytes = try? schema.binary(options) else { return }
    writer.line()
    writer.line("/// The schema of `\(fileName)` and all it includes.")
    writer.block("\(access)enum \(embeddedSchemaName)") { writer in
      writer.line("\(access)static var schema: \(runtime)EmbeddedSchema {")
      writer.indented { writer in
        writer.line("\(runtime)EmbeddedSchema(")
        writer.indented { writer in
          writer.line("name: \(Self.literal(baseName)), fingerprint: \(fingerprintLiteral),")
          writer.line("base64: \"\"\"")
          writer.indented { writer in
            let text = Self.base64(Array(bytes))
            for start in stride(from: 0, to: text.count, by: 88) {
              let part = String(decoding: text[start..<min(start + 88, text.count)], as: UTF8.self)
              writer.line(part + (start + 88 < text.count ? "\\" : ""))
            }
            writer.line("\"\"\")")
          }
        }
      }
      writer.line("}")
    }
  }

  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let digit = digits[Int(bits >> UInt32(18 - 6 * place)) & 63]
        text.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return text
  }
}
