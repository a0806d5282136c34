extension FixedArray where length == 16, Element == UInt8 {
  /// Sixteen bytes as a tuple, which is what Foundation's `UUID` holds.
  public typealias SixteenBytes = (
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
    UInt8
  )

  /// The bytes of a UUID: `FixedArray(uuid.uuid)`.
  public init(_ bytes: SixteenBytes) {
    elements = [
      bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5, bytes.6, bytes.7, bytes.8, bytes.9, bytes.10,
      bytes.11, bytes.12, bytes.13, bytes.14, bytes.15,
    ]
  }

  /// The bytes as a UUID takes them: `UUID(uuid: bytes.tuple)`.
  public var tuple: SixteenBytes {
    (
      self[0], self[1], self[2], self[3], self[4], self[5], self[6], self[7], self[8], self[9], self[10],
      self[11], self[12], self[13], self[14], self[15]
    )
  }
}
