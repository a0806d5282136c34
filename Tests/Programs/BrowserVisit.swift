import Foundation

/// A visit of headless Chromium to a page that some program serves, as a user makes it.
public struct BrowserVisit: Sendable {
  private let address: String
  private let flags: [String]

  /// - Parameter flags: further ones of Chromium.
  public init(to address: String, flags: [String] = []) {
    self.address = address
    self.flags = flags
  }

  /// Opens the page and runs a script in it.
  ///
  /// - Parameter script: the body of an asynchronous function; it can wait for elements with `shown`, see ``lookingOn``.
  /// - Returns: what the function returns, as JSON has it, and what the page's console was told as errors.
  /// - Throws: a ``Program/Failure`` with what the script throws.
  public func run(_ script: String) async throws -> (result: Any, complaints: [String]) {
    let visit = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "browser-visit.py")
    let text = try await Program(
      named: "python3", [visit.path, address] + (flags.isEmpty ? [] : ["--"] + flags)
    ).output(input: Self.lookingOn + script)
    let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    guard let result = report?["result"] else {
      throw Program.Failure(description: "the page failed: \(report?["failure"] ?? text)")
    }
    return (result, report?["complaints"] as? [String] ?? [])
  }

  /// Functions for scripts: `shown` waits for an element that a CSS selector finds and a condition holds for, `type` writes
  /// into one as a user does.
  private static let lookingOn = """
    const shown = async (selector, condition = () => true) => {
      for (const end = performance.now() + 60_000; performance.now() < end;) {
        const found = [...document.querySelectorAll(selector)].find(condition);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`there is no ${selector} in ${document.body.innerText}`);
    };
    const type = (input, value) => {
      input.value = value;
      for (const event of ["input", "change"]) input.dispatchEvent(new Event(event, { bubbles: true }));
    };

    """
}
