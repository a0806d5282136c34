import Flatwire
import Testing

@testable import FlatwireCommand

@Suite struct JSONWordTests {
  @Test(
    "a word is JSON, or else a string",
    arguments: [
      ("7", .int(7)), ("-7", .int(-7)), ("18446744073709551615", .uint(.max)), ("1.5", .double(1.5)),
      ("true", .bool(true)), ("null", .null), (#""7""#, .string("7")), (#""ä\n""#, .string("ä\n")),
      ("text", .string("text")), ("7up", .string("7up")), ("", .string("")), ("1e400", .string("1e400")),
      (#"{"a": [1, {"b": null}]}"#, .map(["a": .list([.int(1), .map(["b": .null])])])), ("[]", .list([])),
      (#""\u0000AAEC""#, .bytes(SharedBytes([0, 1, 2]))),
    ] as [(String, Value)])
  func words(_ word: String, value: Value) throws {
    #expect(try JSONWord.value(word) == value)
  }

  @Test(
    "what begins as JSON has to be JSON",
    arguments: [
      "{x", "[1,", "\"open", "{\"a\":1} b", #""\u0000?""#,
      String(repeating: "[", count: 100_000),
    ])
  func faults(_ word: String) {
    let fault = #expect(throws: JSONWord.Fault.self) { try JSONWord.value(word) }
    #expect(fault?.description.contains("'\(word.prefix(80))'") == true)
  }

  @Test(
    "a value is written in one line that is read as the same value",
    arguments: [
      (
        .map(["b": .list([.int(1), .double(2.5), .null]), "a": .bool(true)]),
        #"{"a": true, "b": [1, 2.5, null]}"#
      ),
      (.string("\u{1b}[2J\"\\\n\u{9b}\u{2028}ä"), #""\u001b[2J\"\\\n\u009b\u2028ä""#),
      (.bytes(SharedBytes([0, 1, 2])), #""\u0000AAEC""#), (.double(1e300), "1e+300"),
      (.uint(.max), "18446744073709551615"),
    ] as [(Value, String)])
  func lines(_ value: Value, text: String) throws {
    #expect(JSONLine(value).text == text)
    #expect(try JSONWord.value(text) == value)
  }

  @Test("numbers that JSON has no word for are written as strings")
  func notFinite() {
    #expect(
      JSONLine([.double(.nan), .double(.infinity), .double(-.infinity)]).text
        == #"["NaN", "Infinity", "-Infinity"]"#)
  }

  @Test(
    "what a program prints is JSON, a string, binary data or nothing",
    arguments: [
      ([], .none), ([10], .none), (Array("7\n".utf8), Payload(arguments: [.int(7)])),
      (Array("two\nlines\n".utf8), Payload(arguments: [.string("two\nlines")])),
      (Array("{no JSON".utf8), Payload(arguments: [.string("{no JSON")])),
      ([0xff, 0xfe], Payload(arguments: [.bytes(SharedBytes([0xff, 0xfe]))])),
    ] as [([UInt8], Payload)])
  func outputs(_ output: [UInt8], payload: Payload) throws {
    #expect(try AnsweringProgram.payload(output) == payload)
  }
}
