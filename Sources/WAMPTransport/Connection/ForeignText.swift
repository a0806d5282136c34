/// Text that a peer sent, as it may stand in a message of ours: one line of at most 200 characters.
struct ForeignText: CustomStringConvertible {
  static let limit = 200

  let description: String

  init(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    description = line.count > ForeignText.limit ? line.prefix(ForeignText.limit - 1) + "…" : line
  }
}
