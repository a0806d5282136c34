import FlatBuffersRuntime
import Foundation
import SharedBytes
import Testing

/// Files of columns that pyarrow writes: records of a schema that is none of ours, made by another implementation.
@Suite("pyarrow", .timeLimit(.minutes(10)))
struct PyArrowTests {
  @Test("files that pyarrow writes are read as they were meant: streams, files, Feather, and a grid")
  func reads() async throws {
    try await withTemporaryFolder { folder in
      let samples = try await PyArrow(in: folder).write()
      #expect(samples.count == 6)
      for (name, sample) in samples {
        let file = try ColumnFile(Self.bytes(of: name, in: folder))
        let sheet = try #require(file.sheets.first)
        #expect(try (sheet.columns ?? []).map(ColumnDescription.init) == sample.columns, "\(name)")
        #expect(sheet.notes.words == sample.notes, "\(name)")
        #expect(sheet.byteOrder == .littleFirst, "\(name)")
        #expect(file.batches.map(\.batch.length) == sample.rows, "\(name)")
        for (frame, batch) in file.batches {
          let parts = batch.parts ?? []
          #expect(parts.allSatisfy { $0.offset + $0.length <= Int64(frame.body.count) }, "\(name)")
        }
        guard let footer = file.footer else { continue }
        #expect(footer.draft.sheet == sheet, "\(name)")
        let places = footer.draft.batches ?? []
        #expect(places.map(\.offset) == file.batches.map { Int64($0.frame.position) }, "\(name)")
        #expect(places.map(\.bodyLength) == file.batches.map { Int64($0.frame.body.count) }, "\(name)")
      }
      let packed = try ColumnFile(Self.bytes(of: "packed", in: folder))
      #expect(packed.batches.allSatisfy { $0.batch.pack?.packer == .zstandard })
      let feather = try ColumnFile(Self.bytes(of: "feather", in: folder))
      #expect(feather.batches.allSatisfy { $0.batch.pack?.packer == .lz4 })
      let growing = try ColumnFile(Self.bytes(of: "growing", in: folder))
      #expect(growing.codeBatches.map(\.appends) == [false, true])
      let grid = try ColumnFile(Self.bytes(of: "grid", in: folder))
      #expect(grid.grids.map { ($0.axes ?? []).map(\.length) } == [[3, 2]])
      #expect(grid.grids.map(\.part?.length) == [48])
    }
  }

  @Test(
    "what we build anew of them says the same to pyarrow, built from drafts and from their JSON",
    arguments: RecordMaking.allCases)
  func rebuilds(_ making: RecordMaking) async throws {
    try await withTemporaryFolder { folder in
      let arrow = try await PyArrow(in: folder)
      let names = (try await arrow.write().keys + ["grid"]).sorted()
      for name in names {
        let original = try Self.bytes(of: name, in: folder)
        let rebuilt = try ColumnFile(original).rebuilt(making)
        #expect(rebuilt != Array(original), "\(name)")
        try Data(rebuilt).write(to: folder.appending(path: name + ".rebuilt"))
      }
      #expect(try await arrow.compare() == names)
    }
  }

  @Test("of damaged records, what we accept is accepted by C++, too, and read to its end")
  func damage() async throws {
    try await withTemporaryFolder { folder in
      let names = try await PyArrow(in: folder).write().keys.sorted()
      let schema = try #require(Message.embeddedSchema).bytes
      var dice = Dice(seed: 11)
      var verdicts = (accepted: 0, refused: 0)
      for frame in try names.flatMap({ try ColumnFile(Self.bytes(of: $0, in: folder)).frames }) {
        let sound = Array(frame.message.bytes)
        #expect(Reference.verifyAsGenerated(frame.message.bytes, schema))
        for _ in 0..<100 {
          var bytes = sound
          Mutation.damage(&bytes, &dice)
          guard let record = try? RecordBuffer<Message>(verifying: bytes) else {
            verdicts.refused += 1
            continue
          }
          verdicts.accepted += 1
          #expect(Reference.verifyAsGenerated(record.bytes, schema), "\(record.bytes)")
          _ = try RecordBuffer<Message>(record.draft)
        }
      }
      #expect(verdicts.accepted > 500 && verdicts.refused > 500, "\(verdicts)")
    }
  }

  private static func bytes(of name: String, in folder: URL) throws -> SharedBytes {
    try SharedBytes(mappingFileAt: folder.appending(path: name).path)
  }
}

extension ColumnFile {
  private var heads: [(frame: Frame, head: Head.Draft?)] { frames.map { ($0, $0.message.draft.head) } }

  fileprivate var sheets: [Sheet.Draft] {
    heads.compactMap { if case .sheet(let sheet) = $0.head { sheet } else { nil } }
  }

  fileprivate var batches: [(frame: Frame, batch: Batch.Draft)] {
    heads.compactMap { if case .batch(let batch) = $0.head { ($0.frame, batch) } else { nil } }
  }

  fileprivate var codeBatches: [CodeBatch.Draft] {
    heads.compactMap { if case .codeBatch(let batch) = $0.head { batch } else { nil } }
  }

  fileprivate var grids: [Grid.Draft] {
    heads.compactMap { if case .grid(let grid) = $0.head { grid } else { nil } }
  }
}
