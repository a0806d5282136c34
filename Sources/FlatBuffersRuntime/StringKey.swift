/// A string that equals another one only if its UTF-8 bytes do.
///
/// Swift's own equality is that of characters: a letter and its accent equal the accented letter, which a
/// record or a file system keeps apart.
@usableFromInline
package struct StringKey: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  @usableFromInline
  package static func == (left: StringKey, right: StringKey) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  @usableFromInline
  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
