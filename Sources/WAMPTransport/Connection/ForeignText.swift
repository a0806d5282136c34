/// Text that a peer sent, as it may stand in a message of ours: one line of at most 200 scalars, as one character may have
/// thousands of combining marks.
struct ForeignText: CustomStringConvertible {
  static let limit = 200

  let description: String

  init(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    var cut = String.UnicodeScalarView(line.unicodeScalars.prefix(ForeignText.limit - 1))
    if cut.count < line.unicodeScalars.count { cut.append("…") }
    description = String(cut)
  }
}
