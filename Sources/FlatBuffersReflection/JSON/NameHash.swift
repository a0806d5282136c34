/// The hash functions of the attribute `hash`: FNV with the parameters of the reference compiler.
enum NameHash {
  /// The hash of a text; `nil` if there is no function of that name.
  static func hash(_ text: String, _ function: String) -> UInt64? {
    switch function {
    case "fnv1_16": UInt64(fold(fnv32(text, multipliesFirst: true)))
    case "fnv1a_16": UInt64(fold(fnv32(text, multipliesFirst: false)))
    case "fnv1_32": UInt64(fnv32(text, multipliesFirst: true))
    case "fnv1a_32": UInt64(fnv32(text, multipliesFirst: false))
    case "fnv1_64": fnv64(text, multipliesFirst: true)
    case "fnv1a_64": fnv64(text, multipliesFirst: false)
    default: nil
    }
  }

  private static func fold(_ hash: UInt32) -> UInt16 {
    UInt16(truncatingIfNeeded: hash >> 16) ^ UInt16(truncatingIfNeeded: hash)
  }

  private static func fnv32(_ text: String, multipliesFirst: Bool) -> UInt32 {
    text.utf8.reduce(0x811C_9DC5) { hash, byte in
      multipliesFirst ? (hash &* 0x0100_0193) ^ UInt32(byte) : (hash ^ UInt32(byte)) &* 0x0100_0193
    }
  }

  private static func fnv64(_ text: String, multipliesFirst: Bool) -> UInt64 {
    // Not FNV's own start value: the reference has two digits the other way round, and data relies on it.
    text.utf8.reduce(0xCBF2_9CE4_8422_2645) { hash, byte in
      multipliesFirst ? (hash &* 0x100_0000_01B3) ^ UInt64(byte) : (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }
}
