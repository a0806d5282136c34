/// Which target imports which modules, from the ground up: exactly these, all of them, and none below its own line.
///
/// The architecture stands here once. `Package.swift` and the sources are held against it in both directions; a new
/// edge is a new entry, and one that nobody uses goes.
enum ImportTable {
  static let targets: KeyValuePairs<String, Set<String>> = [
    "CAllocator": [],
    "CLMDB": [],
    "CZlib": [],
    "SharedBytes": [],
    "FlatBuffersRuntime": ["SharedBytes"],
    "FlatBuffersReflection": ["FlatBuffersRuntime", "SharedBytes"],
    "FlatBuffersLanguage": ["FlatBuffersReflection", "FlatBuffersRuntime", "SharedBytes"],
    "FlatBuffersCodegen": ["FlatBuffersLanguage", "FlatBuffersReflection", "SharedBytes"],
    "InterfaceCatalogs": [],
    "schemac": [
      "ArgumentParser", "FlatBuffersCodegen", "FlatBuffersLanguage", "FlatBuffersReflection",
      "FlatBuffersRuntime", "InterfaceCatalogs", "SharedBytes",
    ],
    "SchemaPlugin": ["Foundation", "PackagePlugin"],
    "BaselinePlugin": ["Foundation", "PackagePlugin"],
    "LMDB": ["CLMDB"],
    "RecordStore": ["Dispatch", "FlatBuffersReflection", "FlatBuffersRuntime", "LMDB", "SharedBytes"],
    "WAMP": ["FlatBuffersReflection", "FlatBuffersRuntime", "SharedBytes"],
    "WAMPAuthentication": ["Crypto", "CryptoExtras", "SharedBytes", "WAMP"],
    "WAMPObservation": ["CoreMetrics", "Tracing", "WAMP"],
    "WAMPTransport": [
      "CZlib", "DequeModule", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "NIOTLS", "NIOWebSocket",
      "SharedBytes",
    ],
    "WAMPClient": [
      "FlatBuffersRuntime", "Logging", "NIOCore", "NIOPosix", "SharedBytes", "WAMP", "WAMPAuthentication",
      "WAMPObservation", "WAMPTransport",
    ],
    "WAMPRouter": [
      "FlatBuffersRuntime", "Logging", "NIOCore", "NIOPosix", "ServiceLifecycle", "SharedBytes",
      "UnixSignals",
      "WAMP", "WAMPAuthentication", "WAMPObservation", "WAMPTransport",
    ],
    "WAMPUplink": [
      "FlatBuffersRuntime", "Logging", "NIOCore", "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPClient",
      "WAMPRouter", "WAMPTransport",
    ],
    "RecordServices": [
      "FlatBuffersReflection", "FlatBuffersRuntime", "LMDB", "Logging", "NIOCore", "RecordStore",
      "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPRouter", "WAMPTransport",
    ],
    "EventHistory": [
      "FlatBuffersReflection", "FlatBuffersRuntime", "LMDB", "Logging", "NIOCore", "RecordServices",
      "RecordStore", "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPRouter", "WAMPTransport",
    ],
    "RecordClient": [
      "FlatBuffersReflection", "FlatBuffersRuntime", "LMDB", "Logging", "NIOCore", "RecordStore",
      "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPClient", "WAMPTransport",
    ],
    "Flatwire": [
      "EventHistory", "FlatBuffersRuntime", "RecordClient", "RecordServices", "RecordStore", "SharedBytes",
      "WAMP", "WAMPAuthentication", "WAMPClient", "WAMPRouter", "WAMPTransport", "WAMPUplink",
    ],
    "RouterConfiguration": [
      "FlatBuffersLanguage", "FlatBuffersReflection", "FlatBuffersRuntime", "Foundation",
      "InterfaceCatalogs", "SharedBytes", "WAMP",
      "WAMPAuthentication", "WAMPRouter", "WAMPTransport", "Yams",
    ],
    "FlatwireCommand": [
      "ArgumentParser", "CAllocator", "Dispatch", "FlatBuffersCodegen", "FlatBuffersLanguage",
      "FlatBuffersReflection", "FlatBuffersRuntime", "Flatwire", "Foundation", "RecordStore",
      "RouterConfiguration", "SharedBytes", "Subprocess", "System", "SystemPackage", "WAMP",
      "WAMPObservation",
    ],
  ]

  /// What every target may import without an entry: the standard library's modules and the C library.
  static let everywhere: Set<String> = ["Darwin", "Glibc", "Musl", "Synchronization"]

  /// What comes with the toolchain: the manifest does not name it.
  static let toolchain: Set<String> = ["Dispatch", "Foundation", "PackagePlugin", "System", "Testing"]

  /// What a target's entry in the manifest names so that it is built, or for the code that a plugin generates.
  static let builtOnly: [String: Set<String>] = [
    "SchemaPlugin": ["schemac"],
    "BaselinePlugin": ["schemac"],
    "CrashingProgram": ["FlatBuffersRuntime"],
    "CrashTests": ["CrashingProgram", "StoreTrials"],
    "StoreTrials": ["FlatBuffersRuntime"],
    "RecordStoreTests": ["CrashingProgram"],
    "ReplicaTests": ["ReplicaProgram"],
    "DamageTests": ["DamagedFileProgram"],
    "WebSocketSuiteTests": ["WebSocketEcho"],
    "EndToEndTests": ["FlatwireCommand", "HistoryProgram"],
    "HostileTests": ["AttackedProgram", "FlatwireCommand"],
    "MustNotCompileTests": ["FlatBuffersRuntime", "RecordStore"],
    "OneImportTests": ["FlatBuffersLanguage", "Flatwire"],
    "schemacTests": ["FlatBuffersRuntime"],
  ]
}
