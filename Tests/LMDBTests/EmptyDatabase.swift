import Foundation

extension TestFolder {
  /// Writes an empty database with pages of a size that this machine's LMDB would not choose, and gives its path.
  func emptyDatabase(pageSize: Int) throws -> String {
    var bytes = [UInt8](repeating: 0, count: 2 * pageSize)
    func put(_ value: UInt64, size: Int, at offset: Int) {
      for byte in 0..<size { bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
    }
    for page in 0..<2 {
      let start = page * pageSize
      put(UInt64(page), size: 8, at: start)
      put(0x08, size: 2, at: start + 10)
      put(0xBEEF_C0DE, size: 4, at: start + 16)
      put(1, size: 4, at: start + 20)
      put(1 << 30, size: 8, at: start + 32)
      // The free database has keys that are integers, and says the size of pages.
      put(UInt64(pageSize), size: 4, at: start + 40)
      put(0x08, size: 2, at: start + 44)
      put(.max, size: 8, at: start + 80)
      put(.max, size: 8, at: start + 128)
      put(1, size: 8, at: start + 136)
    }
    return try write(bytes, to: "pages of \(pageSize).db")
  }
}
