import FlatBuffersRuntime
import FlatBuffersReflection
import SharedBytes
import Testing

/// Damaged records with their size before them, here and in C++.
@Suite("Size prefixes and C++")
struct SizePrefixTests {
  @Test(
    "what we accept behind a damaged size C++ accepts, too, as far as the size reaches", arguments: 0..<10)
  func damage(group: Int) throws {
    let museum = try Museum()
    var dice = Dice(seed: group)
    var accepted = 0
    for index in 0..<5 {
      let draft = Specimen.Draft(seed: 2000 + group * 5 + index)
      let sound = Array(try SizePrefixedRecord<Specimen>(draft).bytes)
      for _ in 0..<100 {
        var bytes = sound
        Mutation.damage(&bytes, &dice)
        if dice.flag() { bytes += [UInt8](repeating: dice.integer(), count: dice.below(20)) }
        let damaged = SharedBytes(bytes)
        let table = try? DynamicTable(
          verifying: damaged, as: museum.root, of: museum.schema, isSizePrefixed: true)
        guard let record = try? SizePrefixedRecord<Specimen>(verifying: damaged) else {
          #expect(table == nil)
          continue
        }
        accepted += 1
        // Generated code never reads the deprecated field, nor does C++.
        #expect(table != nil || record.record.table.contains(134))
        // C++ wants the size to be that of all bytes.
        #expect(Reference.verifyAsGenerated(record.bytes, museum.binary, isSizePrefixed: true))
        _ = record.record.draft
      }
    }
    #expect(accepted > 50 && accepted < 450, "\(accepted) of 500 records were accepted")
  }
}
