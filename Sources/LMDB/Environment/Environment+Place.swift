/// Where LMDB maps the file, which it does not tell.
extension Environment {
  /// The place that is known, or the one that the system names.
  ///
  /// Other mappings of the file hold the same bytes, but may go: this is the one of the map's whole length.
  var mapping: PagePlace.Mapping? {
    if case .mapped(let known) = pagePlace.current { return known }
    return listedMapping
  }

  /// The place that the system names.
  private var listedMapping: PagePlace.Mapping? {
    let (addresses, pageSize) = (mappedRange.addresses, handle.pageSize)
    guard addresses.count >= max(handle.mapSize, 2 * pageSize), (4096...32768).contains(pageSize) else {
      return nil
    }
    return PagePlace.Mapping(base: addresses.lowerBound, length: addresses.count, pageSize: pageSize)
  }

  /// Finds out where LMDB maps the file, by an address that it gives: that of the first key in the main database.
  ///
  /// Where the system lists what is mapped, both have to agree; and the way to that key is looked at before LMDB is
  /// asked, which would trust it. Elsewhere the page that the key lies in tells its number.
  func findPlace(_ transaction: RawTransaction) throws(LMDBError) -> PagePlace.Known {
    let (id, pageSize) = (transaction.id, handle.pageSize)
    guard pageSize.nonzeroBitCount == 1, (4096...32768).contains(pageSize) else { return .unusable }
    if mappedRange.addresses.isEmpty { return try placeOfFirstKey(transaction, pageSize) }
    guard let place = listedMapping else { return .unusable }
    guard let (header, map) = try pages(ofCommit: id, at: place) else { return .unknown }
    guard let main = header.main.tree else { throw LMDBError(PageFault(id & 1, .record), path) }
    guard header.main.flags == 0 else { return .unusable }
    let own: UInt?
    do throws(PageFault) {
      if main.depth > 0 { try map.checkFirst(of: main) }
      var cursor = PageCursor(map, main)
      own = unsafe try cursor.first().map { unsafe UInt(bitPattern: $0.key.baseAddress) }
    } catch {
      throw LMDBError(error, path)
    }
    guard let own else { return .unknown }
    let entry = unsafe try transaction.position(in: .main).first()
    return unsafe entry.map { unsafe UInt(bitPattern: $0.key.baseAddress) } == own
      ? .mapped(place) : .unusable
  }

  /// The place that follows from LMDB's address of the first key in the main database.
  func placeOfFirstKey(
    _ transaction: RawTransaction, _ pageSize: Int
  ) throws(LMDBError) -> PagePlace.Known {
    guard let entry = unsafe try transaction.position(in: .main).first(),
      let key = unsafe entry.key.baseAddress
    else { return .unknown }
    // Pages begin where the system's do, of which one may take several. Sound: up to the start of its own page, which
    // is recognised, all lies in the map.
    let smallest = 4096
    var start = unsafe UnsafeRawPointer(bitPattern: UInt(bitPattern: key) / UInt(smallest) * UInt(smallest))
    for _ in 0..<pageSize / smallest {
      guard let page = unsafe start else { break }
      let number = unsafe page.load(as: UInt64.self)
      let first = Int(unsafe page.load(fromByteOffset: 16, as: UInt16.self))
      if unsafe page.load(fromByteOffset: 10, as: UInt16.self) & PageMap.Kind.mask
        == PageMap.Kind.leaf.rawValue,
        unsafe page + first + 8 == key, number <= handle.lastPage
      {
        let base = UInt(bitPattern: page) - UInt(number) * UInt(pageSize)
        return .mapped(PagePlace.Mapping(base: base, length: handle.mapSize, pageSize: pageSize))
      }
      unsafe start = unsafe page - smallest
    }
    return .unusable
  }
}
