import FlatBuffersRuntime
import FlatBuffersLanguage
import FlatBuffersReflection
import Foundation
import SharedBytes
import Testing

/// The schema of these tests, as ours and as C++ knows it, and what is done to its records.
struct Museum {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  let schema: Schema
  let root: Int
  /// Our binary schema.
  let binary: SharedBytes
  let reference: ReferenceSchema
  let plan: VerificationPlan

  init() throws {
    schema = try Self.schema()
    root = try #require(schema.rootTable)
    plan = VerificationPlan(schema, of: root)
    binary = try schema.binary(BinarySchemaOptions(builtInAttributes: true))
    reference = try ReferenceSchema(parsing: Self.text())
  }

  static func text() throws -> String {
    try String(contentsOf: folder.appending(path: "Schemas/interop.fbs"), encoding: .utf8)
  }

  static func schema() throws -> Schema { try schema(of: text()) }

  /// Our schema of a text.
  static func schema(of text: String) throws -> Schema {
    let result = SchemaCompiler.compile("interop.fbs", files: SchemaFiles(["interop.fbs": text]))
    return try #require(result.schema, "\(result.report)")
  }

  /// The record of a random draft.
  static func record(seed: Int) throws -> SharedBytes {
    try RecordBuffer<Specimen>(Specimen.Draft(seed: seed)).bytes
  }

  /// All that generated code reads of a record, after verifying it.
  static func draft(_ record: SharedBytes) throws -> Specimen.Draft {
    let buffer = try RecordBuffer<Specimen>(verifying: record)
    return buffer.record.draft
  }

  /// All that generated code reads of a record with its size before it.
  static func sizePrefixedDraft(_ record: SharedBytes) throws -> Specimen.Draft {
    let prefixed = try SizePrefixedRecord<Specimen>(verifying: record)
    return prefixed.record.draft
  }

  /// What we print of a record, after verifying it.
  func print(_ record: SharedBytes, isSizePrefixed: Bool = false) throws -> String {
    try JSONPrinter.print(
      DynamicTable(verifying: record, as: root, of: schema, isSizePrefixed: isSizePrefixed))
  }

  /// What we build from JSON.
  func build(_ json: String, isSizePrefixed: Bool = false) throws -> SharedBytes {
    var options = JSONReader.Options()
    options.isSizePrefixed = isSizePrefixed
    return try JSONReader.build(
      SourceFile(path: "museum.json", text: json), as: root, of: schema, options: options)
  }
}
