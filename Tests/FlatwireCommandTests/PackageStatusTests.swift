import Testing

@testable import FlatwireCommand

@Suite struct PackageStatusTests {
  @Test func `a stanza becomes a record`() throws {
    let packages = try PackageStatus.parse(
      """
      Package: curl
      Status: install ok installed
      Section: web
      Installed-Size: 501
      Version: 7.88.1-10
      Depends: libc6 (>= 2.34), libcurl4 (= 7.88.1-10) | other:any
      Description: command line tool
       for transferring data
       .
       with URLs

      Package: gone
      Status: deinstall ok config-files
      Version: 1
      """, file: "status")
    let curl = try #require(packages.first)
    #expect(packages.count == 1)
    #expect(curl.name == "curl")
    #expect(curl.installedSize == 501)
    #expect(curl.description == "command line tool\nfor transferring data\n\nwith URLs")
    #expect(
      curl.dependencies == [
        .init(name: "libc6", relation: ">=", version: "2.34"),
        .init(name: "libcurl4", relation: "=", version: "7.88.1-10"), .init(name: "other:any"),
      ])
  }

  @Test(arguments: [
    ("Package: a\nnonsense\n", "status:2: expected \"Field: value\""),
    (" continued\n", "status:1: a continuation of no field"),
    ("Package: a\n\n", "status:1: a package without a name or a version"),
    ("Package: a\nVersion: 1\nInstalled-Size: big\n", "status:3: Installed-Size of a is not a number"),
    ("", "status:1: no installed package found"),
  ])
  func `what is no status file is refused with its place`(text: String, message: String) {
    let error = #expect(throws: FormatError.self) { try PackageStatus.parse(text, file: "status") }
    #expect(error?.description == message)
  }

  @Test func `a package of several architectures is kept once for each`() throws {
    let stanza = "Package: libc6\nVersion: 1\nArchitecture: "
    let packages = try PackageStatus.parse("\(stanza)amd64\n\n\(stanza)i386\n", file: "status")
    #expect(packages.map(\.name) == ["libc6", "libc6:i386"])
  }

  @Test func `a zone table becomes records`() throws {
    let zones = try ZoneTable.parse(
      "# code\nDE\t+5230+01322\tEurope/Berlin\tmost locations\n", file: "zone.tab")
    #expect(zones.first?.name == "Europe/Berlin")
    #expect(zones.first?.section == "DE")
  }
}
