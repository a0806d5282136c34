import FlatBuffersRuntime
import RecordStore
import SeededRandom
import SharedBytes
import Testing

@Suite struct AlignmentTests {
  /// Every record starts at a multiple of 8, in clean and dirty pages, on leaves and overflow pages.
  @Test func recordsAreAlwaysAligned() throws {
    let test = try TestStore()
    var random = SplitMix64(seed: 1)
    var sizes: [Int] = []
    for _ in 0..<80 {
      try test.store.write { txn in
        for _ in 0..<12 {
          let id = UInt64.random(in: 0..<150, using: &random)
          let limit = [20, 300, 2100, 9000].randomElement(using: &random) ?? 0
          let size = Int.random(in: 0...limit, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: try txn.delete(.people, id)
          case 1:
            let title = String(repeating: "k", count: Int.random(in: 0..<60, using: &random))
            try txn.put(.init(title: title, text: String(repeating: "t", count: size)), in: .notes)
          default:
            let photo = [UInt8](repeating: 1, count: size)
            try txn.put(.init(id: id, name: "n\(size)", photo: photo), in: .people)
          }
        }
        try check(txn.snapshot, &sizes)
      }
      try test.store.read { txn in try check(txn, &sizes) }
    }
    #expect(sizes.contains { $0 < 100 } && sizes.contains { $0 > 4096 })
  }

  private func check(_ snapshot: Snapshot, _ sizes: inout [Int]) throws {
    var misaligned = 0
    var people = try snapshot.rows(.people)
    while let person = try people.next() { misaligned += check(person.recordBytes, &sizes) }
    var notes = try snapshot.rows(.notes)
    while let note = try notes.next() { misaligned += check(note.recordBytes, &sizes) }
    var named = try snapshot.rows(by: .peopleByName, order: .descending)
    while let person = try named.next() { misaligned += check(person.recordBytes, &sizes) }
    #expect(misaligned == 0)
  }

  private func check(_ bytes: RawSpan?, _ sizes: inout [Int]) -> Int {
    guard let bytes else { return 1 }
    sizes.append(bytes.byteCount)
    let address = unsafe bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    return address % 8 == 0 && bytes.byteCount % 8 == 0 ? 0 : 1
  }
}
