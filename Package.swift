// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built under the same strict rules.
let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "flatwire",
  platforms: [.macOS("26.0")],
  products: [
    .library(name: "Flatwire", targets: ["Flatwire"]),
    .executable(name: "flatwire", targets: ["FlatwireCommand"]),
    .library(name: "WAMPClient", targets: ["WAMPClient"]),
    .library(name: "WAMPRouter", targets: ["WAMPRouter"]),
    .library(name: "FlatBuffersRuntime", targets: ["FlatBuffersRuntime"]),
    .library(name: "WAMP", targets: ["WAMP"]),
    .library(name: "RecordStore", targets: ["RecordStore"]),
    .executable(name: "schemac", targets: ["schemac"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
  ],
  targets: [
    .target(name: "SharedBytes", swiftSettings: settings),
    .target(
      name: "FlatBuffersRuntime", dependencies: ["SharedBytes"], swiftSettings: settings),

    .systemLibrary(
      name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"]), .brew(["lmdb"])]),

    .target(name: "LMDB", dependencies: ["CLMDB", "SharedBytes"], swiftSettings: settings),
    .target(
      name: "RecordStore", dependencies: ["FlatBuffersRuntime", "LMDB", "SharedBytes"],
      swiftSettings: settings),

    .target(
      name: "WAMPTransport",
      dependencies: [
        "SharedBytes",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ], swiftSettings: settings),
    .target(
      name: "WAMPRouter",
      dependencies: [
        "FlatBuffersRuntime", "SharedBytes", "WAMP", "WAMPTransport",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ], swiftSettings: settings),
    .target(
      name: "WAMPClient",
      dependencies: [
        "FlatBuffersRuntime", "SharedBytes", "WAMP", "WAMPTransport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ], swiftSettings: settings),

    .testTarget(
      name: "RecordStoreTests",
      dependencies: ["FlatBuffersRuntime", "LMDB", "RecordStore", "SharedBytes"],
      exclude: ["people.fbs"], swiftSettings: settings),

    .target(
      name: "Flatwire",
      dependencies: [
        "FlatBuffersRuntime", "LMDB", "RecordStore", "SharedBytes", "WAMP", "WAMPClient", "WAMPRouter",
        "WAMPTransport",
      ], swiftSettings: settings),
    .executableTarget(
      name: "FlatwireCommand",
      dependencies: [
        "Flatwire", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),

    .testTarget(
      name: "SharedBytesTests", dependencies: ["SharedBytes"], swiftSettings: settings),
    .testTarget(
      name: "FlatBuffersRuntimeTests", dependencies: ["FlatBuffersRuntime", "SharedBytes"],
      swiftSettings: settings),

    .target(
      name: "WAMP", dependencies: ["FlatBuffersRuntime", "SharedBytes"], swiftSettings: settings),
    .testTarget(
      name: "WAMPTests", dependencies: ["WAMP", "FlatBuffersRuntime", "SharedBytes"],
      swiftSettings: settings),

    .target(name: "FlatBuffersSchema", swiftSettings: settings),
    .target(
      name: "FlatBuffersCodegen", dependencies: ["FlatBuffersSchema"], swiftSettings: settings),
    .executableTarget(
      name: "schemac",
      dependencies: [
        "FlatBuffersCodegen", "FlatBuffersSchema",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["FlatBuffersRuntime", "RecordStore", "WAMP", "WAMPClient", "WAMPRouter"],
      exclude: ["Python", "users.fbs"], swiftSettings: settings),
    .testTarget(
      name: "FlatBuffersSchemaTests", dependencies: ["FlatBuffersSchema"], exclude: ["Invalid"],
      swiftSettings: settings),
    .testTarget(
      name: "FlatBuffersCodegenTests",
      dependencies: [
        "FlatBuffersCodegen", "FlatBuffersSchema", "FlatBuffersRuntime", "RecordStore", "SharedBytes", "WAMP",
      ],
      exclude: ["Schemas"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
