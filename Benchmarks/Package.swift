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
  dependencies: [
    .package(name: "flatwire", path: ".."), .package(url: "https://github.com/apple/swift-nio", from: "2.101.2")
  ],
  targets: [
    .target(name: "WAMPFrames", publicHeadersPath: "include", cSettings: cSettings),
    .executableTarget(
      name: "ReferenceServer", dependencies: ["WAMPFrames"], cSettings: cSettings,
      linkerSettings: [.linkedLibrary("lmdb")]),
    .executableTarget(
      name: "LoadGenerator", dependencies: ["WAMPFrames"], cSettings: cSettings),
    .executableTarget(name: "RecordServer", dependencies: [.product(name: "WAMPTransport", package: "flatwire"), .product(name: "CLMDB", package: "flatwire"), .product(name: "SharedBytes", package: "flatwire"), .product(name: "NIOPosix", package: "swift-nio")], exclude: ["records.fbs"]),
  ],
  swiftLanguageModes: [.v6]
)
