extension Builder {
  /// Writes the bytes of a FlexBuffer as a vector.
  public mutating func vector(_ buffer: FlexBuffer) -> BufferOffset {
    unsafe buffer.bytes.withUnsafeBytes { unsafe vector($0, count: $0.count, alignment: Self.alignment) }
  }

  /// Writes the bytes of a FlexBuffer as a vector that is counted with 64 bits.
  public mutating func vector64(_ buffer: FlexBuffer) -> BufferOffset {
    vector64(Array(buffer.bytes), alignment: Self.alignment)
  }

  /// FlexBuffers have values of up to 8 bytes, aligned from their own start.
  private static var alignment: Int { 8 }
}
