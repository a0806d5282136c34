import FlatBuffersRuntime
import Foundation
import SharedBytes
import Testing

/// Records in files, and what is told of files that are none.
@Suite struct RecordFileTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private static let ann = User.Draft(id: 7, name: "Ann", tags: ["a", "b"])

  @Test("a record is read in its file, also when that is replaced or removed")
  func maps() throws {
    let path = try folder.write(Array(RecordBuffer<User>(Self.ann).bytes))
    let mapped = try RecordBuffer<User>(mappingFileAt: path)
    #expect(mapped.record.draft == Self.ann)
    try folder.replace(with: RecordBuffer<User>(.init(name: "Bob")).bytes)
    #expect(mapped.record.draft == Self.ann)
    try FileManager.default.removeItem(atPath: path)
    #expect(mapped.record.draft == Self.ann)
    let kept = mapped.bytes
    #expect(try RecordBuffer<User>(verifying: kept).draft == Self.ann)
  }

  @Test("a damaged file is named, with the way to the fault in it")
  func damaged() throws {
    var bytes = Array(try RecordBuffer<User>(.init(name: "abcdefgh")).bytes)
    let end = try #require(bytes.firstRange(of: Array("abcdefgh\0".utf8))?.upperBound)
    bytes[end - 1] = 1
    let path = try folder.write(bytes)
    let error = #expect(throws: RecordFileError.self) { try RecordBuffer<User>(mappingFileAt: path) }
    #expect(
      error?.description
        == "the file '\(path)' is not a valid record: User.name: string has no terminating zero")
    #expect(error?.path == path)
    guard case .invalid(let fault) = error?.reason else {
      Issue.record("\(error?.reason as Any)")
      return
    }
    #expect(fault.fault == .unterminated && fault.path == "User.name")
  }

  @Test("a file that is too short is named, an empty one, too", arguments: [0, 1, 7])
  func short(count: Int) throws {
    let path = try folder.write([UInt8](repeating: 0, count: count))
    let error = #expect(throws: RecordFileError.self) { try RecordBuffer<User>(mappingFileAt: path) }
    #expect(
      error?.description
        == "the file '\(path)' is not a valid record: User: \(count) bytes are too few for a FlatBuffer")
  }

  @Test("a file that cannot be read is named, with the system's reason")
  func unreadable() throws {
    let missing = folder.path + "/none"
    let error = #expect(throws: RecordFileError.self) { try RecordBuffer<User>(mappingFileAt: missing) }
    #expect(error?.description == "the file '\(missing)' cannot be mapped: No such file or directory")
    guard case .unreadable(let cause) = error?.reason else {
      Issue.record("\(error?.reason as Any)")
      return
    }
    #expect(cause.code == ENOENT && cause.path == missing)
    let path = folder.path
    #expect(throws: RecordFileError.self) { try RecordBuffer<User>(mappingFileAt: path) }
  }

  @Test("limits hold for files, too")
  func limits() throws {
    let path = try folder.write(Array(RecordBuffer<User>(Self.ann).bytes))
    var options = Verifier.Options()
    options.maxTables = 0
    let none = options
    #expect(throws: RecordFileError.self) { try RecordBuffer<User>(mappingFileAt: path, options: none) }
  }

  @Test("arrays, their parts, and Foundation's Data are taken as records, with and without their size")
  func collections() throws {
    let plain = Array(try RecordBuffer<User>(Self.ann).bytes)
    #expect(try RecordBuffer<User>(verifying: plain).draft == Self.ann)
    #expect(try RecordBuffer<User>(verifying: ([0] + plain)[1...]).draft == Self.ann)
    #expect(try RecordBuffer<User>(verifying: Data(plain)).draft == Self.ann)
    #expect(try RecordBuffer<User>(verifying: Data([0] + plain)[1...]).draft == Self.ann)
    #expect(try RecordBuffer<User>(verifying: plain.lazy.map { $0 }).draft == Self.ann)
    let prefixed = Array(try SizePrefixedRecord<User>(Self.ann).bytes)
    #expect(try SizePrefixedRecord<User>(verifying: prefixed + [1, 2, 3]).draft == Self.ann)
    #expect(try SizePrefixedRecord<User>(verifying: Data(prefixed)).draft == Self.ann)
    #expect(throws: VerificationError.self) { try SizePrefixedRecord<User>(verifying: prefixed.dropLast()) }
  }
}

/// A folder that goes with the test.
private final class Folder {
  private let url = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")
  private let name = "a.bin"

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path }

  /// Writes the file, and gives its path.
  func write(_ bytes: [UInt8]) throws -> String {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Puts another file in the place of the one that was written.
  func replace(with bytes: SharedBytes) throws {
    try Data(Array(bytes)).write(to: url.appending(path: name), options: .atomic)
  }
}
