/// A table without fields, read where unverified bytes lack a required one.
@usableFromInline
enum EmptyTable {
  // A vtable of size 4 naming a table of size 4, then the table: its vtable lies 4 bytes before it.
  @usableFromInline static var pointer: UnsafeRawPointer {
    let bytes: StaticString = "\u{4}\u{0}\u{4}\u{0}\u{4}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}"
    return unsafe UnsafeRawPointer(bytes.utf8Start) + 4
  }
}
