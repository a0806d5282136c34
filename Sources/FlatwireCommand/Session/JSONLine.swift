import Flatwire
import Foundation

/// Writes values as JSON in one line, which is also what the commands take as arguments.
///
/// Maps are written in the order of their keys, binary data as base64 after a NUL as everywhere in WAMP, and numbers that
/// JSON has no word for as strings. Nothing that a terminal would obey is left as it is.
struct JSONLine {
  private(set) var text = ""
  /// Whether binary data was written, which looks like text.
  private(set) var hasBinaryData = false

  init(_ value: Value) { write(value) }

  private mutating func write(_ value: Value) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .uint(let value): text += String(value)
    case .double(let value): write(value)
    case .string(let value): write(value)
    case .bytes(let bytes):
      hasBinaryData = true
      write("\0" + Data([UInt8](bytes)).base64EncodedString())
    case .list(let items): write(items)
    case .map(let entries): write(entries)
    }
  }

  private mutating func write(_ number: Double) {
    if number.isFinite {
      text += String(number)
    } else {
      write(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }
  }

  private mutating func write(_ items: [Value]) {
    text += "["
    for (index, item) in items.enumerated() {
      if index > 0 { text += ", " }
      write(item)
    }
    text += "]"
  }

  private mutating func write(_ entries: [String: Value]) {
    text += "{"
    for (index, (key, value)) in entries.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { text += ", " }
      write(key)
      text += ": "
      write(value)
    }
    text += "}"
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
