import Foundation
import Testing

@testable import LMDB

@Suite struct MapSizeTests {
  /// ENOMEM where address space is limited, EINVAL under valgrind.
  @Test(arguments: [ENOMEM, EINVAL])
  func `a smaller map is tried where the system refuses a large one`(number: Int32) {
    let error = LMDBError(number: number, "open x")
    #expect(Environment.smallerMapSize(than: 1 << 40, after: error) == 1 << 38)
    #expect(Environment.smallerMapSize(than: 1 << 24, after: error) == nil)
  }

  @Test(arguments: [EACCES, EROFS, ENOENT, EIO])
  func `other failures are not tried again`(number: Int32) {
    #expect(Environment.smallerMapSize(than: 1 << 40, after: LMDBError(number: number, "open x")) == nil)
  }

  @Test func `a size that was asked for is not replaced by a smaller one`() throws {
    let folder = try TestFolder()
    var options = Environment.Options.fast
    options.mapSize = 1 << 60
    let error = lmdbError { _ = try Environment(path: folder.file(), options: options) }
    #expect(error?.code == .noMemory)
    #expect(error?.remedy?.contains("smaller mapSize") == true)
    for size in [-1, 0, 1] {
      options.mapSize = size
      let environment = try Environment(path: folder.file("small \(size).db"), options: options)
      #expect(try environment.databaseNames() == [])
    }
  }
}
