import RouterConfiguration

/// Configurations that tests read, whole or changed in one place.
enum Samples {
  static let surroundings = ConfigurationSurroundings(
    folder: "/etc/router", environment: ["PORT": "8443", "JOE": "secret of joe", "WORD": "word"])

  static func read(_ text: String, file: String = "node.json") throws(ConfigurationFault) -> NodeConfiguration
  {
    try NodeConfiguration(text, file: file, surroundings)
  }

  /// Everything that is supported.
  static let whole = """
    {
      "$schema": "https://example.com/schema.json",
      "version": 2,
      "controller": {"id": "node1"},
      "workers": [{
        "type": "router",
        "id": "router1",
        "options": {"title": "front"},
        "components": [],
        "realms": [
          {
            "name": "realm1",
            "options": {"enable_meta_api": true, "uri_check": "loose"},
            "roles": [
              {"name": "backend", "permissions": [{"uri": "*", "allow": {"call": true, "register": true, "publish": true, "subscribe": true}}]},
              {"name": "public", "permissions": [
                {"uri": "com.example.", "match": "prefix", "allow": {"call": true, "register": false}, "disclose": {"caller": true}, "cache": true},
                {"uri": "org.*.opened", "allow": {"subscribe": true}, "disclose": {"publisher": true}}
              ]}
            ]
          },
          {"name": "realm2", "roles": [{"name": "public"}]}
        ],
        "transports": [
          {
            "type": "universal",
            "endpoint": {"type": "tcp", "port": "$PORT", "version": 6, "tls": {"key": "server.key", "certificate": "/tls/server.pem", "ca_certificates": ["ca.pem"]}},
            "rawsocket": {"serializers": ["cbor"], "auth": AUTH, "options": {"max_message_size": 1048576}},
            "websocket": {
              "ws": {"type": "websocket", "serializers": ["cbor"], "auth": AUTH, "options": {"max_message_size": 1048576, "auto_ping_interval": 5000, "auto_ping_timeout": 2500, "open_handshake_timeout": 4000, "allowed_origins": ["https://*.example.com"]}}
            }
          },
          {"type": "websocket", "endpoint": {"type": "tcp", "port": 8080, "interface": "127.0.0.1"}, "auth": AUTH},
          {"type": "rawsocket", "endpoint": {"type": "unix", "path": "router.sock"}, "auth": AUTH}
        ]
      }]
    }
    """.replacing("AUTH", with: auth)

  private static let auth = """
    {
      "anonymous": {"type": "static", "role": "public"},
      "ticket": {"type": "static", "principals": {"joe": {"ticket": "${JOE}", "role": "backend"}}},
      "wampcra": {"type": "static", "users": {
        "joe": {"secret": "plain", "role": "backend"},
        "ann": {"secret": "derived", "role": "public", "salt": "salt123", "iterations": 100, "keylen": 16}
      }},
      "scram": {"type": "static", "principals": {"ann": {
        "kdf": "pbkdf2", "iterations": 4096, "memory": 0, "salt": "c2FsdA==", "stored-key": "aaaa", "server-key": "bbbb", "role": "public"}}},
      "cryptosign": {"type": "static", "principals": {"device": {
        "authorized_keys": ["545EFB0A2192DB8D43F118E9BF9AEE081466E1EF36C708B96EE6F62DDAD9122C"], "role": "public", "realm": "realm2"}}}
    }
    """

  /// The least that runs.
  static let least = """
    version: 2
    workers:
      - type: router
        realms:
          - name: realm1
            roles:
              - name: anonymous
                permissions:
                  - uri: com.example.*
                    allow:
                      call: true
        transports:
          - type: websocket
            endpoint:
              type: tcp
              port: 8080
    """
}
