// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import protocol FlatBuffersRuntime.FlatTable
@_exported public import struct RecordStore.AnyTable
@_exported public import struct RecordStore.ChangeBuffer
@_exported public import struct RecordStore.Snapshot
@_exported public import class RecordStore.Store
@_exported public import protocol RecordStore.StoreKey
@_exported public import struct RecordStore.Table
@_exported public import struct WAMP.Caller
@_exported public import struct WAMP.DeclaredError
@_exported public import protocol WAMP.ErrorRecord
@_exported public import struct WAMP.PartSender
@_exported public import struct WAMP.Procedure
@_exported public import struct WAMP.ProgressiveProcedure
@_exported public import struct WAMP.RecordError
@_exported public import struct WAMP.Topic
@_exported public import struct WAMPRouter.ProgressiveReply
@_exported public import struct WAMPRouter.Reply
@_exported public import class WAMPRouter.Router

// What the types above hand out.
@_exported public import struct FlatBuffersReflection.EvolutionFinding
@_exported public import struct FlatBuffersRuntime.RecordBuffer
@_exported public import struct LMDB.LMDBError
@_exported public import struct Logging.Logger
@_exported public import protocol NIOCore.EventLoopGroup
@_exported public import struct SharedBytes.SharedBytes
@_exported public import struct WAMPAuthentication.Authentication
@_exported public import class WAMPTransport.SendCounters

// What is thrown.
@_exported public import struct RecordStore.StoreError
@_exported public import struct WAMP.WAMPError

// How the text of records is compared.
@_exported public import func FlatBuffersRuntime::!=
@_exported public import func FlatBuffersRuntime::<
@_exported public import func FlatBuffersRuntime::==
@_exported public import func FlatBuffersRuntime::~=
