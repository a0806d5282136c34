// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The C programs use Linux's epoll, `memmem` and process clocks.
let cSettings: [CSetting] = [
  .define("_GNU_SOURCE"),
  .unsafeFlags(["-std=gnu11", "-Wall", "-Wextra"]),
]

let package = Package(
  name: "flatwire-benchmarks",
  platforms: [.macOS("26.0")],
  products: [
    .library(name: "FlatBuffersWorkloads", type: .dynamic, targets: ["FlatBuffersWorkloads"])
  ],
  dependencies: [
    .package(name: "flatwire", path: "..")
  ],
  targets: [
    .target(name: "WAMPFrames", publicHeadersPath: "include", cSettings: cSettings),
    .executableTarget(
      name: "ReferenceServer", dependencies: ["WAMPFrames"], cSettings: cSettings,
      linkerSettings: [.linkedLibrary("lmdb")]),
    .executableTarget(
      name: "LoadGenerator", dependencies: ["WAMPFrames"], cSettings: cSettings),
    .executableTarget(
      name: "Crowd", dependencies: ["WAMPFrames"], cSettings: cSettings),
    .executableTarget(
      name: "RoutingServer",
      dependencies: [
        .product(name: "FlatBuffersRuntime", package: "flatwire"),
        .product(name: "WAMPRouter", package: "flatwire"),
      ],
      swiftSettings: settings,
      plugins: [.plugin(name: "SchemaPlugin", package: "flatwire")]),
    .executableTarget(
      name: "RecordServer",
      dependencies: [
        .product(name: "Flatwire", package: "flatwire")
      ],
      swiftSettings: settings,
      plugins: [.plugin(name: "SchemaPlugin", package: "flatwire")]),
    .executableTarget(
      name: "DataPlane",
      dependencies: [
        .product(name: "Flatwire", package: "flatwire")
      ],
      swiftSettings: settings,
      plugins: [.plugin(name: "SchemaPlugin", package: "flatwire")]),
    .executableTarget(
      name: "StoreReference", cSettings: cSettings, linkerSettings: [.linkedLibrary("lmdb")]),
    .executableTarget(
      name: "StoreBenchmark",
      dependencies: [
        .product(name: "RecordStore", package: "flatwire")
      ],
      swiftSettings: settings,
      plugins: [.plugin(name: "SchemaPlugin", package: "flatwire")]),
    .executableTarget(
      name: "FlatBuffersBenchmark", cSettings: cSettings, linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "FlatBuffersWorkloads",
      dependencies: [
        .product(name: "FlatBuffersRuntime", package: "flatwire")
      ],
      swiftSettings: settings,
      plugins: [.plugin(name: "SchemaPlugin", package: "flatwire")]),
  ],
  swiftLanguageModes: [.v6]
)
