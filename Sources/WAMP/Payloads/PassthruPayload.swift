public import SharedBytes

/// Bytes that routers pass on unread, with the attributes of "payload passthru mode".
public struct PassthruPayload: Sendable, Equatable {
  /// How the attributes are spelt on the wire. FlatBuffers has one spelling for both.
  public enum Style: Sendable, Equatable {
    /// `ppt_*`, the bytes as the only argument: the specification's.
    case passthru
    /// `enc_*`, the bytes in the place of the arguments: Autobahn's and Crossbar.io's.
    case transparency
  }

  public var bytes: SharedBytes
  /// `ppt_scheme` or `enc_algo`.
  public var scheme: String?
  /// `ppt_serializer` or `enc_serializer`.
  public var serializer: String?
  /// `ppt_cipher`; the older style has none.
  public var cipher: String?
  /// `ppt_keyid` or `enc_key`.
  public var keyID: String?
  public var style: Style

  public init(
    _ bytes: SharedBytes, scheme: String? = nil, serializer: String? = nil, cipher: String? = nil,
    keyID: String? = nil, style: Style = .passthru
  ) {
    self.bytes = bytes
    self.scheme = scheme
    self.serializer = serializer
    self.cipher = cipher
    self.keyID = keyID
    self.style = style
  }
}
