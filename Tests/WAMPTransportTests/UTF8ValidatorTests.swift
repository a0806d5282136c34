import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("UTF-8 in pieces")
struct UTF8ValidatorTests {
  static let texts = [
    "", "a", "caf\u{e9}", "\u{7f}\u{80}\u{7ff}\u{800}\u{fffd}\u{ffff}\u{10000}\u{10ffff}",
    "12345678€12345678",
  ]

  @Test("every text is right, wherever it is cut, and incomplete within a character", arguments: texts)
  func valid(text: String) {
    let bytes = Array(text.utf8)
    let ends = Set(text.unicodeScalars.reduce(into: [0]) { $0.append($0.last! + UTF8.width($1)) })
    for cut in 0...bytes.count {
      var validator = UTF8Validator()
      validator.append(SharedBytes(Array(bytes[..<cut])).bytes)
      #expect(!validator.isBroken && validator.isComplete == ends.contains(cut))
      validator.append(SharedBytes(Array(bytes[cut...])).bytes)
      #expect(validator.isComplete)
    }
  }

  @Test("agrees with the standard library on every pair and on many triples and quadruples of bytes")
  func exhaustive() {
    let edges: [UInt8] = [
      0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xff,
    ]
    for first in UInt8.min ... .max {
      for second in UInt8.min ... .max { check([first, second]) }
      for second in edges {
        for third in edges {
          check([first, second, third])
          check([first, second, third, 0x80])
        }
      }
    }
  }

  @Test("a wrong byte is noticed when it comes")
  func early() {
    var validator = UTF8Validator()
    validator.append(SharedBytes([0xf4]).bytes)
    #expect(!validator.isBroken)
    validator.append(SharedBytes([0x90]).bytes)
    #expect(validator.isBroken)
  }

  private func check(_ bytes: [UInt8]) {
    var validator = UTF8Validator()
    for byte in bytes { validator.append(SharedBytes([byte]).bytes) }
    if validator.isComplete != (String(validating: bytes, as: UTF8.self) != nil) { Issue.record("\(bytes)") }
  }
}
