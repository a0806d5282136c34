internal import Logging
internal import NIOCore
internal import WAMP

extension RealmOwner {
  /// Tells in the log what a session sent that is not what it has to be; of very many, some.
  func report(_ fault: PayloadFault) {
    guard let withheld = faultLines.take(at: .now()) else { return }
    var metadata: Logger.Metadata = [
      "realm": "\(realm.name)", "session": "\(fault.sender)", "fault": "\(fault.error.message)",
    ]
    if withheld > 0 { metadata["withheld"] = "\(withheld)" }
    logger.warning(fault.isRefused ? "payload refused" : "payload is wrong", metadata: metadata)
  }
}
