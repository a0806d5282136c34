// swift-tools-version: 6.2
import PackageDescription

// No more settings than the README asks for.
let package = Package(
  name: "Versions",
  dependencies: [
    .package(name: "flatwire", path: Context.environment["FLATWIRE_PACKAGE"] ?? "../../..")
  ],
  targets: [
    .executableTarget(
      name: "Versions",
      dependencies: [.product(name: "RecordStore", package: "flatwire")],
      swiftSettings: [.enableExperimentalFeature("Lifetimes")],
      plugins: [.plugin(name: "SchemaPlugin", package: "flatwire")])
  ],
  swiftLanguageModes: [.v6]
)
