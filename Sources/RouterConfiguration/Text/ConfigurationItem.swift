/// A value of a configuration and its place.
struct ConfigurationItem {
  let node: ConfigurationNode
  let place: ConfigurationPlace

  init(_ node: ConfigurationNode, at place: ConfigurationPlace) {
    self.node = node
    self.place = place
  }

  func fault(_ message: String) -> ConfigurationFault { place.fault(message) }

  private func mismatch(_ expected: String) -> ConfigurationFault {
    fault("is \(node.kind), and has to be \(expected)")
  }

  func flag() throws(ConfigurationFault) -> Bool {
    guard case .flag(let value) = node.content else { throw mismatch("true or false") }
    return value
  }

  func integer(_ range: ClosedRange<Int>) throws(ConfigurationFault) -> Int {
    guard case .integer(let value) = node.content else { throw mismatch("a whole number") }
    guard range.contains(value) else {
      throw fault("\(value) is not within \(range.lowerBound)…\(range.upperBound)")
    }
    return value
  }

  /// Text that is not empty.
  func text() throws(ConfigurationFault) -> String {
    guard case .text(let value) = node.content else { throw mismatch("text") }
    if value.isEmpty { throw fault("is empty") }
    return value
  }

  /// One of the words that a type has.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    of type: Word.Type = Word.self
  ) throws(ConfigurationFault) -> Word {
    let text = try text()
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault("\(text.debugDescription) is none of \(words)")
    }
    return word
  }

  func list() throws(ConfigurationFault) -> [ConfigurationItem] {
    guard case .list(let nodes) = node.content else { throw mismatch("a list") }
    return nodes.enumerated().map { index, node in
      ConfigurationItem(node, at: place.element(index, line: node.line))
    }
  }

  /// The entries of a map whose keys are names that the user chooses.
  func entries() throws(ConfigurationFault) -> [(name: String, item: ConfigurationItem)] {
    guard case .map(let entries) = node.content else { throw mismatch("a map") }
    return entries.map { key, node in
      (key, ConfigurationItem(node, at: place.member(key, line: node.line)))
    }
  }

  /// Reads a map with known keys: each key that `body` does not take is a fault.
  func section<Result>(
    _ body: (inout ConfigurationSection) throws(ConfigurationFault) -> Result
  ) throws(ConfigurationFault) -> Result {
    var section = ConfigurationSection(try entries(), at: place)
    let result = try body(&section)
    try section.end()
    return result
  }
}

extension ConfigurationPlace {
  func fault(_ message: String) -> ConfigurationFault { ConfigurationFault(place: self, message: message) }
}
