import SharedBytes

@testable import WAMP

extension SharedBytes {
  /// The bytes that hexadecimal digits name; blanks are skipped.
  init(hex: String) {
    let digits = hex.compactMap(\.hexDigitValue)
    self.init(stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
  }

  var hex: String {
    let digits = Array("0123456789abcdef")
    return String(Array(self).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

extension Roles {
  /// A client that makes no calls in parts, and so may use a number again once its call is answered.
  static let wholeCaller = {
    var roles = Roles.client
    roles.features[.caller]?.remove(.progressiveCallInvocations)
    return roles
  }()
}
