#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The text of real numbers.
enum JSONNumber {
  /// Digits without an exponent, rounded to `places`, without trailing zeros but for one after the point.
  static func text(_ number: Double, places: Int) -> String {
    if number.isNaN { return number.sign == .minus ? "-nan" : "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    // The largest double has 309 digits before the point.
    var buffer = [CChar](repeating: 0, count: 352)
    let count = unsafe withVaList([Int32(places), number]) { unsafe vsnprintf(&buffer, 352, "%.*f", $0) }
    var digits = buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.last == UInt8(ascii: ".") { digits.append(UInt8(ascii: "0")) }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The fewest digits that are read back as the same number.
  static func exactText(_ number: Double, isFloat: Bool) -> String {
    guard number.isFinite else { return text(number, places: 0) }
    return isFloat ? "\(Float(number))" : "\(number)"
  }
}
