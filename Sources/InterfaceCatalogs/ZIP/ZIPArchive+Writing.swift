extension ZIPArchive {
  /// The archive's bytes: the same for the same entries, whatever machine makes them.
  ///
  /// Entries come in the order of their names' bytes, are stored as they are, and have the earliest time there is.
  ///
  /// - Throws: ``CatalogError`` if a name is none or there twice, or there is more than ``ZIPArchive`` reads.
  func bytes() throws(CatalogError) -> [UInt8] {
    let entries = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    for (index, entry) in entries.enumerated() {
      if let fault = Self.fault(inName: entry.name) {
        throw CatalogError("the entry '\(entry.name)': \(fault)")
      }
      if index > 0, entries[index - 1].name == entry.name {
        throw CatalogError("there are two entries '\(entry.name)'")
      }
    }
    guard entries.count <= Self.maximumCount, entries.reduce(0, { $0 + $1.bytes.count }) <= Self.maximumSize
    else { throw CatalogError("the entries are more than \(Self.maximumSize) bytes, which is not read") }
    var output: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = output.count
      let head = Self.head(of: entry)
      output.append(Signature.localHeader)
      output += head
      output += entry.name.utf8
      output += entry.bytes
      directory.append(Signature.centralHeader)
      // Made on Unix, by version 2.0, so that permissions mean something.
      directory.append(3 << 8 | 20 as UInt16)
      directory += head
      // No comment, on the first disk, no text.
      for _ in 0..<3 { directory.append(0 as UInt16) }
      directory.append(0o100644 << 16 as UInt32)
      directory.append(UInt32(offset))
      directory += entry.name.utf8
    }
    let start = output.count
    output += directory
    output.append(Signature.end)
    for _ in 0..<2 { output.append(0 as UInt16) }
    for _ in 0..<2 { output.append(UInt16(entries.count)) }
    output.append(UInt32(directory.count))
    output.append(UInt32(start))
    output.append(0 as UInt16)
    return output
  }

  /// What both headers of an entry say of it.
  private static func head(of entry: Entry) -> [UInt8] {
    var head: [UInt8] = []
    // Whoever reads it has to know version 1.0; and that the name is UTF-8, where that makes a difference.
    head.append(10 as UInt16)
    head.append(entry.name.utf8.allSatisfy { $0 < 0x80 } ? 0 : 1 << 11 as UInt16)
    head.append(Method.stored)
    // Midnight of 1 January 1980.
    head.append(0 as UInt16)
    head.append(1 << 5 | 1 as UInt16)
    head.append(CRC32.checksum(entry.bytes))
    for _ in 0..<2 { head.append(UInt32(entry.bytes.count)) }
    head.append(UInt16(entry.name.utf8.count))
    head.append(0 as UInt16)
    return head
  }
}

extension [UInt8] {
  /// Appends a number, its least significant byte first.
  fileprivate mutating func append(_ number: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
