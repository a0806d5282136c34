import Testing

@testable import RecordStore

@Suite struct EncodedRangeTests {
  @Test(arguments: ["libs", "a", "", "section with more than eight letters", "exactly8"])
  func `a range of one text covers its entries and no others`(text: String) {
    let range = EncodedRange(KeyRange<String>.only(text))
    let closed = EncodedRange((text...text).keyRange)
    var entry = KeyEncoder()
    entry.append(text)
    var behind = KeyEncoder()
    behind.append(text + "x")
    entry.append("primary key")
    for range in [range, closed] {
      let (isStarted, isInside) = (!range.startsAfter(entry.bytes), range.endsAfter(entry.bytes))
      #expect(isStarted)
      #expect(isInside)
      let isBehind = !range.endsAfter(behind.bytes)
      #expect(isBehind)
    }
  }
}
