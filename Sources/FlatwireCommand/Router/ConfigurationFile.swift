import ArgumentParser
import Foundation
import RouterConfiguration

/// The file that a router is configured by.
struct ConfigurationFile {
  let path: String

  /// Reads it; what it names is taken from its folder and from the environment of this program.
  ///
  /// - Throws: ``ConfigurationFault`` with the place of what is wrong.
  func read() throws -> NodeConfiguration {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path) cannot be read")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationFault(place: ConfigurationPlace(file: path), message: "is not UTF-8")
    }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let surroundings = ConfigurationSurroundings(
      folder: folder, environment: ProcessInfo.processInfo.environment)
    return try NodeConfiguration(text, file: path, surroundings)
  }
}
