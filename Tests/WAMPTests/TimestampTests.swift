import Testing

@testable import WAMP

/// Times of day as text.
@Suite struct TimestampTests {
  @Test(
    "a time is written as ISO 8601 says",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_798_761_599_500, "2026-12-31T23:59:59.500Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (.max, "9999-12-31T23:59:59.999Z"), (.min, "1970-01-01T00:00:00.000Z"),
    ])
  func text(milliseconds: Int64, text: String) {
    let time = Timestamp(milliseconds: milliseconds)
    #expect("\(time)" == text)
    #expect(RFC3339.isTime(text))
  }
}
