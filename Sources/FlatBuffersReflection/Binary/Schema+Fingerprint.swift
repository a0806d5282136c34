internal import FlatBuffersRuntime
internal import SharedBytes

extension Schema {
  /// A number that tells the schema from others and from other versions of itself: two peers that have the same one
  /// mean the same by the bytes they exchange.
  ///
  /// It is the 64-bit FNV-1a hash of the binary schema with built-in attributes. Documentation, comments, the names
  /// of files and the order of definitions do not change it; everything else does, renamed fields included.
  public var fingerprint: UInt64 {
    var schema = self
    // Where a definition stands is not what it means.
    schema.files = []
    let options = BinarySchemaOptions(documentation: false, builtInAttributes: true)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    guard let bytes = try? schema.binary(options) else { return 0 }
    for byte in Array(bytes) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
