extension Address.Draft {
  /// An address for letters by wire.
  public static func mail(_ text: String) -> Address.Draft { .init(channel: .mail, text: text) }
}
