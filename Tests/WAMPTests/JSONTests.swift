import SharedBytes
import Testing

@testable import WAMP

@Suite("JSON")
struct JSONTests {
  private func read(_ text: String) throws -> Value {
    try Value(SharedBytes(Array(text.utf8)), in: .json)
  }

  private static let written: [(Value, String)] = [
    (.int(0), "0"), (.int(.min), "-9223372036854775808"), (.uint(.max), "18446744073709551615"),
    (.null, "null"), (.bool(true), "true"), (.bool(false), "false"), (.double(1.5), "1.5"),
    (.double(2), "2.0"), (.double(-0.0), "-0.0"), (.double(1e300), "1e+300"),
    (.double(.leastNonzeroMagnitude), "5e-324"), (.string("ü"), #""ü""#),
    (.string("\"\\/\n\r\t\u{0}\u{1}\u{1F}\u{7F}"), #""\"\\/\n\r\t\u0000\u0001\u001f"# + "\u{7F}\""),
    (.bytes(SharedBytes([])), #""\u0000""#), (.bytes(SharedBytes([1])), #""\u0000AQ==""#),
    (.bytes(SharedBytes([1, 2])), #""\u0000AQI=""#),
    (.bytes(SharedBytes([251, 255, 191])), #""\u0000+/+/""#), (.list([]), "[]"),
    (.list([1, "a", [], [:]]), #"[1,"a",[],{}]"#), (.map(["b": 1, "a": [:]]), #"{"a":{},"b":1}"#),
  ]

  @Test("writes without blanks and reads it back", arguments: written)
  func roundTrip(value: Value, text: String) throws {
    #expect(String(decoding: Array(value.encoded(in: .json)), as: UTF8.self) == text)
    #expect(try read(text) == value)
  }

  @Test(
    "reads every spelling of the specification",
    arguments: [
      (" [ 1 ,\n2\t,\r3 ] ", [1, 2, 3]), ("-0", 0), ("1E5", .double(100_000)), ("1e-2", .double(0.01)),
      ("-1.25e+2", .double(-125)),
      ("1e-400", .double(0)), (#""\u00fc\ud83e\uDD86\/\b\f""#, "ü🦆/\u{8}\u{C}"),
      (#"{"a":1,"a":2}"#, ["a": 2]),
      (#"{"\u0061" : {"b\n":1}}"#, ["a": ["b\n": 1]]), (#""\u0000\/\/8=""#, .bytes(SharedBytes([255, 255]))),
      ("9007199254740993", .int(9_007_199_254_740_993)), ("1e19", .double(1e19)),
    ] as [(String, Value)])
  func decoding(text: String, value: Value) throws {
    #expect(try read(text) == value)
  }

  @Test(
    "refuses damaged text with the position of the fault",
    arguments: [
      ("", "byte 0"), ("[1", "byte 2"), ("[1,", "byte 3"), ("nul", "byte 0"), ("01", "no item"),
      ("1 2", "byte 1"),
      ("\"a", "within a string"), (#""\x""#, "escape"), (#""\u12""#, "hexadecimal"), ("\"\u{1}\"", "control"),
      ("{1:2}", "key"), (#"{"a" 1}"#, "colon"), ("[1 2]", "comma"), ("1e400", "64 bits"),
      ("18446744073709551616", "64 bits"),
      (#""\u0000A""#, "base64"), (#""\ud83e""#, "UTF-8"), ("NaN", "no item"), ("\u{FEFF}1", "no item"),
    ])
  func faults(text: String, part: String) {
    let error = #expect(throws: WAMPError.self) { try read(text) }
    #expect(error?.code == .invalidPayload)
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  @Test("refuses nesting beyond the limit instead of exhausting the stack", arguments: ["[", #"{"a":"#])
  func depth(head: String) {
    let deep = String(repeating: head, count: 100_000)
    #expect(throws: WAMPError.self) { try read(deep) }
    var items = JSONReader(SharedBytes(Array(deep.utf8)))
    #expect(throws: ItemFault.self) { try items.skipItem() }
  }

  @Test("finds what ends a string wherever it lies among eight bytes")
  func strings() throws {
    for length in 0..<40 {
      let plain = String(repeating: "x", count: length)
      for (special, said) in [("", ""), ("\\\"", "\""), ("\\\\", "\\"), ("é", "é")] {
        #expect(try read("\"\(plain)\(special)\(plain)\"") == .string(plain + said + plain))
      }
    }
  }

  @Test("base64 is read as it is written, and nothing else is", arguments: 0..<50)
  func base64(count: Int) throws {
    let bytes = SharedBytes((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 97) })
    var form: [UInt8] = []
    Base64.encode(bytes, to: &form)
    #expect(form.count == (count + 2) / 3 * 4)
    #expect(Base64.decode(form.span) == Array(bytes))
    for place in form.indices {
      for octet in [0x21, 0x2C, 0x3A, 0x40, 0x5B, 0x5F, 0x60, 0x7B, 0x80, 0xC1] as [UInt8] {
        var other = form
        other[place] = octet
        #expect(Base64.decode(other.span) == nil)
      }
    }
    if count > 0 { #expect(Base64.decode(form.span.extracting(droppingFirst: 1)) == nil) }
  }
}
