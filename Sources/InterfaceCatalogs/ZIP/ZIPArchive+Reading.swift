extension ZIPArchive {
  /// Reads an archive: every entry that is no folder, checked against its checksum.
  ///
  /// Nothing in it is trusted. Entries may be stored or deflated; encrypted ones, several disks and archives of 4 GiB
  /// are refused.
  ///
  /// - Throws: ``CatalogError`` with the first entry that is wrong.
  init(_ bytes: [UInt8]) throws(CatalogError) {
    let reader = ByteReader(bytes)
    let end = try Self.end(of: reader)
    var position = end.directory.lowerBound
    var budget = Self.maximumSize
    var names: Set<String> = []
    entries = []
    for index in 0..<end.count {
      let header = try CentralHeader(reader, at: position, within: end.directory, index)
      position = header.end
      if header.name.hasSuffix("/"), header.size == 0 { continue }
      guard names.insert(header.name).inserted else { throw header.fault("is there twice") }
      if let fault = Self.fault(inName: header.name) { throw header.fault(fault) }
      guard header.size <= budget else {
        throw header.fault("with it the archive holds more than \(Self.maximumSize) bytes")
      }
      budget -= header.size
      entries.append(Entry(name: header.name, bytes: try header.content(in: reader)))
    }
    guard position == end.directory.upperBound else {
      throw CatalogError("the list of entries has more bytes than its \(end.count) entries take")
    }
  }

  /// Finds the record at the end of an archive, which may have a comment behind it.
  private static func end(of reader: ByteReader) throws(CatalogError) -> (count: Int, directory: Range<Int>) {
    let size = reader.bytes.count
    var position = size - HeaderSize.end
    let first = max(0, position - Int(UInt16.max))
    while position >= first {
      if reader.uint32(position) == Signature.end,
        position + HeaderSize.end + Int(reader.uint16(position + 20)) == size
      {
        break
      }
      position -= 1
    }
    guard position >= first else {
      throw CatalogError("found no end of a ZIP archive: it is none, or something is missing behind")
    }
    let (disk, directoryDisk) = (reader.uint16(position + 4), reader.uint16(position + 6))
    let (here, count) = (reader.uint16(position + 8), reader.uint16(position + 10))
    guard disk == 0, directoryDisk == 0, here == count else {
      throw CatalogError("found an archive of several disks, expected one")
    }
    let (length, start) = (Int(reader.uint32(position + 12)), Int(reader.uint32(position + 16)))
    guard start != UInt32.max, count != UInt16.max else {
      throw CatalogError("found an archive in the format of those of 4 GiB, expected a smaller one")
    }
    guard start <= position, length == position - start else {
      throw CatalogError("the list of entries is not where the archive's end says that it is")
    }
    guard count <= maximumCount else {
      throw CatalogError("found \(count) entries, expected at most \(maximumCount)")
    }
    return (Int(count), start..<position)
  }
}

/// What the list of entries says of one.
private struct CentralHeader {
  let name: String
  let flags: UInt16
  let method: UInt16
  let checksum: UInt32
  let compressedSize: Int
  let size: Int
  let offset: Int
  /// Where the next one begins.
  let end: Int

  init(
    _ reader: ByteReader, at position: Int, within directory: Range<Int>, _ index: Int
  ) throws(CatalogError) {
    guard position + ZIPArchive.HeaderSize.central <= directory.upperBound,
      reader.uint32(position) == ZIPArchive.Signature.centralHeader
    else { throw CatalogError("the list of entries is damaged at its entry \(index)") }
    let nameEnd = position + ZIPArchive.HeaderSize.central + Int(reader.uint16(position + 28))
    end = nameEnd + Int(reader.uint16(position + 30)) + Int(reader.uint16(position + 32))
    guard end <= directory.upperBound,
      let name = String(
        validating: reader.bytes[(position + ZIPArchive.HeaderSize.central)..<nameEnd], as: UTF8.self)
    else { throw CatalogError("the list of entries is damaged at its entry \(index)") }
    self.name = name
    flags = reader.uint16(position + 8)
    method = reader.uint16(position + 10)
    checksum = reader.uint32(position + 16)
    compressedSize = Int(reader.uint32(position + 20))
    size = Int(reader.uint32(position + 24))
    offset = Int(reader.uint32(position + 42))
  }

  func fault(_ message: String) -> CatalogError { CatalogError("the entry '\(name)': \(message)") }

  /// The bytes of the entry.
  func content(in reader: ByteReader) throws(CatalogError) -> [UInt8] {
    if flags & 1 != 0 { throw fault("found it encrypted") }
    let stored = try storedBytes(in: reader)
    let content: [UInt8]
    switch method {
    case ZIPArchive.Method.stored: content = stored
    case ZIPArchive.Method.deflated:
      guard let inflated = Inflater.inflate(stored, to: size) else {
        throw fault("its compressed bytes are damaged, or not of \(size) bytes")
      }
      content = inflated
    default: throw fault("found it compressed by the method \(method), expected 0 (stored) or 8 (deflated)")
    }
    guard content.count == size else {
      throw fault("found \(content.count) bytes, expected \(size)")
    }
    let found = CRC32.checksum(content)
    guard found == checksum else {
      throw fault(
        "found bytes with the checksum \(String(found, radix: 16)), expected \(String(checksum, radix: 16))")
    }
    return content
  }

  /// The bytes as they lie behind the entry's own header.
  private func storedBytes(in reader: ByteReader) throws(CatalogError) -> [UInt8] {
    let nameStart = offset + ZIPArchive.HeaderSize.local
    guard nameStart <= reader.bytes.count, reader.uint32(offset) == ZIPArchive.Signature.localHeader else {
      throw fault("found no header where the list of entries says that it is")
    }
    let nameEnd = nameStart + Int(reader.uint16(offset + 26))
    let start = nameEnd + Int(reader.uint16(offset + 28))
    guard start <= reader.bytes.count, compressedSize <= reader.bytes.count - start else {
      throw fault("it does not end within the archive")
    }
    guard reader.bytes[nameStart..<nameEnd].elementsEqual(name.utf8) else {
      throw fault("its own header has another name")
    }
    return Array(reader.bytes[start..<(start + compressedSize)])
  }
}

/// Numbers of which the least significant byte comes first.
private struct ByteReader {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Returns: 0 for what does not lie within the bytes.
  func uint16(_ offset: Int) -> UInt16 {
    guard offset >= 0, offset + 2 <= bytes.count else { return 0 }
    return UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
  }

  func uint32(_ offset: Int) -> UInt32 { UInt32(uint16(offset)) | UInt32(uint16(offset + 2)) << 16 }
}
