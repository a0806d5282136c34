package import SharedBytes

/// A payload taken apart into what a store keeps: its bytes as they came, and what they are.
package struct StoredPayload: Sendable, Equatable {
  /// What the bytes are. The numbers stand in files.
  package enum Kind: UInt8, Sendable {
    case none, arguments, binaryArgument, passthru, transparency
  }

  package var kind: Kind
  package var bytes: SharedBytes
  /// Of arguments: how they are encoded, ``ItemEncoding/stored``.
  package var encoding: UInt8 = 0
  /// Of arguments: how many bytes the list takes.
  package var listLength = 0
  /// Of arguments: where the map begins.
  package var keywordsStart = 0
  package var scheme: String?
  package var serializer: String?
  package var cipher: String?
  package var keyID: String?

  package init(kind: Kind, bytes: SharedBytes) {
    self.kind = kind
    self.bytes = bytes
  }

  package init(_ payload: Payload) {
    switch payload {
    case .none: self.init(kind: .none, bytes: SharedBytes())
    case .binaryArgument(let bytes): self.init(kind: .binaryArgument, bytes: bytes)
    case .arguments(let arguments):
      self.init(kind: .arguments, bytes: arguments.encoded)
      encoding = arguments.encoding.stored
      listLength = arguments.listLength
      keywordsStart = arguments.keywordsStart
    case .passthru(let payload):
      self.init(kind: payload.style == .passthru ? .passthru : .transparency, bytes: payload.bytes)
      (scheme, serializer) = (payload.scheme, payload.serializer)
      (cipher, keyID) = (payload.cipher, payload.keyID)
    }
  }

  /// The payload as it came; `nil` if that can't be what was stored.
  package var payload: Payload? {
    switch kind {
    case .none: return Payload.none
    case .binaryArgument: return .binaryArgument(bytes)
    case .arguments:
      guard let encoding = ItemEncoding(stored: encoding), 0 <= listLength, listLength <= keywordsStart,
        keywordsStart <= bytes.count
      else { return nil }
      return .arguments(
        EncodedArguments(
          encoded: bytes, listLength: listLength, keywordsStart: keywordsStart, encoding))
    case .passthru, .transparency:
      return .passthru(
        PassthruPayload(
          bytes, scheme: scheme, serializer: serializer, cipher: cipher, keyID: keyID,
          style: kind == .passthru ? .passthru : .transparency))
    }
  }
}

extension ItemEncoding {
  /// The number that stands for it in files.
  package var stored: UInt8 {
    switch self {
    case .cbor: 0
    case .messagePack: 1
    case .json: 2
    }
  }

  package init?(stored: UInt8) {
    guard let encoding = ItemEncoding.allCases.first(where: { $0.stored == stored }) else { return nil }
    self = encoding
  }
}

extension Options {
  /// Options as a store keeps them: their bytes, and ``ItemEncoding/stored``.
  package var stored: (bytes: SharedBytes, encoding: UInt8) { (encoded, encoding.stored) }

  /// - Returns: `nil` for an encoding that is not known.
  package init?(stored bytes: SharedBytes, encoding: UInt8) {
    guard let encoding = ItemEncoding(stored: encoding) else { return nil }
    self.init(encoded: bytes, encoding)
  }
}
