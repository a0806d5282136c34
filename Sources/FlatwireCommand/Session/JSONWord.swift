import Flatwire
import Foundation

/// A word of the command line, or a line of a program, as a value: JSON, or else the text itself.
enum JSONWord {
  /// The value of a word. What begins as an object, a list or a string in quotes has to be JSON.
  ///
  /// - Throws: ``Fault`` if it is not.
  static func value(_ word: String) throws -> Value {
    do {
      return try JSONDecoder().decode(Item.self, from: Data(word.utf8)).value
    } catch {
      guard let first = word.first, "{[\"".contains(first) else { return .string(word) }
      throw Fault(word: word)
    }
  }

  /// A word that begins as JSON and goes on otherwise.
  struct Fault: Error, CustomStringConvertible {
    let word: String

    var description: String {
      "'\(word.prefix(80))' is not JSON, though it begins so; for a string, say '\"…\"' with \\\" and \\\\ in it"
    }
  }

  /// A value as JSON has it. Text after a NUL is binary data in base64, as everywhere in WAMP.
  private struct Item: Decodable {
    let value: Value

    init(from decoder: any Decoder) throws {
      if let list = try? decoder.unkeyedContainer() {
        value = .list(try Self.items(of: list))
        return
      }
      if let map = try? decoder.container(keyedBy: Key.self) {
        let pairs = try map.allKeys.map { ($0.stringValue, try map.decode(Item.self, forKey: $0).value) }
        value = .map(Dictionary(pairs, uniquingKeysWith: { _, last in last }))
        return
      }
      value = try Self.scalar(in: decoder.singleValueContainer())
    }

    private static func items(of list: any UnkeyedDecodingContainer) throws -> [Value] {
      var list = list
      var items: [Value] = []
      while !list.isAtEnd { items.append(try list.decode(Item.self).value) }
      return items
    }

    private static func scalar(in container: any SingleValueDecodingContainer) throws -> Value {
      if container.decodeNil() { return .null }
      if let value = try? container.decode(Bool.self) { return .bool(value) }
      if let value = try? container.decode(Int64.self) { return .int(value) }
      if let value = try? container.decode(UInt64.self) { return Value(value) }
      if let value = try? container.decode(Double.self) { return .double(value) }
      let text = try container.decode(String.self)
      guard text.first == "\0" else { return .string(text) }
      guard let data = Data(base64Encoded: String(text.dropFirst())) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no base64 after the NUL")
      }
      return .bytes(SharedBytes([UInt8](data)))
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
