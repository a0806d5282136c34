/// What a look at all pages of a snapshot found.
package struct PageReport: Sendable, Equatable {
  /// Pages that lead to others.
  package internal(set) var branchPages = 0
  /// Pages with keys and values.
  package internal(set) var leafPages = 0
  /// Pages of values too large for a leaf.
  package internal(set) var overflowPages = 0
  /// Pages that LMDB may use again, once no snapshot needs them.
  package internal(set) var freePages = 0
  /// Pages that are neither in use nor free: lost room, but no damage.
  package internal(set) var unreachablePages = 0
  /// Named databases.
  package internal(set) var databases = 0
  /// How many faults there are; what lies below a damaged page is not looked at.
  package internal(set) var faultCount = 0
  /// The first of them, ``faultLimit`` at most.
  package internal(set) var faults: [PageFault] = []

  package static var faultLimit: Int { 100 }

  /// Whether no damage was found.
  package var isSound: Bool { faultCount == 0 }

  mutating func note(_ fault: PageFault) {
    faultCount += 1
    if faults.count < PageReport.faultLimit { faults.append(fault) }
  }
}
