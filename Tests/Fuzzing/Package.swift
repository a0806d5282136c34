// swift-tools-version: 6.2
import PackageDescription

/// Programs for libFuzzer; `Tests/Fuzzing/run` builds and runs them. A package of its own, as its targets need flags
/// that a package clients depend on may not have.
let settings: [SwiftSetting] = [
  .unsafeFlags(["-parse-as-library"]),
  .strictMemorySafety(),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let runtime = Target.Dependency.product(name: "FlatBuffersRuntime", package: "flatwire")
let language = Target.Dependency.product(name: "FlatBuffersLanguage", package: "flatwire")
let reflection = Target.Dependency.product(name: "FlatBuffersReflection", package: "flatwire")

let package = Package(
  name: "fuzzing",
  dependencies: [.package(name: "flatwire", path: "../..")],
  targets: [
    .executableTarget(name: "FuzzSchema", dependencies: [language, reflection], swiftSettings: settings),
    .executableTarget(
      name: "FuzzVerifier", dependencies: [runtime, language, reflection], swiftSettings: settings),
    .executableTarget(
      name: "FuzzBinarySchema", dependencies: [language, reflection, runtime], swiftSettings: settings),
    .executableTarget(name: "FuzzJSON", dependencies: [language, reflection], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
