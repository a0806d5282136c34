import FlatBuffersReflection
import FlatBuffersRuntime
import Foundation
import SharedBytes
import Testing

/// How a record is built from a draft.
enum RecordMaking: CaseIterable {
  case byDraft
  /// From the draft's JSON, by the schema within the generated code.
  case byJSON

  func record<Record: FlatTable & ~Escapable>(
    _ draft: Record.Draft, of type: Record.Type, _ embedded: EmbeddedSchema
  ) throws -> SharedBytes where Record.Draft: Encodable {
    switch self {
    case .byDraft: return try RecordBuffer<Record>(draft).bytes
    case .byJSON:
      let schema = try Schema(binary: embedded.bytes)
      let json = String(decoding: try JSONEncoder().encode(draft), as: UTF8.self)
      let root = try #require(schema.rootTable)
      return try JSONReader.build(SourceFile(path: "draft.json", text: json), as: root, of: schema)
    }
  }
}

extension ColumnFile {
  /// The file with all of its records built anew, and the bodies as they were.
  func rebuilt(_ making: RecordMaking) throws -> [UInt8] {
    var file: [UInt8] = footer == nil ? [] : Self.magic + [0, 0]
    var places: [Int64: Place] = [:]
    for frame in frames {
      let head = try Self.padded(
        making.record(frame.message.draft, of: Message.self, #require(Message.embeddedSchema)))
      let offset = Int64(file.count)
      places[Int64(frame.position)] = Place(
        offset: offset, headLength: Int32(head.count + 8), bodyLength: Int64(frame.body.count))
      file += Self.word(Self.mark) + Self.word(head.count) + head + Array(frame.body)
    }
    if let footer {
      var draft = footer.draft
      draft.codeBatches = try draft.codeBatches?.map { try #require(places[$0.offset]) }
      draft.batches = try draft.batches?.map { try #require(places[$0.offset]) }
      let record = try making.record(draft, of: Footer.self, #require(Footer.embeddedSchema))
      file += Self.word(Self.mark) + Self.word(0) + Array(record) + Self.word(record.count) + Self.magic
    }
    return file
  }

  /// A body begins at a multiple of 8.
  private static func padded(_ record: SharedBytes) -> [UInt8] {
    Array(record) + [UInt8](repeating: 0, count: -record.count & 7)
  }

  private static func word(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
