/// Times as text, `2026-01-31T23:59:59.5+01:00`.
enum RFC3339 {
  /// Whether `text` is a time of a day that exists, in the years 1 to 9999.
  static func isTime(_ text: String) -> Bool {
    // The longest has nine digits of a second and an offset.
    guard text.utf8.count <= 35 else { return false }
    var rest = Substring(text).utf8
    guard let year = number(&rest, 4), skip(&rest, "-"), let month = number(&rest, 2), skip(&rest, "-"),
      let day = number(&rest, 2), skip(&rest, "T"), let hour = number(&rest, 2), skip(&rest, ":"),
      let minute = number(&rest, 2), skip(&rest, ":"), let second = number(&rest, 2)
    else { return false }
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= days(month, year), hour < 24,
      minute < 60, second < 60
    else { return false }
    if skip(&rest, ".") {
      var digits = 0
      while number(&rest, 1) != nil { digits += 1 }
      guard (1...9).contains(digits) else { return false }
    }
    if skip(&rest, "Z") { return rest.isEmpty }
    guard skip(&rest, "+") || skip(&rest, "-"), let hours = number(&rest, 2), skip(&rest, ":"),
      let minutes = number(&rest, 2)
    else { return false }
    return hours < 24 && minutes < 60 && rest.isEmpty
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
