// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built under the same strict rules; in CI a warning is an error.
let settings: [SwiftSetting] =
  (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]) + [
    .strictMemorySafety(),
    .treatWarning("StrictMemorySafety", as: .error),
    .enableExperimentalFeature("Lifetimes"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "flatwire",
  platforms: [.macOS("26.0")],
  products: [
    .library(name: "Flatwire", targets: ["Flatwire"]),
    .library(name: "LMDB", targets: ["LMDB"]),
    .library(name: "RecordStore", targets: ["RecordStore"]),
    .library(name: "RecordServices", targets: ["RecordServices"]),
    .library(name: "EventHistory", targets: ["EventHistory"]),
    .library(name: "RecordClient", targets: ["RecordClient"]),
    .library(name: "FlatBuffersRuntime", targets: ["FlatBuffersRuntime"]),
    .library(name: "FlatBuffersReflection", targets: ["FlatBuffersReflection"]),
    .library(name: "FlatBuffersLanguage", targets: ["FlatBuffersLanguage"]),
    .library(name: "WAMP", targets: ["WAMP"]),
    .library(name: "WAMPClient", targets: ["WAMPClient"]),
    .library(name: "WAMPRouter", targets: ["WAMPRouter"]),
    .library(name: "WAMPUplink", targets: ["WAMPUplink"]),
    .plugin(name: "SchemaPlugin", targets: ["SchemaPlugin"]),
    .plugin(name: "BaselinePlugin", targets: ["BaselinePlugin"]),
    .executable(name: "schemac", targets: ["schemac"]),
    .executable(name: "flatwire", targets: ["FlatwireCommand"]),
  ],
  traits: [
    .trait(name: "Compression", description: "Compresses WebSocket messages (permessage-deflate), with zlib.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // From the ground up: each target imports only what stands above it.
    .target(name: "SharedBytes", swiftSettings: settings),
    .target(name: "FlatBuffersRuntime", dependencies: ["SharedBytes"], swiftSettings: settings),

    .target(
      name: "FlatBuffersReflection", dependencies: ["FlatBuffersRuntime", "SharedBytes"],
      swiftSettings: settings),
    .target(
      name: "FlatBuffersLanguage",
      dependencies: ["FlatBuffersReflection", "FlatBuffersRuntime", "SharedBytes"],
      swiftSettings: settings),
    .target(
      name: "FlatBuffersCodegen",
      dependencies: ["FlatBuffersLanguage", "FlatBuffersReflection", "SharedBytes"], exclude: ["JavaScript"],
      swiftSettings: settings),
    .target(name: "InterfaceCatalogs", swiftSettings: settings),
    .executableTarget(
      name: "schemac",
      dependencies: [
        "FlatBuffersCodegen", "FlatBuffersLanguage", "FlatBuffersReflection", "FlatBuffersRuntime",
        "InterfaceCatalogs", "SharedBytes", argumentParser,
      ],
      swiftSettings: settings),
    .plugin(
      name: "SchemaPlugin", capability: .buildTool(), dependencies: ["schemac"],
      path: "Sources/SchemaPlugin"),
    .plugin(
      name: "BaselinePlugin",
      capability: .command(
        intent: .custom(
          verb: "schema-baseline",
          description: "Keeps each schema's present version, for builds to compare later ones with"),
        permissions: [.writeToPackageDirectory(reason: "Baselines are kept beside their schemas.")]),
      dependencies: ["schemac"], path: "Sources/BaselinePlugin"),

    .systemLibrary(
      name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"]), .brew(["lmdb"])]),
    .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: settings),
    .target(
      name: "RecordStore",
      dependencies: ["FlatBuffersReflection", "FlatBuffersRuntime", "LMDB", "SharedBytes"],
      swiftSettings: settings),

    .target(
      name: "WAMP", dependencies: ["FlatBuffersReflection", "FlatBuffersRuntime", "SharedBytes"],
      swiftSettings: settings),
    .target(
      name: "WAMPAuthentication", dependencies: ["SharedBytes", "WAMP", crypto, cryptoExtras],
      swiftSettings: settings),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(
      name: "WAMPObservation", dependencies: ["WAMP", coreMetrics, tracing], swiftSettings: settings),
    .target(
      name: "WAMPTransport",
      dependencies: [
        .target(name: "CZlib", condition: .when(traits: ["Compression"])), "SharedBytes", nioCore, nioPosix,
        nioSSL,
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ], swiftSettings: settings),
    .target(
      name: "WAMPClient",
      dependencies: [
        "FlatBuffersRuntime", "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPObservation", "WAMPTransport",
        logging, nioCore, nioPosix,
      ],
      swiftSettings: settings),
    .target(
      name: "WAMPRouter",
      dependencies: [
        "FlatBuffersRuntime", "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPObservation", "WAMPTransport",
        logging, nioCore, nioPosix, lifecycle,
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ], swiftSettings: settings),
    .target(
      name: "WAMPUplink",
      dependencies: [
        "FlatBuffersRuntime", "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPClient", "WAMPRouter",
        "WAMPTransport", logging, nioCore,
      ], swiftSettings: settings),

    .target(
      name: "RecordServices",
      dependencies: [
        "FlatBuffersReflection", "FlatBuffersRuntime", "LMDB", "RecordStore", "SharedBytes", "WAMP",
        "WAMPAuthentication", "WAMPRouter", "WAMPTransport", logging, nioCore,
      ], swiftSettings: settings),
    .target(
      name: "EventHistory",
      dependencies: [
        "FlatBuffersReflection", "FlatBuffersRuntime", "LMDB", "RecordServices", "RecordStore", "SharedBytes",
        "WAMP", "WAMPAuthentication", "WAMPRouter", "WAMPTransport", logging, nioCore,
      ], swiftSettings: settings),
    .target(
      name: "RecordClient",
      dependencies: [
        "FlatBuffersReflection", "FlatBuffersRuntime", "LMDB", "RecordStore", "SharedBytes", "WAMP",
        "WAMPAuthentication", "WAMPClient", "WAMPTransport", logging, nioCore,
      ], swiftSettings: settings),
    .target(
      name: "Flatwire",
      dependencies: [
        "EventHistory", "FlatBuffersRuntime", "RecordClient", "RecordServices", "RecordStore", "SharedBytes",
        "WAMP", "WAMPAuthentication", "WAMPClient", "WAMPRouter", "WAMPTransport", "WAMPUplink",
      ], swiftSettings: settings),
    .target(
      name: "RouterConfiguration",
      dependencies: [
        "FlatBuffersLanguage", "FlatBuffersReflection", "FlatBuffersRuntime", "InterfaceCatalogs",
        "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPRouter", "WAMPTransport",
        .product(name: "Yams", package: "Yams"),
      ], swiftSettings: settings),
    .systemLibrary(name: "CAllocator"),
    .executableTarget(
      name: "FlatwireCommand",
      dependencies: [
        "CAllocator", "FlatBuffersCodegen", "FlatBuffersLanguage", "FlatBuffersReflection",
        "FlatBuffersRuntime", "Flatwire", "RecordStore", "RouterConfiguration", "SharedBytes", "WAMP",
        "WAMPObservation", argumentParser, subprocess, systemPackage,
      ],
      exclude: ["Console/Page"], swiftSettings: settings),

    .target(
      name: "Programs",
      dependencies: [
        subprocess,
        systemPackage,
      ], path: "Tests/Programs", exclude: ["browser-page.py", "browser-visit.py", "python-environment.sh"],
      swiftSettings: settings),
    .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: settings),
    .testTarget(name: "SharedBytesTests", dependencies: ["SharedBytes"], swiftSettings: settings),
    .testTarget(
      name: "FlatBuffersRuntimeTests", dependencies: ["FlatBuffersRuntime", "SeededRandom", "SharedBytes"],
      exclude: ["sample.fbs"], swiftSettings: settings),
    .testTarget(
      name: "FlatBuffersReflectionTests",
      dependencies: ["FlatBuffersLanguage", "FlatBuffersReflection", "SeededRandom", "SharedBytes"],
      swiftSettings: settings),
    .testTarget(
      name: "FlatBuffersLanguageTests",
      dependencies: [
        "FlatBuffersLanguage", "FlatBuffersReflection", "FlatBuffersRuntime", "SeededRandom", "SharedBytes",
      ],
      exclude: ["Invalid"],
      swiftSettings: settings),
    .testTarget(
      name: "FlatBuffersCodegenTests",
      dependencies: [
        "FlatBuffersCodegen", "FlatBuffersLanguage", "FlatBuffersReflection", "FlatBuffersRuntime",
        "RecordStore", "SeededRandom", "SharedBytes", "WAMP",
      ],
      exclude: ["JavaScript", "Schemas"], swiftSettings: settings),
    // Runs the built tool. It cannot depend on its target: the plugin links that for the tests of others, too. The
    // runtime is there to be built: what the tool makes is compiled with its module.
    .testTarget(
      name: "schemacTests", dependencies: ["FlatBuffersCodegen", "FlatBuffersRuntime", "Programs"],
      exclude: ["Projects"], swiftSettings: settings),
    .systemLibrary(
      name: "CFlatBuffers", path: "Tests/CFlatBuffers", pkgConfig: "flatbuffers",
      providers: [.apt(["libflatbuffers-dev"])]),
    .target(
      name: "CFlatBuffersReference", dependencies: ["CFlatBuffers"], path: "Tests/CFlatBuffersReference"),
    .testTarget(
      name: "FlatBuffersInteropTests",
      dependencies: [
        "CFlatBuffersReference", "FlatBuffersLanguage", "FlatBuffersReflection", "FlatBuffersRuntime",
        "Programs", "SeededRandom", "SharedBytes",
      ],
      exclude: ["Python", "Schemas/interop.fbs"], swiftSettings: settings, plugins: ["SchemaPlugin"]),
    .testTarget(
      name: "InterfaceCatalogsTests", dependencies: ["InterfaceCatalogs", "Programs", "SeededRandom"],
      swiftSettings: settings),
    .testTarget(
      name: "SchemaPluginTests", dependencies: ["Programs"], exclude: ["Client", "Versions"],
      swiftSettings: settings),
    .testTarget(
      name: "LMDBTests", dependencies: ["LMDB", "Programs", "SeededRandom", "SharedBytes"],
      exclude: ["Python"],
      swiftSettings: settings),
    .testTarget(
      name: "MustNotCompileTests", dependencies: ["FlatBuffersRuntime", "Programs", "RecordStore"],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "RecordStoreTests",
      dependencies: [
        "CrashingProgram", "FlatBuffersLanguage", "FlatBuffersReflection", "FlatBuffersRuntime", "LMDB",
        "Programs",
        "RecordStore",
        "SeededRandom", "SharedBytes",
      ], exclude: ["Python", "parcels.fbs", "people.fbs"], swiftSettings: settings),
    .testTarget(
      name: "WAMPTests",
      dependencies: [
        "FlatBuffersLanguage", "FlatBuffersReflection", "FlatBuffersRuntime", "SeededRandom", "SharedBytes",
        "WAMP",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RecordClientTests",
      dependencies: ["FlatBuffersReflection", "RecordClient", "RecordStore", "SeededRandom", "WAMP"],
      swiftSettings: settings),
    .testTarget(
      name: "WAMPAuthenticationTests", dependencies: ["WAMP", "WAMPAuthentication"], swiftSettings: settings),
    .testTarget(
      name: "WAMPTransportTests",
      dependencies: [
        "Programs", "SeededRandom", "SharedBytes", "WAMPTransport", nioCore, nioPosix,
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ], swiftSettings: settings),
    .testTarget(
      name: "RouterConfigurationTests",
      dependencies: [
        "InterfaceCatalogs", "RouterConfiguration", "WAMP", "WAMPAuthentication", "WAMPRouter",
        "WAMPTransport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlatwireCommandTests", dependencies: ["Flatwire", "FlatwireCommand", "Programs"],
      swiftSettings: settings),
    // Run by `Tests/Model/run` and `Tests/Threads/run`, and by the tests that kill it.
    .executableTarget(
      name: "StoreTrials", dependencies: ["FlatBuffersRuntime", "RecordStore", "SeededRandom"],
      path: "Tests/Trials",
      swiftSettings: settings, plugins: ["SchemaPlugin"]),
    .executableTarget(
      name: "CrashingProgram", dependencies: ["FlatBuffersRuntime", "RecordStore"],
      path: "Tests/Crashes/Program",
      swiftSettings: settings, plugins: ["SchemaPlugin"]),
    // Runs the program beside it: see `Tests/Crashes/run`.
    .testTarget(
      name: "CrashTests",
      dependencies: ["CrashingProgram", "Programs", "RecordStore", "SeededRandom", "StoreTrials"],
      path: "Tests/Crashes/Tests",
      swiftSettings: settings),
    .executableTarget(
      name: "ReplicaProgram", dependencies: ["Flatwire"], path: "Tests/Replicas/Program",
      swiftSettings: settings, plugins: ["SchemaPlugin"]),
    // Runs the program beside it: see `Tests/Replicas/run`.
    .testTarget(
      name: "ReplicaTests",
      dependencies: [
        "Programs", "RecordClient", "RecordStore", "ReplicaProgram", "SeededRandom", "SharedBytes", "WAMP",
      ],
      path: "Tests/Replicas/Tests",
      swiftSettings: settings),
    .executableTarget(
      name: "DamagedFileProgram", dependencies: ["LMDB", "SharedBytes"], path: "Tests/Damage/Program",
      swiftSettings: settings),
    // Damages files and lets that program use them: see `Tests/Damage/run`.
    .testTarget(
      name: "DamageTests", dependencies: ["DamagedFileProgram", "Programs", "SeededRandom"],
      path: "Tests/Damage/Tests",
      swiftSettings: settings),
    .executableTarget(
      name: "AttackedProgram", dependencies: ["Flatwire", nioPosix], path: "Tests/HostileTests/Program",
      swiftSettings: settings, plugins: ["SchemaPlugin"]),
    // Attacks that program and the command over sockets, and knows nothing of what is within: see `Tests/HostileTests/run`.
    .testTarget(
      name: "HostileTests", dependencies: ["AttackedProgram", "FlatwireCommand", "Programs", "SeededRandom"],
      exclude: ["Program", "Python", "run"], swiftSettings: settings),
    .testTarget(
      name: "SimulatorTests",
      dependencies: [
        "Programs", "SharedBytes", "WAMP", "WAMPAuthentication", "WAMPTransport",
        .product(name: "HeapModule", package: "swift-collections"),
      ],
      path: "Tests/Simulator", exclude: ["run"], swiftSettings: settings),
    // Run by `Tests/Turns/run`.
    .executableTarget(
      name: "Turns", dependencies: ["SharedBytes", "WAMP"], path: "Tests/Turns", exclude: ["run"],
      swiftSettings: settings),
    .executableTarget(
      name: "WebSocketEcho", dependencies: ["SharedBytes", "WAMPTransport", nioCore, nioPosix],
      path: "Tests/WebSocket/Echo", swiftSettings: settings),
    // Runs the program beside it: see `Tests/WebSocket/run`.
    .testTarget(
      name: "WebSocketSuiteTests", dependencies: ["Programs", "WebSocketEcho"], path: "Tests/WebSocket/Tests",
      exclude: ["requirements.txt", "suite.py"], swiftSettings: settings),
    .testTarget(name: "ArchitectureTests", dependencies: ["Programs"], swiftSettings: settings),
    // Compiles a client of each product: what it depends on has to be built.
    .testTarget(
      name: "OneImportTests",
      dependencies: ["FlatBuffersLanguage", "Flatwire", "Programs"], exclude: ["Clients"],
      swiftSettings: settings),
    .systemLibrary(
      name: "CArgon2", path: "Tests/CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .executableTarget(
      name: "HistoryProgram", dependencies: ["Flatwire"], path: "Tests/EndToEndTests/History/Program",
      swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "CArgon2", "FlatBuffersReflection", "Flatwire", "FlatwireCommand", "HistoryProgram", "Programs",
        "WAMPObservation", coreMetrics, lifecycle, logging, nioCore, nioPosix, tracing,
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
      ],
      exclude: ["History/Program", "History/run", "Python"],
      swiftSettings: settings,
      plugins: ["SchemaPlugin"]),
  ],
  swiftLanguageModes: [.v6]
)
