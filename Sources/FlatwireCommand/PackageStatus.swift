/// The format of `/var/lib/dpkg/status` (deb-control(5)): stanzas of `Field: value` lines, continued
/// by lines that begin with a space, separated by empty lines.
enum PackageStatus {
  /// The installed packages of a status file, sorted by name.
  ///
  /// A package installed for several architectures keeps its plain name for the first, and gets
  /// `:architecture` for the others.
  static func parse(_ text: String, file: String) throws(FormatError) -> [Package.Draft] {
    var packages: [String: Package.Draft] = [:]
    for stanza in try stanzas(text, file: file) {
      guard stanza["status"]?.value.hasSuffix(" installed") ?? true else { continue }
      guard let name = stanza["package"], let version = stanza["version"]?.value else {
        let line = stanza.values.map(\.line).min() ?? 1
        throw FormatError(file: file, line: line, message: "a package without a name or a version")
      }
      guard let size = UInt32(stanza["installed-size"]?.value ?? "0") else {
        throw FormatError(
          file: file, line: stanza["installed-size"]?.line ?? name.line,
          message: "Installed-Size of \(name.value) is not a number")
      }
      let isKnown = packages[name.value] != nil
      let unique = isKnown ? "\(name.value):\(stanza["architecture"]?.value ?? "")" : name.value
      let dependencies = ["pre-depends", "depends"].flatMap { Self.dependencies(stanza[$0]?.value ?? "") }
      packages[unique] = Package.Draft(
        name: unique, version: version, section: stanza["section"]?.value ?? "unknown", installedSize: size,
        dependencies: dependencies.isEmpty ? nil : dependencies, description: stanza["description"]?.value)
    }
    if packages.isEmpty { throw FormatError(file: file, line: 1, message: "no installed package found") }
    return packages.values.sorted { $0.name < $1.name }
  }

  private struct Field {
    var value: String
    let line: Int
  }

  private static func stanzas(_ text: String, file: String) throws(FormatError) -> [[String: Field]] {
    var stanzas: [[String: Field]] = []
    var current: [String: Field] = [:]
    var last: String?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy(\.isWhitespace) {
        if !current.isEmpty { stanzas.append(current) }
        current = [:]
        last = nil
      } else if line.first == " " || line.first == "\t" {
        guard let last else {
          throw FormatError(file: file, line: index + 1, message: "a continuation of no field")
        }
        let more = line.dropFirst()
        current[last]?.value += "\n" + (more == "." ? "" : more)
      } else {
        guard let colon = line.firstIndex(of: ":") else {
          throw FormatError(file: file, line: index + 1, message: "expected \"Field: value\"")
        }
        let name = line[..<colon].lowercased()
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        current[name] = Field(value: String(value), line: index + 1)
        last = name
      }
    }
    if !current.isEmpty { stanzas.append(current) }
    return stanzas
  }

  /// `libc6 (>= 2.36), awk | mawk` as one record for each alternative.
  private static func dependencies(_ text: String) -> [Dependency.Draft] {
    text.split { $0 == "," || $0 == "|" }.compactMap { item in
      let words = item.split { " ()\n".contains($0) }
      guard let name = words.first else { return nil }
      return Dependency.Draft(
        name: String(name), relation: words.count > 2 ? String(words[1]) : nil,
        version: words.count > 2 ? String(words[2]) : nil)
    }
  }
}
