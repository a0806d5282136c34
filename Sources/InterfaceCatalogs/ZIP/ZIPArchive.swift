/// Files under names, as a ZIP archive holds them.
///
/// Format: PKWARE's APPNOTE.TXT 6.3.
struct ZIPArchive: Equatable {
  struct Entry: Equatable {
    /// The path within the archive, with `/` between its parts.
    var name: String
    var bytes: [UInt8]
  }

  var entries: [Entry]

  /// What is read of an archive at most, so that a few bytes do not become very many.
  static let maximumSize = 64 << 20
  /// The most entries that are read.
  static let maximumCount = 10_000

  /// What begins each part of an archive.
  enum Signature {
    static let localHeader: UInt32 = 0x0403_4b50
    static let centralHeader: UInt32 = 0x0201_4b50
    static let end: UInt32 = 0x0605_4b50
  }

  /// How many bytes these take, names and the like apart.
  enum HeaderSize {
    static let local = 30
    static let central = 46
    static let end = 22
  }

  /// How the bytes of an entry are stored.
  enum Method {
    static let stored: UInt16 = 0
    static let deflated: UInt16 = 8
  }

  /// Why a name is none of a file within an archive: whoever writes entries to files must not be led elsewhere.
  static func fault(inName name: String) -> String? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isPath = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    let isText = !name.utf8.contains { $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\\") }
    return isPath && isText ? nil : "its name is no path within the archive"
  }
}
