internal import WAMPTransport

extension NodeReader {
  /// What a WebSocket transport is told: what of it is for this transport alone.
  mutating func readWebSocketOptions(
    _ item: ConfigurationItem
  ) throws(ConfigurationFault) -> Endpoint.WebSocket {
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
        "fail_by_drop", "echo_close_codereason", "auto_ping_size", "flash_policy")
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
      var webSocket = Endpoint.WebSocket()
      if let origins = section.take("allowed_origins") {
        var patterns: Set<String> = []
        for origin in try origins.list() { patterns.insert(try origin.text()) }
        webSocket.allowedOrigins = patterns
      }
      webSocket.compression = try section.take("compression").flatMap(readCompression)
      return webSocket
    }
  }

  /// - Returns: `nil` if it names no compression.
  private func readCompression(_ item: ConfigurationItem) throws(ConfigurationFault) -> Compression? {
    guard surroundings.canCompress else {
      throw item.fault("cannot be done: this program is built without the package trait Compression")
    }
    return try item.section { (section) throws(ConfigurationFault) in
      guard let deflate = section.take("deflate") else { return nil }
      return try deflate.section(readDeflate)
    }
  }

  private func readDeflate(
    _ section: inout ConfigurationSection
  ) throws(ConfigurationFault) -> Compression {
    var compression = Compression()
    if let item = section.take("max_window_bits") {
      compression.sending.windowBits = try item.integer(9...15)
    }
    if let item = section.take("no_context_takeover") { compression.sending.isKept = try !item.flag() }
    if let item = section.take("request_max_window_bits") {
      // 0 asks for nothing.
      let bits = try item.integer(0...15)
      if (1...8).contains(bits) { throw item.fault("\(bits) is neither 0 nor within 9…15") }
      compression.receiving.windowBits = bits == 0 ? 15 : bits
    }
    if let item = section.take("request_no_context_takeover") {
      compression.receiving.isKept = try !item.flag()
    }
    if let item = section.take("memory_level") { compression.memoryLevel = try item.integer(1...9) }
    return compression
  }

  mutating func readMessageSize(_ section: inout ConfigurationSection) throws(ConfigurationFault) {
    guard let item = section.take("max_message_size") else { return }
    try messageSize.take(try item.integer(1...(64 << 20)), at: item.place)
  }
}
