// swift-tools-version: 6.2
import PackageDescription

/// What a careful client builds with; generated code has to live with it.
let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Client",
  dependencies: [
    .package(name: "flatwire", path: Context.environment["FLATWIRE_PACKAGE"] ?? "../../..")
  ],
  targets: [
    .target(
      name: "Model",
      dependencies: [.product(name: "FlatBuffersRuntime", package: "flatwire")],
      swiftSettings: settings,
      plugins: [.plugin(name: "SchemaPlugin", package: "flatwire")]),
    .executableTarget(
      name: "Client",
      dependencies: [
        "Model",
        .product(name: "FlatBuffersRuntime", package: "flatwire"),
        .product(name: "RecordStore", package: "flatwire"),
      ],
      swiftSettings: settings,
      plugins: [.plugin(name: "SchemaPlugin", package: "flatwire")]),
  ],
  swiftLanguageModes: [.v6]
)
