import Foundation
import Testing

/// What a program did to its data file, in order, as strace saw it.
struct WriteRecording {
  enum Event {
    /// Bytes at a place. Through a descriptor with `O_DSYNC` they are on the disk when the call returns.
    case write(offset: Int, bytes: [UInt8], isSynchronous: Bool)
    /// The disk has all that was written before.
    case flush
    /// The program said that this step is stored, by a seek beyond the end that any file has.
    case said(Int)
  }

  /// What is added to the number of a step that the program says is stored.
  private static let markBase = 1 << 40

  private(set) var events: [Event] = []
  private var synchronous: Set<Int> = []
  private var places: [Int: Int] = [:]

  /// - Throws: if the program did something that this does not know, so that no write is overlooked.
  init(trace: URL) throws {
    // With several threads a call may be told in two lines.
    var begun: [Substring: String] = [:]
    for line in try String(contentsOf: trace, encoding: .utf8).split(separator: "\n") {
      let thread = line.prefix { $0 != " " }
      var call = line.dropFirst(thread.count).trimmingCharacters(in: .whitespaces)
      if call.hasSuffix("<unfinished ...>") {
        begun[thread] = String(call.dropLast("<unfinished ...>".count))
        continue
      }
      if call.hasPrefix("<..."), let end = call.range(of: "resumed>") {
        let beginning = begun.removeValue(forKey: thread)
        call = try #require(beginning) + call[end.upperBound...]
      }
      try add(call)
    }
  }

  private mutating func add(_ call: String) throws {
    guard let open = call.firstIndex(of: "("), let equals = call.range(of: " = ", options: .backwards),
      let result = Int(call[equals.upperBound...].prefix { $0.isNumber || $0 == "-" })
    else { return }
    let descriptor = Int(call[call.index(after: open)...].prefix { $0.isNumber }) ?? -1
    let last = Int(
      call[..<equals.lowerBound].split(separator: ",").last?
        .trimmingCharacters(in: CharacterSet(charactersIn: " )")) ?? "")
    switch call[..<open] {
    case "openat":
      places[result] = 0
      if call.contains("O_DSYNC") { synchronous.insert(result) } else { synchronous.remove(result) }
    case "lseek" where result >= WriteRecording.markBase:
      events.append(.said(result - WriteRecording.markBase))
    case "lseek": places[descriptor] = result
    case "pwrite64", "pwritev":
      try write(call, at: #require(last), descriptor, result)
    case "write", "writev":
      let place = places[descriptor, default: 0]
      try write(call, at: place, descriptor, result)
      places[descriptor] = place + result
    case "fdatasync", "fsync":
      #expect(result == 0)
      events.append(.flush)
    default: throw UnknownCall(name: String(call[..<open]))
    }
  }

  private mutating func write(_ call: String, at offset: Int, _ descriptor: Int, _ count: Int) throws {
    var bytes: [UInt8] = []
    // strace -xx writes each byte of a string as \x and two digits, and the strings in quotes.
    for (index, part) in call.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
      .enumerated() where index % 2 == 1
    {
      let digits = Array(part)
      for start in stride(from: 0, to: digits.count, by: 4) {
        bytes.append(Self.value(digits[start + 2]) << 4 | Self.value(digits[start + 3]))
      }
    }
    try #require(bytes.count == count, "strace left out a part of a write")
    events.append(
      .write(offset: offset, bytes: bytes, isSynchronous: synchronous.contains(descriptor)))
  }

  private static func value(_ digit: UInt8) -> UInt8 {
    digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
  }

  struct UnknownCall: Error { let name: String }
}
