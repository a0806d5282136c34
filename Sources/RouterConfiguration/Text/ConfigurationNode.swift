/// A value as it stands in a file.
struct ConfigurationNode {
  enum Content {
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([ConfigurationNode])
    case map([(key: String, value: ConfigurationNode)])
  }

  let content: Content
  /// From 1.
  let line: Int

  /// What kind of value it is, for messages.
  var kind: String {
    switch content {
    case .null: "nothing"
    case .flag: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "text"
    case .list: "a list"
    case .map: "a map"
    }
  }
}
