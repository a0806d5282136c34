public import SharedBytes

/// The bytes of one FlexBuffer, the schema-less format that fields with the attribute `flexbuffer` hold.
///
///     box.flexible = try FlexBuffer(["name": "Ann", "scores": [1, 2.5]])
///     let name = box.flexible?.root?["name"]?.string
///
/// In JSON it is the value that it holds, as flatc prints it.
///
/// Format: <https://flatbuffers.dev/flexbuffers/>.
public struct FlexBuffer: Sendable, Hashable {
  /// The bytes as they are stored and sent; empty where there is no value at all.
  public let bytes: SharedBytes

  /// No value at all: an empty field.
  public init() { bytes = SharedBytes() }

  /// Builds the bytes of a value.
  ///
  /// - Throws: ``BuildError`` for a name with a zero in it, which would end there, and for values that nest deeper than
  ///   ``Verifier/Options/maxDepth``, which nobody would accept.
  public init(_ value: FlexValue) throws(BuildError) {
    bytes = SharedBytes(try FlexBuilder.build(value))
  }

  /// Takes bytes after verifying them.
  ///
  /// - Throws: ``VerificationError`` if a value in them can't be read, and for values that nest too deep or are shared so
  ///   often that reading them would take very long.
  public init(verifying bytes: SharedBytes, options: Verifier.Options = .init()) throws(VerificationError) {
    var valuesLeft = options.elementBudget(for: bytes.count)
    try FlexReader(bytes).verify(depthLeft: options.maxDepth, valuesLeft: &valuesLeft, options: options)
    self.bytes = bytes
  }

  /// Takes a copy of bytes, an array or Foundation's `Data`, after verifying it.
  ///
  /// - Throws: as for bytes that are not copied.
  public init(
    verifying bytes: some Collection<UInt8>, options: Verifier.Options = .init()
  ) throws(VerificationError) {
    try self.init(verifying: SharedBytes(bytes), options: options)
  }

  /// Whether there is no value at all.
  public var isEmpty: Bool { bytes.isEmpty }

  /// A copy of the bytes of a verified record's field.
  public init(copying field: borrowing FlatVector<UInt8>) { bytes = SharedBytes(copying: field.bytes) }

  /// Takes bytes that nobody verified, to build records that are to be refused.
  package init(unverified bytes: [UInt8]) { self.bytes = SharedBytes(bytes) }

  /// The value that the bytes hold, in place; `nil` if they are empty. Valid as long as this buffer.
  public var root: FlexView? {
    @_lifetime(borrow self)
    get {
      let view = FlexView(root: bytes.bytes)
      return unsafe _overrideLifetime(view, borrowing: self)
    }
  }

  /// A copy of the value that the bytes hold; null if they are empty.
  public var value: FlexValue { root?.value ?? .null }
}

extension FlexBuffer: Codable {
  public init(from decoder: any Decoder) throws {
    do {
      self = try FlexBuffer(FlexValue(from: decoder))
    } catch let error as BuildError {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.description, underlyingError: error))
    }
  }

  public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
