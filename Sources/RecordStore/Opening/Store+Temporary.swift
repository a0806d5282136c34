extension Store {
  /// An empty store for a test or a preview: in a folder of its own, which goes with the store.
  ///
  /// Nothing is written to the disk before it has to be, so a write costs no wait for it; files that are left after a
  /// crash are in the system's folder of temporary files.
  ///
  /// - Parameters:
  ///   - schema: the tables, as generated code defines them.
  ///   - options: how it is opened, its access and durability aside.
  /// - Throws: ``StoreError`` if no folder or no map can be had.
  public static func temporary(schema: StoreSchema, options: Options = Options()) throws -> Store {
    var options = options
    options.access = .readWrite
    options.durability = .fileMayBeLost
    let folder = try TemporaryFolder()
    return try Store(path: folder.file, schemas: [schema], options: options, in: folder)
  }
}
