import FlatBuffersReflection
import Flatwire
import Foundation

/// Prints payloads, one line of JSON each.
struct PayloadPrinter {
  private var hasExplained = false

  /// Prints what a procedure answered: a value where it is only that, and nothing for nothing.
  mutating func print(_ payload: Payload) throws {
    switch try Self.value(payload) {
    case nil: return
    case let value?: try print(value)
    }
  }

  /// Prints what a described procedure answered: a record with the values of fields that have their defaults, and nothing for
  /// nothing.
  mutating func print(_ answer: DescribedProcedure.Answer) throws {
    switch answer {
    case .record(nil): return
    case .record(let record?): try write(JSONText.text(record, isOneLine: true, withDefaults: true))
    case .plain(let payload): try print(payload)
    }
  }

  /// Prints an event with what the router says about it.
  mutating func print(_ event: UntypedEvent) throws {
    let details = event.details
    var entries = try Self.entries(event.payload)
    entries["topic"] = .string(details.topic)
    entries["publication"] = Value(details.publication.rawValue)
    entries["publisher"] = details.publisher.map { Value($0.rawValue) }
    entries["publisher_authid"] = details.publisherAuthID.map(Value.string)
    entries["publisher_authrole"] = details.publisherAuthRole.map(Value.string)
    if details.retained { entries["retained"] = true }
    try print(.map(entries))
  }

  private mutating func print(_ value: Value) throws {
    let line = JSONLine(value)
    try write(line.text)
    guard line.hasBinaryData, !hasExplained else { return }
    hasExplained = true
    printError("note: a string that begins with \\u0000 is binary data in base64")
  }

  private func write(_ line: String) throws {
    // Whoever reads this from a pipe wants each line now; one that went away ends the program.
    try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }

  /// A payload as one value; `nil` if it is empty.
  static func value(_ payload: Payload) throws -> Value? {
    if case .passthru = payload { return .map(try entries(payload)) }
    let (list, keywords) = try payload.arguments()
    guard keywords.isEmpty, list.count < 2 else { return .map(try entries(payload)) }
    return list.first
  }

  /// A payload's parts by their names in the protocol; those that are empty are left out.
  static func entries(_ payload: Payload) throws -> [String: Value] {
    guard case .passthru(let opaque) = payload else {
      let (list, keywords) = try payload.arguments()
      var entries: [String: Value] = [:]
      if !list.isEmpty { entries["args"] = .list(list) }
      if !keywords.isEmpty { entries["kwargs"] = .map(keywords) }
      return entries
    }
    var entries: [String: Value] = ["payload": .bytes(opaque.bytes)]
    entries["ppt_scheme"] = opaque.scheme.map(Value.string)
    entries["ppt_serializer"] = opaque.serializer.map(Value.string)
    entries["ppt_cipher"] = opaque.cipher.map(Value.string)
    entries["ppt_keyid"] = opaque.keyID.map(Value.string)
    return entries
  }
}
