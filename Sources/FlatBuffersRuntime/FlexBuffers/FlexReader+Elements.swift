import SharedBytes

/// Elements of vectors and maps where they are stored, without a look at the others.
extension FlexReader {
  /// A vector's elements, or a map's values.
  struct Elements {
    let start: Int
    let count: Int
    /// The bytes that each element takes.
    let width: Int
    /// What all of them are; `nil` if each says so itself, behind the last of them.
    let kind: Kind?
    /// Where a map has its keys.
    let keys: Keys?
  }

  /// A map's keys: offsets to their text, in the order of its bytes.
  struct Keys {
    let start: Int
    let width: Int
  }

  /// - Returns: `nil` for what is neither a vector nor a map.
  func elements(of place: Reference) -> Elements? {
    let typed = place.kind.elements
    guard typed != nil || place.kind == .vector || place.kind == .map,
      let start = target(place.position, size: place.parentWidth),
      let count = typed?.count ?? size(of: start, place.width),
      bytes.slice(at: start, count: count * (place.width + (typed == nil ? 1 : 0))) != nil
    else { return nil }
    var keys: Keys?
    if place.kind == .map {
      keys = self.keys(ofMap: start, place.width, count: count)
      if keys == nil { return nil }
    }
    return Elements(start: start, count: count, width: place.width, kind: typed?.kind, keys: keys)
  }

  private func keys(ofMap start: Int, _ width: Int, count: Int) -> Keys? {
    guard start >= 3 * width, let keys = target(start - 3 * width, size: width),
      let keyWidth = bytes.unsigned(start - 2 * width, size: width).flatMap({ Int(exactly: $0) }),
      [1, 2, 4, 8].contains(keyWidth), size(of: keys, keyWidth) == count
    else { return nil }
    return Keys(start: keys, width: keyWidth)
  }

  /// The element at an index that is below the count.
  func element(_ index: Int, of elements: Elements) -> Reference {
    let position = elements.start + index * elements.width
    if let kind = elements.kind {
      // Strings of a vector of strings have sizes of one byte: the format kept no room for another width.
      return Reference(position: position, parentWidth: elements.width, width: 1, kind: kind)
    }
    let packedType: UInt8? = bytes.load(elements.start + elements.count * elements.width + index)
    return Reference(position: position, parentWidth: elements.width, packedType: packedType ?? 0)
  }

  /// The key at an index of a map; `nil` if it leaves the bytes, or there are no keys.
  func key(_ index: Int, of map: Elements) -> SharedBytes? {
    guard let keys = map.keys else { return nil }
    return target(keys.start + index * keys.width, size: keys.width).flatMap { key(at: $0) }
  }

  /// The index of a key, which is looked for by halving.
  func index(of wanted: String, in map: Elements) -> Int? {
    let wanted = Array(wanted.utf8)
    var (low, high) = (0, map.count)
    while low < high {
      let middle = (low + high) / 2
      guard let key = key(middle, of: map) else { return nil }
      let bytes = [UInt8](key)
      if bytes == wanted { return middle }
      if bytes.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}
