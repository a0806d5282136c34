extension Reader: TreeReading {
  // Here and below, bytes that are given stay valid until the snapshot ends: pages that it reaches do not change.

  @usableFromInline @unsafe
  func get(_ database: Database, _ key: RawSpan) throws(LMDBError) -> UnsafeRawBufferPointer? {
    guard key.byteCount > 0 else { return nil }
    let map = map
    let tree = try tree(of: database)
    do throws(PageFault) {
      return unsafe try map.value(of: SearchKey(key.withUnsafeBytes { unsafe $0 }), in: tree)
    } catch {
      throw failure(error)
    }
  }

  func count(_ database: Database) throws(LMDBError) -> Int {
    Int(clamping: try tree(of: database).entries)
  }

  @usableFromInline
  func position(in database: Database) throws(LMDBError) -> ReaderCursor {
    ReaderCursor(PageCursor(map, try tree(of: database)), self)
  }

  /// Calls `body` with each key and value of a database, also of one whose keys are not in the order of their bytes.
  func forEachEntry(
    of database: Database, _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
  ) throws(LMDBError) {
    let tree = try tree(of: database)
    guard tree.depth > 0 else { return }
    let map = map
    var left = map.count
    do throws(PageFault) {
      try map.visit(tree.root, height: tree.depth, pagesLeft: &left) { node, page throws(PageFault) in
        unsafe body(node.key, try map.value(of: node, in: page))
      }
    } catch {
      throw failure(error)
    }
  }

  var map: PageMap { unsafe state.pointee.map }

  /// The tree of a database in this snapshot; empty if it is not there.
  func tree(of database: Database) throws(LMDBError) -> Tree {
    if let tree = unsafe state.pointee.tree(of: database) { return tree }
    return try look(for: database)
  }

  /// Looks a database up by its name in the main database.
  @inline(never)
  private func look(for database: Database) throws(LMDBError) -> Tree {
    if database == .free { return try freeTree() }
    guard let name = unsafe state.pointee.names._withUnsafeGuaranteedRef({ $0[database] }) else {
      throw transaction.failure(SystemNumber.invalid, "read a database")
    }
    let main = try tree(of: .main)
    let found: PageMap.RecordFound
    do throws(PageFault) {
      let span = name.span
      found = unsafe try map.record(of: SearchKey(span.withUnsafeBytes { unsafe $0 }), in: main)
    } catch {
      throw failure(error)
    }
    let tree: Tree
    switch found {
    case .tree(let known): tree = known
    // Created after the snapshot, or deleted by another process before.
    case .missing: tree = .empty
    case .plainValue, .flagged:
      throw LMDBError(
        .incompatible,
        "read the database \"\(String(decoding: name, as: UTF8.self))\" of \(transaction.path): it was made anew with "
          + "flags, or its name is that of a plain value")
    }
    unsafe state.pointee.remember(tree, of: database)
    return tree
  }
}

extension Reader {
  /// The tree of free pages, which has no name: the header leads to it.
  private func freeTree() throws(LMDBError) -> Tree {
    guard let tree = header?.free.tree else { throw failure(PageFault(id & 1, .record)) }
    unsafe state.pointee.remember(tree, of: .free)
    return tree
  }
}

/// A position in pages, whose faults are errors that name the file.
@frozen @usableFromInline
struct ReaderCursor: TreeCursor {
  @usableFromInline var pages: PageCursor
  @usableFromInline let reader: Reader?

  init(_ pages: PageCursor, _ reader: Reader?) {
    self.pages = pages
    self.reader = reader
  }

  /// A position in no database.
  @usableFromInline
  static var nowhere: ReaderCursor { ReaderCursor(.nowhere, nil) }

  @usableFromInline
  mutating func first() throws(LMDBError) -> RawEntry? {
    do throws(PageFault) { return unsafe try pages.first() } catch { throw failure(error) }
  }

  @usableFromInline
  mutating func last() throws(LMDBError) -> RawEntry? {
    do throws(PageFault) { return unsafe try pages.last() } catch { throw failure(error) }
  }

  @inlinable @inline(__always)
  mutating func next() throws(LMDBError) -> RawEntry? {
    do throws(PageFault) { return unsafe try pages.next() } catch { throw failure(error) }
  }

  @inlinable @inline(__always)
  mutating func previous() throws(LMDBError) -> RawEntry? {
    do throws(PageFault) { return unsafe try pages.previous() } catch { throw failure(error) }
  }

  @usableFromInline
  mutating func seek(_ key: RawSpan) throws(LMDBError) -> RawEntry? {
    guard key.byteCount > 0 else { return unsafe try first() }
    do throws(PageFault) {
      return unsafe try pages.seek(SearchKey(key.withUnsafeBytes { unsafe $0 }))
    } catch {
      throw failure(error)
    }
  }

  @usableFromInline @inline(never)
  func failure(_ fault: PageFault) -> LMDBError { LMDBError(fault, reader?.transaction.path ?? "") }
}
