/// What a look at all pages of a snapshot found.
public struct PageReport: Sendable, Equatable {
  /// Pages that lead to others.
  public internal(set) var branchPages = 0
  /// Pages with keys and values.
  public internal(set) var leafPages = 0
  /// Pages of values too large for a leaf.
  public internal(set) var overflowPages = 0
  /// Pages that LMDB may use again, once no snapshot needs them.
  public internal(set) var freePages = 0
  /// Pages that are neither in use nor free: lost room, but no damage.
  public internal(set) var unreachablePages = 0
  /// Named databases.
  public internal(set) var databases = 0
  /// How many faults there are; what lies below a damaged page is not looked at.
  public internal(set) var faultCount = 0
  /// The first of them, ``faultLimit`` at most.
  public internal(set) var faults: [PageFault] = []

  /// How many faults are told at most.
  public static var faultLimit: Int { 100 }

  /// Whether no damage was found.
  public var isSound: Bool { faultCount == 0 }

  mutating func note(_ fault: PageFault) {
    faultCount += 1
    if faults.count < PageReport.faultLimit { faults.append(fault) }
  }
}
