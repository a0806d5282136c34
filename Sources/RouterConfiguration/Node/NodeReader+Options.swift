extension NodeReader {
  /// What a WebSocket transport is told.
  ///
  /// - Returns: the origins that may connect; `nil` for all.
  mutating func readWebSocketOptions(_ item: ConfigurationItem) throws(ConfigurationFault) -> Set<String>? {
    try item.section { (section) throws(ConfigurationFault) in
      try section.expect([
        ("enable_rfc6455", true), ("enable_hybi10", false), ("validate_utf8", true),
        ("mask_server_frames", false),
        ("require_masked_client_frames", true), ("apply_mask", true), ("tcp_nodelay", true),
        ("require_websocket_subprotocol", true), ("enable_webstatus", false), ("show_server_version", false),
        ("enable_flash_policy", false), ("auto_ping_restart_on_any_traffic", true),
      ])
      try section.refuse(
        "allow_null_origin", "external_port", "close_handshake_timeout", "max_frame_size",
        "auto_fragment_size",
        "fail_by_drop", "echo_close_codereason", "auto_ping_size", "flash_policy", "compression")
      try readMessageSize(&section)
      let hour = 3_600_000
      if let item = section.take("open_handshake_timeout") {
        try openingTimeout.take(try item.integer(1...hour), at: item.place)
      }
      if let item = section.take("auto_ping_interval") {
        try pingInterval.take(try item.integer(1...hour), at: item.place)
      }
      if let item = section.take("auto_ping_timeout") {
        try pingTimeout.take(try item.integer(1...hour), at: item.place)
      }
      guard let origins = section.take("allowed_origins") else { return nil }
      var patterns: Set<String> = []
      for origin in try origins.list() { patterns.insert(try origin.text()) }
      return patterns
    }
  }

  mutating func readMessageSize(_ section: inout ConfigurationSection) throws(ConfigurationFault) {
    guard let item = section.take("max_message_size") else { return }
    try messageSize.take(try item.integer(1...(64 << 20)), at: item.place)
  }
}
