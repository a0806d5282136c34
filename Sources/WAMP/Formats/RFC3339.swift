/// Times as text, `2026-01-31T23:59:59.5+01:00`.
enum RFC3339 {
  /// A time: seconds since 1970 in UTC, and what is more of a second.
  struct Time {
    let seconds: Int64
    let nanoseconds: Int
  }

  /// Whether `text` is a time of a day that exists, in the years 1 to 9999.
  static func isTime(_ text: String) -> Bool { time(text) != nil }

  /// The time that a text says; `nil` if it is none of a day that exists, in the years 1 to 9999.
  static func time(_ text: String) -> Time? {
    // The longest has nine digits of a second and an offset.
    guard text.utf8.count <= 35 else { return nil }
    var rest = Substring(text).utf8
    guard let year = number(&rest, 4), skip(&rest, "-"), let month = number(&rest, 2), skip(&rest, "-"),
      let day = number(&rest, 2), skip(&rest, "T"), let hour = number(&rest, 2), skip(&rest, ":"),
      let minute = number(&rest, 2), skip(&rest, ":"), let second = number(&rest, 2)
    else { return nil }
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= days(month, year), hour < 24,
      minute < 60, second < 60
    else { return nil }
    var nanoseconds = 0
    if skip(&rest, ".") {
      var digits = 0
      while let digit = number(&rest, 1) {
        digits += 1
        guard digits <= 9 else { return nil }
        nanoseconds = nanoseconds * 10 + digit
      }
      guard digits >= 1 else { return nil }
      for _ in digits..<9 { nanoseconds *= 10 }
    }
    guard let offset = offset(&rest), rest.isEmpty else { return nil }
    let seconds = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset
    return Time(seconds: Int64(seconds), nanoseconds: nanoseconds)
  }

  /// How many seconds the local time is ahead of UTC.
  private static func offset(_ rest: inout Substring.UTF8View) -> Int? {
    if skip(&rest, "Z") { return 0 }
    let isAhead = skip(&rest, "+")
    guard isAhead || skip(&rest, "-"), let hours = number(&rest, 2), skip(&rest, ":"),
      let minutes = number(&rest, 2), hours < 24, minutes < 60
    else { return nil }
    return (isAhead ? 1 : -1) * (hours * 60 + minutes) * 60
  }

  /// Counted by years that begin with March, so that the day of a leap year is the last one.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let years = month > 2 ? year : year - 1
    let months = (month + 9) % 12
    return years * 365 + years / 4 - years / 100 + years / 400 + (months * 153 + 2) / 5 + day - 719_469
  }

  static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: days(year) - 337
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func days(_ year: Int) -> Int {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
  }

  private static func number(_ text: inout Substring.UTF8View, _ digits: Int) -> Int? {
    guard text.count >= digits else { return nil }
    var value = 0
    for byte in text.prefix(digits) {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    text = text.dropFirst(digits)
    return value
  }

  private static func skip(_ text: inout Substring.UTF8View, _ sign: Character) -> Bool {
    guard text.first == sign.asciiValue else { return false }
    text = text.dropFirst()
    return true
  }
}
