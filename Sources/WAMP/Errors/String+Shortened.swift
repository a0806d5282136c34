extension String {
  /// How many characters of a peer's text an error repeats.
  private static var quotedCharacters: Int { 200 }

  /// The text, cut where a peer says more than people read.
  package var shortened: String {
    let end = index(startIndex, offsetBy: Self.quotedCharacters, limitedBy: endIndex) ?? endIndex
    return end == endIndex ? self : self[..<end] + "…"
  }
}
