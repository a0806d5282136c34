/// What is wrong with a configuration, and where.
package struct ConfigurationFault: Error, Equatable, CustomStringConvertible {
  package var place: ConfigurationPlace
  package var message: String

  package var description: String { "\(place): \(message)" }
}

/// Where something stands in a configuration: the file, the line, and the keys that lead there.
package struct ConfigurationPlace: Sendable, Equatable, CustomStringConvertible {
  package var file: String
  /// From 1.
  package var line: Int
  /// Such as `workers[0].realms[1].name`; empty for the whole.
  package var path: String

  package init(file: String, line: Int = 1, path: String = "") {
    self.file = file
    self.line = line
    self.path = path
  }

  package var description: String { "\(file):\(line)\(path.isEmpty ? "" : ": \(path)")" }

  /// The place of the value of a key.
  func member(_ key: String, line: Int) -> ConfigurationPlace {
    let isPlain = key.unicodeScalars.allSatisfy { letter in
      letter.isASCII
        && (letter.properties.isAlphabetic || letter.properties.numericType != nil
          || "_-$".contains(Character(letter)))
    }
    let step = isPlain && !key.isEmpty ? (path.isEmpty ? key : ".\(key)") : "[\(key.debugDescription)]"
    return ConfigurationPlace(file: file, line: line, path: path + step)
  }

  /// The place of an element of a list.
  func element(_ index: Int, line: Int) -> ConfigurationPlace {
    ConfigurationPlace(file: file, line: line, path: "\(path)[\(index)]")
  }
}
